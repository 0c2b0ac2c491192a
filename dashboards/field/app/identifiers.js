/**
 * Numbers as they are typed: which kind of number a text is, if any; the same answers as
 * inspection/registers/identifiers.py, held against it by a test. Nothing here refuses anybody.
 * @module
 */
const LAST_FINAL = 199_999_934;
const SEPARATORS = /[ .\-/]/g;
const UNKNOWN_BIRTH = ["000001", "002001", "004001"];

/**
 * @param {string} text
 * @param {number} [year] the year of today: a number of somebody born from 2000 cannot lie beyond it
 * @returns {NumberKind|null}
 */
export function identifyNumber(text, year = new Date().getFullYear()) {
  const digits = text.replace(SEPARATORS, "");
  if (!/^[0-9]{7,11}$/.test(digits)) return null;
  if (digits.length === 11) return person(digits, year);
  return digits.length === 10 ? ten(digits) : final(digits);
}

/** @param {string} digits @param {number} year */
function person(digits, year) {
  if (Number(digits) === 0 || !isChecked(digits, year)) return null;
  const month = Number(digits.slice(2, 4));
  if (!UNKNOWN_BIRTH.includes(digits.slice(0, 6)) && month % 20 > 12) return null;
  if (month <= 12) return "national";
  return (month >= 20 && month <= 32) || (month >= 40 && month <= 52) ? "bis" : null;
}

/** Both check rules: born before 2000, and from 2000 with a 2 in front. @param {string} digits @param {number} year */
function isChecked(digits, year) {
  const body = Number(digits.slice(0, 9));
  const check = Number(digits.slice(9));
  if (97 - (body % 97) === check) return true;
  return Number(digits.slice(0, 2)) + 2000 <= year && 97 - ((2_000_000_000 + body) % 97) === check;
}

/** @param {string} digits */
function ten(digits) {
  const sum = (Number(digits.slice(0, 8)) % 97) + Number(digits.slice(8));
  if ("01".includes(digits[0])) return Number(digits) > 0 && sum % 97 === 0 ? "enterprise" : null;
  if ("2345678".includes(digits[0]) && sum === 97) return "establishment";
  return digits[0] === "5" && isNsso(digits) ? "nsso_provisional" : null;
}

/** @param {string} digits */
function final(digits) {
  return Number(digits) <= LAST_FINAL && isNsso(digits) ? "nsso" : null;
}

/** @param {string} digits */
function isNsso(digits) {
  const body = Number(digits.slice(0, -2));
  return body > 0 && Number(digits.slice(-2)) === 96 - ((body * 100) % 97);
}

/**
 * The day of birth that a national register or BIS number holds; null where it holds no whole day: the century comes from
 * the check digits, and who was born after today has another century. The same as `birth_date_of` of the office.
 * @param {string} text @param {Day} today
 * @returns {Day|null}
 */
export function birthOf(text, today) {
  const kind = identifyNumber(text, Number(today.slice(0, 4)));
  if (kind !== "national" && kind !== "bis") return null;
  const digits = text.replace(SEPARATORS, "");
  if (UNKNOWN_BIRTH.includes(digits.slice(0, 6))) return null;
  const isEarlier = 97 - (Number(digits.slice(0, 9)) % 97) === Number(digits.slice(9));
  const [year, month] = [Number(digits.slice(0, 2)) + (isEarlier ? 1900 : 2000), Number(digits.slice(2, 4)) % 20];
  const born = calendarDay(year, month, Number(digits.slice(4, 6)));
  return born && born <= today ? born : null;
}

/** A day of the calendar, or null for none. @param {number} year @param {number} month @param {number} day @returns {Day|null} */
export function calendarDay(year, month, day) {
  const made = new Date(Date.UTC(year, month - 1, day));
  const isThere = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isThere ? made.toISOString().slice(0, 10) : null;
}

/** How many birthdays somebody has had. @param {Day} born @param {Day} today */
export function ageOn(born, today) {
  return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0);
}
