/**
 * Reading and changing the control in hand. Every change goes through the draft, which keeps it before it answers.
 * @module
 */
import { draftInHand } from "./desk.js";
import { say } from "./dom.js";
import { clock } from "./moments.js";
import { t } from "./texts.js";

/** The workplace as a subject, beside P1, P2 and so on. */
export const PLACE = "";

let lastSaid = 0;

/** The control as it stands now. */
export function control() {
  return draftInHand().control;
}

/** The persons found so far. */
export function persons() {
  return control().persons ?? [];
}

/** The person of a reference. @param {string} ref */
export function personOf(ref) {
  return persons().find((person) => person.ref === ref);
}

/** How a person is called on the screen: the reference, and the name if it is known. @param {string} ref */
export function called(ref) {
  const name = personOf(ref)?.name;
  return name ? `${ref} ${name}` : ref;
}

/** The answers of the workplace or of a person. @param {string} ref */
export function answersOf(ref) {
  return (ref === PLACE ? control().answers : personOf(ref)?.answers) ?? {};
}

/** The answers that the rules read for a subject: the workplace's, and the person's. @param {string} ref @returns {AnswersRead} */
export function answersRead(ref) {
  return [answersOf(PLACE), ref === PLACE ? null : answersOf(ref)];
}

/**
 * Keep a value, null taking it out, and tell when it is safe; what was not kept is said at once, and aloud.
 * @param {string[]} path @param {unknown} value
 */
export async function put(path, value) {
  try {
    await draftInHand().set(path, value ?? undefined);
  } catch (fault) {
    say(t("kept.fault", { code: /** @type {Caught} */ (fault).code ?? "" }));
    document.dispatchEvent(new CustomEvent("not-kept", { detail: fault }));
    return;
  }
  const shown = document.getElementById("kept");
  if (shown) shown.textContent = t("kept.at", { time: clock() });
  if (Date.now() - lastSaid > 15_000) {
    lastSaid = Date.now();
    say(t("kept.spoken"));
  }
}

/**
 * Keep an answer to a guarded question, which may be closed now. Errors: {Fault} sensitive_locked where it must be opened once.
 * @param {string} ref @param {string} question @param {Answer} value
 */
export function answerGuarded(ref, question, value) {
  return draftInHand().slip([...subject(ref), "answers", question], value);
}

/** Keep an answer; null takes it back. @param {string} ref @param {string} question @param {Answer} value */
export function answer(ref, question, value) {
  return put([...subject(ref), "answers", question], value);
}

/**
 * Keep a field of a person, such as the name.
 * @param {string} ref @param {Exclude<keyof Person, "ref" | "answers">} name @param {string|boolean|null} value
 */
export function putPerson(ref, name, value) {
  return put([...subject(ref), name], value);
}

/** @param {string} ref */
function subject(ref) {
  return ref === PLACE ? [] : ["persons", ref];
}

/** The entries of a list of the control, such as `seen` or `steps`. @template {ListName} L @param {L} list */
export function entries(list) {
  return /** @type {Lists[L]} */ (control()[list] ?? []);
}

/**
 * Add an entry to a list of the control; gives its place in the list.
 * @template {ListName} L @param {L} list @param {ItemOf<L>} entry
 */
export function append(list, entry) {
  const all = [...entries(list), entry];
  put([list], all);
  return all.length - 1;
}

/**
 * Change fields of one entry of a list.
 * @template {ListName} L @param {L} list @param {number} index @param {Partial<ItemOf<L>>} fields
 */
export function amend(list, index, fields) {
  return put([list], entries(list).map((entry, at) => (at === index ? { ...entry, ...fields } : entry)));
}

/** Take an entry out that was made by mistake. @param {ListName} list @param {number} index */
export function strike(list, index) {
  return put([list], [...entries(list)].filter((_, at) => at !== index));
}

/** The next free reference of a list: S1, H1, L1, R1, T1. @param {"seen"|"hearings"|"lookups"|"rooms"|"summaries"} list @param {string} letter */
export function nextRef(list, letter) {
  const used = entries(list).map((entry) => Number(entry.ref.slice(1)));
  return `${letter}${Math.max(0, ...used) + 1}`;
}
