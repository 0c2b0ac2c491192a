/**
 * What persons said of the reception centres, and what may be said next. Pure: the same rule as the office's, by which the
 * last yes, no or withdrawal stands.
 * @module
 */
const DECIDING = ["given", "refused", "withdrawn"];

/** What one person said, in the order of the moments. @param {Consent[]} consents @param {string} person */
export function consentOf(consents, person) {
  return consents.filter((one) => one.person === person).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** What stands of what one person said: "given", "refused", "withdrawn", or null while nothing was decided. @param {Consent[]} mine */
export function standing(mine) {
  return mine.filter((one) => DECIDING.includes(one.answer)).at(-1)?.answer ?? null;
}

/**
 * What may be tapped next: who agreed can withdraw; everybody else can be asked, or asked again.
 * @param {Consent[]} mine
 * @returns {Consent["answer"][]}
 */
export function offered(mine) {
  return standing(mine) === "given" ? ["withdrawn"] : ["given", "refused", "not_asked", "informed"];
}
