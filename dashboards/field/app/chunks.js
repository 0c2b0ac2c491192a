/**
 * How a control is cut into records, so that one answer rewrites one small record and not the whole. Pure.
 *
 * Chunks of a control: "fields" (single values), "answers" (of the workplace), each list by its name, each person by
 * reference ("P7"). Each chunk has an ordinary half and a sensitive half, kept under the second key: answers to sensitive
 * questions, the suspicion, what was said of the centres, where a person is now, photos of sensitive questions and
 * comments on them.
 */

import { Fault } from "./fault.js";

/** The lists of a control beside its persons. @type {Exclude<ListName, "consents">[]} */
export const LISTS = [
  "seen", "hearings", "rooms", "pay", "lookups", "steps", "comments", "attachments", "marks", "summaries",
];
/** @type {("suspicion"|"consents")[]} */
const SENSITIVE_FIELDS = ["suspicion", "consents"];
/** @type {("whereabouts"|"now_at"|"reach_how"|"reach_through"|"reach_when"|"reach_language")[]} */
const SENSITIVE_PERSON_FIELDS = ["whereabouts", "now_at", "reach_how", "reach_through", "reach_when", "reach_language"];
const FIXED = ["control_id", "checklist", "persons", "answers"];
const PERSON = /^P\d{1,3}$/;

/** Tell whether a chunk is one of the lists. @param {string} chunk @returns {chunk is Exclude<ListName, "consents">} */
export function isList(chunk) {
  return LISTS.some((list) => list === chunk);
}

/** Give the ids of a checklist's sensitive questions. @param {Form} checklist */
export function sensitiveQuestions(checklist) {
  const sections = new Set(checklist.sections.filter((section) => section.sensitive).map((section) => section.key));
  /** @param {Question} question */
  const isSensitive = (question) => question.sensitive || sections.has(question.section);
  return new Set(checklist.questions.filter(isSensitive).map((question) => question.id));
}

/**
 * Read a path: ["answers", q], ["persons", "P2", "answers", q], ["persons", "P2", "name"], ["seen"], ["outcome"], or the
 * same with dots.
 * @param {string|string[]} path
 * @returns {{steps: string[], chunk: string}}
 * @throws {Fault} bad_path
 */
export function readPath(path) {
  const steps = typeof path === "string" ? path.split(".") : [...path];
  const [first = "", second = "", third = ""] = steps;
  const isAnswer = first === "answers" && steps.length === 2;
  const isPersonField = steps.length === 3 && third !== "answers" && third !== "ref";
  const isOfPerson = first === "persons" && PERSON.test(second) && (isPersonField || (third === "answers" && steps.length === 4));
  const isField = steps.length === 1 && !FIXED.includes(first);
  if (!isAnswer && !isOfPerson && !isField) throw new Fault("bad_path", "A control has no such place", "Name a field, an answer or a person's.");
  return { steps, chunk: isOfPerson ? second : isAnswer || isList(first) ? first : "fields" };
}

/**
 * Tell whether what stands at a path is sensitive; `questions` are the ids of sensitive ones.
 * @param {string|string[]} path @param {Set<string>} questions
 */
export function isSensitivePath(path, questions) {
  const { steps } = readPath(path);
  const last = steps[steps.length - 1];
  if (steps.at(-2) === "answers") return questions.has(last);
  return (steps.length === 1 ? SENSITIVE_FIELDS : SENSITIVE_PERSON_FIELDS).some((name) => name === last);
}

/**
 * Take one half of a chunk out of a control, as it is stored; undefined when there is nothing in it.
 * @param {Control} control @param {string} chunk @param {Set<string>} questions @param {boolean} isSensitive
 */
export function takeChunk(control, chunk, questions, isSensitive) {
  /** @param {string[]} names @param {object} value */
  const half = (names, value) => pick(value, (name) => names.includes(name) === isSensitive);
  /** @param {Answers|undefined} value */
  const answers = (value) => pick(value ?? {}, (name) => questions.has(name) === isSensitive);
  if (chunk === "answers") return nonEmpty(answers(control.answers));
  if (isList(chunk)) return nonEmpty((control[chunk] ?? []).filter((item) => isSensitiveItem(item, questions) === isSensitive));
  if (chunk === "fields") {
    const single = pick(control, (name) => !isList(name) && name !== "persons" && name !== "answers");
    return nonEmpty(half(SENSITIVE_FIELDS, single));
  }
  const person = control.persons.find((one) => one.ref === chunk);
  if (!person) return undefined;
  const own = half(SENSITIVE_PERSON_FIELDS, pick(person, (name) => name !== "answers"));
  const told = nonEmpty(answers(person.answers));
  return nonEmpty(told ? { ...own, answers: told } : own);
}

/**
 * Put one half of a chunk back into a control, beside the other half. A sensitive half of a person who is not there any
 * more (the page was killed while the person was taken out) stays out.
 * @param {Control} control @param {string} chunk
 * @param {any} value as `takeChunk` gave it: of which shape, says the chunk
 * @param {boolean} isSensitive
 */
export function putChunk(control, chunk, value, isSensitive) {
  if (chunk === "fields") Object.assign(control, value);
  else if (chunk === "answers") Object.assign((control.answers ??= {}), value);
  else if (isList(chunk)) Object.assign(control, { [chunk]: [...(control[chunk] ?? []), ...value] });
  else if (!isSensitive || control.persons.some((one) => one.ref === chunk)) {
    const { answers, ...own } = value;
    const person = personOf(control, chunk);
    Object.assign(person, own);
    Object.assign(person.answers, answers);
  }
}

/**
 * Take everything sensitive out of a control in memory, when its key is dropped.
 * @param {Control} control @param {Set<string>} questions
 */
export function dropSensitive(control, questions) {
  /** @param {Answers} [answers] */
  const dropAnswers = (answers = {}) => Object.keys(answers).forEach((name) => questions.has(name) && delete answers[name]);
  SENSITIVE_FIELDS.forEach((name) => delete control[name]);
  dropAnswers(control.answers);
  for (const person of control.persons) {
    SENSITIVE_PERSON_FIELDS.forEach((name) => delete person[name]);
    dropAnswers(person.answers);
  }
  for (const list of LISTS) {
    if (control[list]) Object.assign(control, { [list]: control[list].filter((item) => !isSensitiveItem(item, questions)) });
  }
}

/** Name the chunks that a control has now. @param {Control} control */
export function chunksOf(control) {
  return ["fields", "answers", ...LISTS, ...control.persons.map((person) => person.ref)];
}

/**
 * Tell whether an item of a list belongs to a sensitive question, as a photo and a comment can.
 * @param {object & {question?: string|null}} item @param {Set<string>} questions
 */
export function isSensitiveItem(item, questions) {
  return Boolean(item.question && questions.has(item.question));
}

/** Find a person by reference, or add an empty one, in the order of the references. @param {Control} control @param {string} ref */
export function personOf(control, ref) {
  const found = control.persons.find((one) => one.ref === ref);
  if (found) return found;
  /** @type {Person} */
  const made = { ref, answers: {} };
  control.persons.push(made);
  control.persons.sort((one, other) => Number(one.ref.slice(1)) - Number(other.ref.slice(1)));
  return made;
}

/** @param {object} value @param {(name: string) => boolean} isWanted */
function pick(value, isWanted) {
  return Object.fromEntries(Object.entries(value).filter(([name, one]) => one !== undefined && isWanted(name)));
}

/** @template {object} T @param {T} value */
function nonEmpty(value) {
  return Object.keys(value).length ? value : undefined;
}
