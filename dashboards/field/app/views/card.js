/**
 * One subject's card: what a person says in a word each, then the chapters, closed until something differs in one or
 * somebody opens it, then what is guarded apart. A closed chapter is not built: its line says what is in it.
 * @module
 */
import { isAllowed, isAsked, needed, readersOf } from "../asking.js";
import { checkOfSection, questionsOf, stateOf, unmark } from "../checks.js";
import { el } from "../dom.js";
import { answer, answersOf, answersRead, called, PLACE } from "../filling.js";
import { labelOf, language, t } from "../texts.js";
import { wordsOf } from "./cell.js";
import { question } from "./question.js";
import { EXTRAS } from "./extras.js";
import { guarded } from "./guarded.js";
import { copyOffer, wayButtons } from "./ways.js";
import { ownWords } from "./words.js";

/** @typedef {{key: string, asked: Question[], check: GridCheck|undefined, line: HTMLElement, element: HTMLElement, isBuilt: boolean,
 *             build: () => void, offered: () => void}} Part */

/** Chapters in which what stands beside the questions comes first: who was seen, who somebody is, why a room was entered. */
const FIRST = ["first_minutes", "persons", "safety_lodging"];

/**
 * Build the card.
 * @param {{ref: string, filled: Filled}} how
 * @returns {{ref: string, element: HTMLElement, close: () => void, goTo: (section: string, question?: string) => void,
 *            focusTitle: () => void, named: () => void, speak: () => void}}
 */
export function card({ ref, filled }) {
  const { form, rules, reads } = filled;
  const scope = ref === PLACE ? "workplace" : "person";
  const mine = form.questions.filter((one) => one.scope === scope);
  const title = el("h1", { class: "card-of", tabindex: "-1", text: ref === PLACE ? t("control.place_card") : called(ref) });
  /** @type {Map<string, ReturnType<typeof question>>} */
  const rows = new Map();
  /** @type {Set<string>|null} questions that an answer touched since the last paint; null: any may be */
  let touched = new Set();
  let waiting = false;
  const parts = form.sections.map(chapter).filter((part) => part !== null);
  const talk = ownWords(ref, filled, { changed: (check) => recorded(check), open: goTo });
  const locked = guarded({ ref, form, questions: mine.filter((one) => one.sensitive), make, drop, shown: () => refresh(null) });
  const isUnsure = mine.some((one) => one.to_verify?.[language()]);
  const unsure = isUnsure && el("p", { class: "hint", text: t("question.to_verify") });
  const element = el("div", { class: "stack" }, title, talk.element, parts.map((part) => part.element), locked.element, unsure);

  /** @param {Section} section @returns {Part|null} */
  function chapter(section) {
    const asked = mine.filter((one) => one.section === section.key && !one.sensitive);
    const extra = EXTRAS[`${section.key}.${scope}`];
    if (!asked.length && !extra) return null;
    const line = el("small", { class: "line" });
    const heading = el("h2", { id: `s-${section.key}`, tabindex: "-1" }, el("span", { text: labelOf(section.label) }), line);
    const box = el("details", { class: "chapter", "aria-labelledby": heading.id }, el("summary", {}, heading));
    const check = scope === "person" ? checkOfSection(form, section.key) : undefined;
    const offer = el("div", { class: "offer" });
    const part = { key: section.key, asked, check, line, element: box, isBuilt: false, build, offered };
    box.addEventListener("toggle", () => box.open && build());

    /** What is in it comes with the first opening. */
    function build() {
      box.open = true;
      if (part.isBuilt) return;
      part.isBuilt = true;
      const beside = extra?.(ref) ?? [];
      const first = FIRST.includes(section.key) ? 1 : 0;
      offered();
      box.append(offer, ...beside.slice(0, first), ...asked.map(make), ...beside.slice(first));
      box.dataset.built = "1";
      show(asked.map((one) => one.id));
    }

    /** What one tap can record here, while nothing differs. */
    function offered() {
      offer.replaceChildren();
      if (check && check.ground !== "told" && ["open", "partly"].includes(stateOf(check, ref, filled).kind)) {
        const copy = copyOffer(check, [ref], filled, () => recorded(check));
        offer.append(wayButtons(check, [ref], filled, () => recorded(check)), ...(copy ? [copy] : []));
      }
    }

    return part;
  }

  /** @param {Question} one */
  function make(one) {
    const row = question({ question: one, rules: rules[one.id], ref, changed: (value) => changed(one, value) });
    rows.set(one.id, row);
    return row.element;
  }

  /** @param {Question[]} questions */
  function drop(questions) {
    for (const one of questions) rows.delete(one.id);
  }

  /** @param {Question} one @param {Answer} value */
  function changed(one, value) {
    answer(ref, one.id, value);
    unmark(form, ref, one.id);
    touch(readersOf(reads, one.id));
  }

  /** After the next paint: what an answer makes appear may come a moment later than the letter that was typed. @param {string[]|null} ids */
  function touch(ids) {
    if (ids && touched) ids.forEach((id) => touched?.add(id));
    else touched = null;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => setTimeout(() => {
      waiting = false;
      const now = touched;
      touched = new Set();
      refresh(now);
    }));
  }

  /** A tap answered several: each shows what it holds now. @param {GridCheck} check */
  function recorded(check) {
    const ids = questionsOf(check, form).map((one) => one.id);
    ids.forEach((id) => rows.get(id)?.show(answersOf(ref)[id]));
    const all = ids.map((id) => readersOf(reads, id));
    refresh(all.includes(null) ? null : new Set(all.flatMap((some) => some ?? [])));
  }

  /** Draw what answers changed, and nothing else. @param {Set<string>|null} ids null: everything */
  function refresh(ids) {
    show(ids ? [...ids] : [...rows.keys()]);
    const hit = parts.filter((part) => !ids || part.asked.some((one) => ids.has(one.id)));
    hit.forEach(tell);
    if (hit.length) talk.draw();
  }

  /** @param {string[]} ids */
  function show(ids) {
    const read = answersRead(ref);
    for (const id of ids) rows.get(id)?.refresh(...read);
  }

  /** Say on its line what a chapter holds. @param {Part} part */
  function tell(part) {
    const words = lineOf(part);
    if (part.line.textContent !== words) part.line.textContent = words;
    if (part.isBuilt) part.offered();
  }

  /** @param {Part} part */
  function lineOf({ asked, check }) {
    const state = check && stateOf(check, ref, filled);
    if (state && !["open", "partly"].includes(state.kind)) return wordsOf(state, ref);
    const read = answersRead(ref);
    const there = asked.filter((one) => isAsked(rules[one.id], ...read));
    const given = there.filter((one) => answersOf(ref)[one.id] != null).length;
    return there.length ? t(given ? "card.given" : "card.not_asked", { n: given, of: there.length }) : "";
  }

  /** Whether something differs in a chapter, is impossible, or lacks its proof. @param {Part} part */
  function isOff({ asked, check }) {
    const [own, read] = [answersOf(ref), answersRead(ref)];
    if (check && stateOf(check, ref, filled).kind === "differs") return true;
    return asked.some((one) => own[one.id] != null && isAsked(rules[one.id], ...read) &&
      (!isAllowed(rules[one.id], own[one.id], ...read) || needed(one, rules[one.id], ref, ...read).length > 0));
  }

  /** @param {string} section @param {string} [asked] a question to show in it */
  function goTo(section, asked) {
    parts.find((part) => part.key === section)?.build();
    /** @type {HTMLElement|null} */
    const heading = element.querySelector(`#s-${section}`);
    const row = asked && element.querySelector(`[data-question="${asked}"]`);
    (row || heading)?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }

  parts.forEach(tell);
  parts.filter(isOff).forEach((part) => part.build());
  const named = () => (title.textContent = called(ref));
  const speak = () => rows.forEach((row) => row.speak());
  return { ref, element, named, speak, close: locked.close, goTo, focusTitle: () => title.focus({ preventScroll: true }) };
}
