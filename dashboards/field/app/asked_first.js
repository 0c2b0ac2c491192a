/**
 * What police ask first when they read a report: whether anybody is in danger, what the person in charge knows, where the
 * persons are. "Not known" is an answer; it stands in the suspicion, under the ids of questions and persons. Pure.
 * @module
 */

/** The questions, as the rules call them. */
export const ASKED_FIRST = ["ob_danger_now", "ob_employer_knows"];

/**
 * Tell what nobody has answered.
 * @param {Control} control @param {Form} form
 * @returns {{questions: Question[], persons: string[]}} questions of the form; references of persons without a place
 */
export function unanswered(control, form) {
  const unknown = control.suspicion?.not_known ?? [];
  /** @param {string} key @param {unknown} value */
  const isOpen = (key, value) => (value == null || value === "") && !unknown.includes(key);
  const questions = form.questions.filter((one) => ASKED_FIRST.includes(one.id) && isOpen(one.id, control.answers[one.id]));
  const persons = control.persons.filter((one) => isOpen(one.ref, one.whereabouts?.trim() || one.now_at)).map((one) => one.ref);
  return { questions, persons };
}

/**
 * Give a suspicion in which something is said not to be known, or is so no more.
 * @param {Suspicion} suspicion @param {string[]} keys @param {boolean} isUnknown
 */
export function saidUnknown(suspicion, keys, isUnknown) {
  const others = (suspicion.not_known ?? []).filter((one) => !keys.includes(one));
  const not_known = isUnknown ? [...others, ...keys] : others;
  const { not_known: _, ...rest } = suspicion;
  return not_known.length ? { ...rest, not_known } : rest;
}
