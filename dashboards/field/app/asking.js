/**
 * Which questions are asked, which answers cannot be, and which evidence they call for: the rules module's functions,
 * where a question has any.
 * @module
 */
import { PLACE, answersOf, entries, persons } from "./filling.js";

/** Whether a question is asked, given the workplace's and the person's answers. */
export function isAsked(rules, place, person) {
  return rules?.relevant ? rules.relevant(place, person ?? {}) : true;
}

/** Whether an answer may be so; an unanswered question breaks nothing. */
export function isAllowed(rules, value, place, person) {
  return value == null || !rules?.constraint || rules.constraint(value, place, person ?? {});
}

/** The evidence that an answer calls for and that is not there yet. */
export function needed(question, rules, ref, place, person) {
  const value = (ref === PLACE ? place : person)[question.id];
  if (value == null) return [];
  return (rules?.needs ?? [])
    .map((need, at) => ({ ...question.needs?.[at], kind: need.kind, when: need.when }))
    .filter((need) => need.when(value, place, person ?? {}) && !isMet(need, question, ref));
}

function isMet(need, question, ref) {
  const mine = (list) => entries(list).filter((one) => one.question === question.id && (one.person ?? PLACE) === ref);
  if (need.kind === "photo") return mine("attachments").some((one) => one.kind !== "signature");
  return mine("comments").length > 0 || mine("attachments").some((one) => one.comment);
}

/** Every subject: the workplace, then each person. */
export function subjects() {
  return [PLACE, ...persons().map((person) => person.ref)];
}

/**
 * What still stands open in the whole control.
 * @returns {{missing: Array<{question, ref}>, wrong: Array<{question, ref}>, needs: Array<{question, ref, need}>}}
 */
export function openPoints(form, rules) {
  const found = { missing: [], wrong: [], needs: [] };
  for (const ref of subjects()) {
    const answers = [answersOf(PLACE), ref === PLACE ? {} : answersOf(ref)];
    for (const question of form.questions) {
      if ((question.scope === "workplace") !== (ref === PLACE) || !isAsked(rules[question.id], ...answers)) continue;
      const value = answers[ref === PLACE ? 0 : 1][question.id];
      if (question.required && value == null) found.missing.push({ question, ref });
      if (!isAllowed(rules[question.id], value, ...answers)) found.wrong.push({ question, ref });
      for (const need of needed(question, rules[question.id], ref, ...answers)) found.needs.push({ question, ref, need });
    }
  }
  return found;
}
