/**
 * One subject's card: the workplace's or a person's questions of every chapter, then what is guarded apart.
 * @module
 */
import { button, el } from "../dom.js";
import { answer, answersOf, answersRead, called, PLACE } from "../filling.js";
import { labelOf, language, t } from "../texts.js";
import { question } from "./question.js";
import { EXTRAS } from "./extras.js";
import { repeatFrom } from "./repeat.js";
import { guarded } from "./guarded.js";
import { isAsked } from "../asking.js";

/** Chapters in which what stands beside the questions comes first: who was seen, who somebody is, why a room was entered. */
const FIRST = ["first_minutes", "persons", "safety_lodging"];

/**
 * Build the card.
 * @param {{ref: string, form: Form, rules: RulesByQuestion, chapters: HTMLElement}} how `chapters`: the strip that shows progress
 * @returns {{ref: string, element: HTMLElement, close: () => void, goTo: (section: string) => void, focusTitle: () => void,
 *            named: () => void, speak: () => void}}
 */
export function card({ ref, form, rules, chapters }) {
  const scope = ref === PLACE ? "workplace" : "person";
  const mine = form.questions.filter((one) => one.scope === scope);
  const title = el("h1", { class: "card-of", tabindex: "-1", text: ref === PLACE ? t("control.place_card") : called(ref) });
  /** @type {Map<string, ReturnType<typeof question>>} */
  const rows = new Map();
  const parts = form.sections.map(chapter).filter((part) => part !== null);
  const locked = guarded({ ref, form, questions: mine.filter((one) => one.sensitive), make, drop, shown: refresh });
  const isUnsure = mine.some((one) => one.to_verify?.[language()]);
  const unsure = isUnsure && el("p", { class: "hint", text: t("question.to_verify") });
  const element = el("div", { class: "stack" }, title, parts.map((part) => part.element), locked.element, unsure);
  let waiting = false;

  /** @param {Section} section */
  function chapter(section) {
    const asked = mine.filter((one) => one.section === section.key && !one.sensitive);
    const extra = EXTRAS[`${section.key}.${scope}`]?.(ref) ?? [];
    if (!asked.length && !extra.length) return null;
    const heading = el("h2", { id: `s-${section.key}`, tabindex: "-1", text: labelOf(section.label) });
    const again = repeatFrom(ref, section.key, asked, (id, value) => rows.get(id)?.take(value));
    const first = FIRST.includes(section.key) ? 1 : 0;
    const [before, after] = [extra.slice(0, first), extra.slice(first)];
    const drawn = asked.map(make);
    const count = el("small", { class: "count" });
    const chip = button(heading.textContent, () => goTo(section.key), { kind: "tab" });
    chip.append(count);
    return { key: section.key, asked, count, chip,
      element: el("section", { class: "chapter", "aria-labelledby": heading.id }, heading, again, before, drawn, after) };
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
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => setTimeout(() => {
      waiting = false;
      refresh();
    }));
  }

  /** After the next paint: what an answer makes appear may come a moment later than the letter that was typed. */
  function refresh() {
    const answers = answersRead(ref);
    for (const row of rows.values()) row.refresh(...answers);
    for (const part of parts) progress(part, answers);
  }

  /** @param {NonNullable<ReturnType<typeof chapter>>} part @param {AnswersRead} answers */
  function progress(part, answers) {
    const asked = part.asked.filter((one) => isAsked(rules[one.id], ...answers));
    const given = asked.filter((one) => answersOf(ref)[one.id] != null).length;
    const words = asked.length ? `${given}/${asked.length}` : "";
    if (part.count.textContent !== words) part.count.textContent = words;
    part.chip.classList.toggle("full", asked.length > 0 && given === asked.length);
  }

  /** @param {string} section */
  function goTo(section) {
    /** @type {HTMLElement|null} */
    const heading = element.querySelector(`#s-${section}`);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }

  const lockChip = button(t("guarded.title"), () => goTo("guarded"), { kind: "tab", icon: "lock" });
  chapters.replaceChildren(...parts.map((part) => part.chip), lockChip);
  refresh();
  const named = () => (title.textContent = called(ref));
  const speak = () => rows.forEach((row) => row.speak());
  return { ref, element, named, speak, close: locked.close, goTo, focusTitle: () => title.focus({ preventScroll: true }) };
}
