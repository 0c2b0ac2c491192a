/**
 * One subject's card: the workplace's or a person's questions of every chapter, then what is guarded apart.
 * @module
 */
import { button, el } from "../dom.js";
import { answer, answersOf, called, PLACE } from "../filling.js";
import { labelOf, language, t } from "../texts.js";
import { question } from "./question.js";
import { EXTRAS } from "./extras.js";
import { repeatFrom } from "./repeat.js";
import { guarded } from "./guarded.js";
import { isAsked } from "../asking.js";

/** Chapters in which what stands beside the questions comes first: who was seen, and who somebody is. */
const FIRST = ["first_minutes", "persons"];

/**
 * Build the card.
 * @param {{ref: string, form: any, rules: any, chapters: HTMLElement}} how `chapters`: the strip that shows progress
 * @returns {{ref: string, element: HTMLElement, close: () => void, goTo: (section: string) => void, focusTitle: () => void,
 *            named: () => void, speak: () => void}}
 */
export function card({ ref, form, rules, chapters }) {
  const scope = ref === PLACE ? "workplace" : "person";
  const mine = form.questions.filter((one) => one.scope === scope);
  const title = el("h1", { class: "card-of", tabindex: "-1", text: ref === PLACE ? t("control.place_card") : called(ref) });
  const rows = new Map();
  const parts = form.sections.map(chapter).filter(Boolean);
  const locked = guarded({ ref, form, questions: mine.filter((one) => one.sensitive), make, drop, shown: refresh });
  const isUnsure = mine.some((one) => one.to_verify?.[language()]);
  const unsure = isUnsure && el("p", { class: "hint", text: t("question.to_verify") });
  const element = el("div", { class: "stack" }, title, parts.map((part) => part.element), locked.element, unsure);
  let waiting = false;

  function chapter(section) {
    const asked = mine.filter((one) => one.section === section.key && !one.sensitive);
    const extra = EXTRAS[`${section.key}.${scope}`]?.(ref) ?? [];
    if (!asked.length && !extra.length) return null;
    const heading = el("h2", { id: `s-${section.key}`, tabindex: "-1", text: labelOf(section.label) });
    const again = repeatFrom(ref, section.key, asked, (id, value) => rows.get(id).take(value));
    const first = FIRST.includes(section.key) ? 1 : 0;
    const [before, after] = [extra.slice(0, first), extra.slice(first)];
    const drawn = asked.map(make);
    return { key: section.key, asked, heading,
      element: el("section", { class: "chapter", "aria-labelledby": heading.id }, heading, again, before, drawn, after) };
  }

  function make(one) {
    const row = question({ question: one, rules: rules[one.id], ref, changed: (value) => changed(one, value) });
    rows.set(one.id, row);
    return row.element;
  }

  function drop(questions) {
    for (const one of questions) rows.delete(one.id);
  }

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
    const answers = [answersOf(PLACE), ref === PLACE ? null : answersOf(ref)];
    for (const row of rows.values()) row.refresh(...answers);
    for (const part of parts) progress(part, answers);
  }

  function progress(part, answers) {
    const asked = part.asked.filter((one) => isAsked(rules[one.id], ...answers));
    const given = asked.filter((one) => answers[ref === PLACE ? 0 : 1][one.id] != null).length;
    const words = asked.length ? `${given}/${asked.length}` : "";
    if (part.count.textContent !== words) part.count.textContent = words;
    part.chip.classList.toggle("full", asked.length > 0 && given === asked.length);
  }

  function goTo(section) {
    const heading = element.querySelector(`#s-${section}`);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }

  for (const part of parts) {
    part.count = el("small", { class: "count" });
    part.chip = button(part.heading.textContent, () => goTo(part.key), { kind: "tab" });
    part.chip.append(part.count);
  }
  const lockChip = button(t("guarded.title"), () => goTo("guarded"), { kind: "tab", icon: "lock" });
  chapters.replaceChildren(...parts.map((part) => part.chip), lockChip);
  refresh();
  const named = () => (title.textContent = called(ref));
  const speak = () => rows.forEach((row) => row.speak());
  return { ref, element, named, speak, close: locked.close, goTo, focusTitle: () => title.focus({ preventScroll: true }) };
}
