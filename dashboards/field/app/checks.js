/**
 * The checks of the grid: how each stands for a person or for the place, and what one tap records. What nobody asked stays
 * without an answer, and what a person says is that person's own.
 * @module
 */
import { answer, answerGuarded, answersOf, answersRead, entries, PLACE, persons, put } from "./filling.js";
import { isAsked } from "./asking.js";
import { now } from "./moments.js";

/** The checks of a subject's kind. @param {Form} form @param {string} ref */
export function checksOf(form, ref) {
  const scope = ref === PLACE ? "workplace" : "person";
  return (form.checks ?? []).filter((one) => one.scope === scope);
}

/** The columns of the grid. @param {Form} form */
export function columns(form) {
  return (form.checks ?? []).filter((one) => one.column);
}

/** What each person says for themselves. @param {Form} form */
export function words(form) {
  return (form.checks ?? []).filter((one) => one.ground === "told");
}

/** The check that a chapter is about, if the grid has a column of it. @param {Form} form @param {string} section */
export function checkOfSection(form, section) {
  return columns(form).find((one) => one.section === section);
}

/** Whether what answers a check is guarded. @param {GridCheck} check @param {Form} form */
export function isGuarded(check, form) {
  const ids = claimed(check);
  return form.questions.some((one) => one.sensitive && ids.has(one.id));
}

/** The questions that any way of a check answers. @param {GridCheck} check */
function claimed(check) {
  return new Set(check.ways.flatMap((way) => Object.keys(way.answers)));
}

/** The questions by which a check stands: those of its ways, and of a column the others of its chapter. @param {GridCheck} check @param {Form} form */
export function questionsOf(check, form) {
  const own = claimed(check);
  const others = new Set((form.checks ?? []).filter((one) => one !== check).flatMap((one) => [...claimed(one)]));
  /** @param {Question} one */
  const isOfChapter = (one) => one.section === check.section && one.scope === check.scope && !one.sensitive && !others.has(one.id);
  return form.questions.filter((one) => own.has(one.id) || (check.column && isOfChapter(one)));
}

/** The mark of a check, if one tap closed it. @param {string} ref @param {string} check */
export function markOf(ref, check) {
  return entries("marks").find((one) => one.check === check && (one.person ?? PLACE) === ref);
}

/**
 * Tell how a check stands; of a guarded one only whether it was asked.
 * @param {GridCheck} check @param {string} ref @param {Filled} filled
 * @returns {CheckState}
 */
export function stateOf(check, ref, { form, rules }) {
  const mark = markOf(ref, check.key);
  if (isGuarded(check, form)) return { kind: mark ? "asked" : "open", mark };
  const [own, read] = [answersOf(ref), answersRead(ref)];
  const given = questionsOf(check, form).filter((one) => own[one.id] != null && isAsked(rules[one.id], ...read));
  if (!given.length) return { kind: "open" };
  const off = given.find((one) => isOff(check, one, own[one.id]));
  if (off) return { kind: "differs", mark, off };
  if (mark?.kind === "as_person") return { kind: "copied", mark };
  /** @param {Way} way */
  const isWhole = (way) => Object.entries(way.answers).every(([id, value]) => isSame(value, own[id]) || !isAsked(rules[id], ...read));
  const way = check.ways.find((one) => isTouched(one, own) && isWhole(one));
  return way ? { kind: "order", mark, way } : { kind: "partly", mark, n: given.length };
}

/** @param {GridCheck} check @param {Question} one @param {Answer} value */
function isOff(check, one, value) {
  const said = [value].flat().map(String);
  if ((one.points ?? []).some((answer) => said.includes(answer))) return true;
  const ways = check.ways.filter((way) => one.id in way.answers);
  return ways.length > 0 && !ways.some((way) => isSame(way.answers[one.id], value));
}

/** @param {Way} way @param {Answers} own */
function isTouched(way, own) {
  return Object.entries(way.answers).some(([id, value]) => own[id] != null && isSame(value, own[id]));
}

/** @param {Answer} one @param {Answer} other */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other ?? null);
}

/**
 * Record that a check is in order: the answers of one of its ways to the questions that are asked and still open.
 * @param {GridCheck} check @param {Way} way @param {string} ref @param {Filled} filled
 * @returns {Promise<unknown>} when it is kept
 * @throws {Fault} sensitive_locked where a guarded part of before must be opened first: nothing is recorded then
 */
export async function record(check, way, ref, filled) {
  const isClosed = isGuarded(check, filled.form);
  const said = open(way, ref, filled);
  if (isClosed) await Promise.all(said.map(([id, value]) => answerGuarded(ref, id, value)));
  else said.forEach(([id, value]) => answer(ref, id, value));
  return mark(ref, check, isClosed ? { kind: "asked" } : { kind: "in_order", way: way.key });
}

/** @param {Way} way @param {string} ref @param {Filled} filled @returns {[string, Answer][]} */
function open(way, ref, { rules }) {
  const [place, person] = answersRead(ref);
  const own = answersOf(ref);
  const then = { ...way.answers, ...own };
  /** @type {AnswersRead} */
  const read = ref === PLACE ? [then, null] : [place, { ...person, ...then }];
  return Object.entries(way.answers).filter(([id]) => own[id] == null && isAsked(rules[id], ...read));
}

/** Note that a guarded check was asked: what was said stands in the guarded part alone. @param {GridCheck} check @param {string} ref */
export function noteAsked(check, ref) {
  return mark(ref, check, { kind: "asked" });
}

/**
 * What would be taken over from another person's papers: what is asked of this one too and not answered yet.
 * @param {GridCheck} check @param {string} from @param {string} ref @param {Filled} filled
 * @returns {[Question, Answer][]}
 */
export function taken(check, from, ref, { form, rules }) {
  if (!check.copied) return [];
  const [theirs, own, [place, person]] = [answersOf(from), answersOf(ref), answersRead(ref)];
  const shown = questionsOf(check, form).filter((one) => one.repeats && !one.sensitive && theirs[one.id] != null);
  const then = { ...person, ...Object.fromEntries(shown.map((one) => [one.id, theirs[one.id]])), ...own };
  return shown.filter((one) => own[one.id] == null && isAsked(rules[one.id], place, then)).map((one) => [one, theirs[one.id]]);
}

/** The first person whose papers were shown and in order, other than this one. @param {GridCheck} check @param {string} ref @param {Filled} filled */
export function modelFor(check, ref, filled) {
  return persons().map((one) => one.ref).find((one) => one !== ref && stateOf(check, one, filled).kind === "order");
}

/** Take over what was shown. @param {GridCheck} check @param {string} from @param {string} ref @param {Filled} filled */
export function takeOver(check, from, ref, filled) {
  const said = taken(check, from, ref, filled);
  said.forEach(([one, value]) => answer(ref, one.id, value));
  return said.length ? mark(ref, check, { kind: "as_person", of: from }) : undefined;
}

/** Take back what a tap recorded, where nobody has changed it since, with its mark. @param {GridCheck} check @param {string} ref */
export function clear(check, ref) {
  const known = markOf(ref, check.key);
  const way = check.ways.find((one) => one.key === known?.way) ?? check.ways[0];
  for (const [id, value] of Object.entries(way.answers)) if (isSame(value, answersOf(ref)[id])) answer(ref, id, null);
  return putMarks(others(ref, check.key));
}

/**
 * An answer given by itself is no more the one that a tap recorded: the mark of its check goes.
 * @param {Form} form @param {string} ref @param {string} question
 */
export function unmark(form, ref, question) {
  for (const one of checksOf(form, ref)) {
    if (markOf(ref, one.key)?.kind === "asked" || !claimed(one).has(question)) continue;
    if (markOf(ref, one.key)) putMarks(others(ref, one.key));
  }
}

/** @param {string} ref @param {GridCheck} check @param {Pick<Mark, "kind"|"way"|"of">} how */
function mark(ref, check, how) {
  return putMarks([...others(ref, check.key), { person: ref || null, check: check.key, ...how, at: now() }]);
}

/** @param {string} ref @param {string} check */
function others(ref, check) {
  return entries("marks").filter((one) => one.check !== check || (one.person ?? PLACE) !== ref);
}

/** @param {Mark[]} marks */
function putMarks(marks) {
  return put(["marks"], marks);
}
