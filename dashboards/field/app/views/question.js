/**
 * One question: its words, the input of its kind, and below it what the answer calls for.
 * @module
 */
import { desk } from "../desk.js";
import { button, el, freshId } from "../dom.js";
import { isAllowed, isAsked, needed } from "../asking.js";
import { answersOf, control, PLACE } from "../filling.js";
import { labelOf, t } from "../texts.js";
import { INPUTS } from "./inputs.js";
import { stopCard } from "./stop.js";
import { forWorker } from "./worker.js";

/**
 * Build a question.
 * @param {{question: Question, rules: Rules|undefined, ref: string, changed: (value: Answer) => void}} how
 * @returns {{element: HTMLElement, refresh: (place: Answers, person: Answers|null) => void, show: (value: Answer) => void,
 *            speak: () => Promise<void>}} `show`: a value that came from elsewhere; `speak`: show it in the language that its
 *            person speaks by now
 */
export function question({ question: one, rules, ref, changed }) {
  const stop = one.stops && stopCard(one.stops);
  const below = el("div", { class: "below" });
  const said = el("p", { class: "fault", role: "alert" });
  const input = INPUTS[one.kind](one, labelOf(one.label) + (one.required ? " *" : ""), answersOf(ref)[one.id], changed);
  const hint = labelOf(one.hint);
  const described = el("p", { class: "hint", id: freshId("h"), text: hint });
  if (hint) describable(input.element)?.setAttribute("aria-describedby", described.id);
  const worker = forWorker(one, ref);
  const element = el("div", { class: `question ${one.kind}`, data: { question: one.id } },
    input.element, hint && described, worker.element, said, stop, below);
  let wanted = "";

  /** @param {Answers} place @param {Answers|null} person */
  function refresh(place, person) {
    const isOn = isAsked(rules, place, person);
    if (element.hidden === isOn) element.hidden = !isOn;
    if (stop) stop.hidden = (ref === PLACE ? place : person)?.[one.id] !== true;
    if (!rules) return;
    const value = (ref === PLACE ? place : person)?.[one.id];
    const refusal = labelOf(one.constraint_message) || t("question.not_possible");
    const words = isAllowed(rules, value, place, person) ? "" : refusal;
    if (said.textContent !== words) said.textContent = words;
    const open = isOn ? needed(one, rules, ref, place, person) : [];
    const key = open.map((need) => need.kind).join();
    if (key !== wanted) below.replaceChildren(...open.map((need) => call(need, one, ref)));
    wanted = key;
  }

  return { element, refresh, show: input.put, speak: worker.speak };
}

/** @param {Need} need @param {Question} one @param {string} ref */
function call(need, one, ref) {
  const words = labelOf(need.label) || t(`question.needs_${need.kind}`);
  const open = () => desk.go(need.kind, { draft: control().control_id, ref, question: one.id, section: one.section });
  return el("p", { class: "needs" }, el("span", { text: words }),
    button(t(`question.add_${need.kind}`), open, { icon: need.kind === "photo" ? "camera" : "pen" }));
}

/** A group of choices is described as a whole, any other input itself. @param {HTMLElement} element */
function describable(element) {
  return element.tagName === "FIELDSET" ? element : element.querySelector("input, textarea");
}
