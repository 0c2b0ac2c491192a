/**
 * Which questions are asked, which answers cannot be, and which evidence they call for: the rules module's functions,
 * where a question has any.
 * @module
 */
import { PLACE, answersOf, answersRead, entries, persons } from "./filling.js";

/**
 * Whether a question is asked, given the workplace's and the person's answers.
 * @param {Rules|undefined} rules @param {Answers} place @param {Answers|null} person
 */
export function isAsked(rules, place, person) {
  return rules?.relevant ? rules.relevant(place, person ?? {}) : true;
}

/** @type {WeakMap<ReadsByQuestion, Map<string, string[]>>} */
const readers = new WeakMap();

/**
 * The questions whose rules read an answer, itself among them; null where the rules' module does not say, so that any may.
 * @param {ReadsByQuestion|null} reads @param {string} id
 */
export function readersOf(reads, id) {
  if (!reads) return null;
  const known = readers.get(reads) ?? turned(reads);
  readers.set(reads, known);
  return [id, ...(known.get(id) ?? [])];
}

/** @param {ReadsByQuestion} reads */
function turned(reads) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [reader, ids] of Object.entries(reads)) for (const id of ids ?? []) found.set(id, [...(found.get(id) ?? []), reader]);
  return found;
}

/**
 * Whether an answer may be so; an unanswered question breaks nothing.
 * @param {Rules|undefined} rules @param {Answer} value @param {Answers} place @param {Answers|null} person
 */
export function isAllowed(rules, value, place, person) {
  return value == null || !rules?.constraint || rules.constraint(value, place, person ?? {});
}

/**
 * The evidence that an answer calls for and that is not there yet.
 * @param {Question} question @param {Rules|undefined} rules @param {string} ref @param {Answers} place
 * @param {Answers|null} person
 */
export function needed(question, rules, ref, place, person) {
  const value = (ref === PLACE ? place : person)?.[question.id];
  if (value == null) return [];
  return (rules?.needs ?? [])
    .map((need, at) => ({ ...question.needs?.[at], kind: need.kind, when: need.when }))
    .filter((need) => need.when(value, place, person ?? {}) && !isMet(need, question, ref));
}

/** @param {Need} need @param {Question} question @param {string} ref */
function isMet(need, question, ref) {
  /** @param {Attachment|Remark} one */
  const isOnIt = (one) => one.question === question.id && (one.person ?? PLACE) === ref;
  const attached = entries("attachments").filter(isOnIt);
  if (need.kind === "photo") return attached.some((one) => one.kind !== "signature");
  return entries("comments").some(isOnIt) || attached.some((one) => one.comment);
}

/** Every subject: the workplace, then each person. */
export function subjects() {
  return [PLACE, ...persons().map((person) => person.ref)];
}

/**
 * What still stands open in the whole control.
 * @param {Form} form @param {RulesByQuestion} rules
 * @returns {{missing: OpenPoint[], wrong: OpenPoint[], needs: OpenPoint[]}}
 */
export function openPoints(form, rules) {
  /** @type {{missing: OpenPoint[], wrong: OpenPoint[], needs: OpenPoint[]}} */
  const found = { missing: [], wrong: [], needs: [] };
  for (const ref of subjects()) {
    const answers = answersRead(ref);
    for (const question of form.questions) {
      if ((question.scope === "workplace") !== (ref === PLACE) || !isAsked(rules[question.id], ...answers)) continue;
      const value = answersOf(ref)[question.id];
      if (question.required && value == null) found.missing.push({ question, ref });
      if (!isAllowed(rules[question.id], value, ...answers)) found.wrong.push({ question, ref });
      for (const need of needed(question, rules[question.id], ref, ...answers)) found.needs.push({ question, ref, need });
    }
  }
  return found;
}
