/**
 * A line for each number: the tap that dials notes the call, and under it the last call says when, and asks how it ended.
 * @module
 */
import { areaOf, callsTo, dialled, ended, numbersOf, ring } from "../calls.js";
import { desk } from "../desk.js";
import { button, el, field, icon, say } from "../dom.js";
import { amend } from "../filling.js";
import { clock } from "../moments.js";
import { labelOf, t } from "../texts.js";

/** @typedef {import("../calls.js").Numbered} Numbered */

const EMERGENCY = "local_police";

/**
 * A link that dials and notes the call.
 * @param {CardStep} step @param {DutyNumber} one @param {Child[]} inside @param {string} kind
 * @param {() => unknown} noted  called when the call was noted
 * @param {boolean} isNoted  false where there is no control to note it in
 */
export function dial(step, one, inside, kind, noted, isNoted = true) {
  const rung = () => {
    if (!isNoted) return;
    ring(step, one);
    say(t("calls.rung", { time: clock() }));
    noted();
  };
  return el("a", { class: kind, href: dialled(one.number), "aria-label": `${labelOf(step.label)}: ${labelOf(one.label)} ${one.number}`,
    onclick: rung }, inside);
}

/** A step's number as a line of the panel. @param {CardStep} step @param {DutyNumber} one @param {() => unknown} changed */
export function callLine(step, one, changed) {
  const state = el("span", { class: "hint block" });
  const after = el("div", { class: "after-call" });
  const words = [labelOf(one.label), labelOf(one.hours), one.to_verify && t("steps.to_verify")].filter(Boolean).join(" · ");
  const link = dial(step, one, [icon("phone"), el("span", { text: one.number })], "button tel", () => { draw(); changed(); });
  const draw = () => {
    const last = callsTo(step, one.number).at(-1);
    state.textContent = last ? t(`calls.${last.outcome}`, { time: clock(last.at) }) : t("calls.not_yet");
    after.replaceChildren(...(last ? following(last, () => { draw(); changed(); }) : []));
  };
  draw();
  const element = el("li", { data: { step: step.key } },
    el("div", { class: "line" }, el("span", { class: "who" }, labelOf(step.label), el("span", { class: "hint block", text: words }), state), link), after);
  return { element, draw };
}

/** A step that nobody is known to answer: whom to ask instead. @param {CardStep} step */
export function noNumber(step) {
  return el("li", { data: { step: step.key } }, el("span", {}, labelOf(step.label), el("span", { class: "hint block", text: t("calls.ask_first") })));
}

/** @param {Numbered} last @param {() => unknown} drawn */
function following(last, drawn) {
  if (last.outcome === "rung") {
    const ends = /** @type {const} */ (["reached", "no_answer"]);
    return [el("div", { class: "chips two" }, ends.map((outcome) => button(t(`calls.was_${outcome}`), () => {
      ended(last.index, outcome);
      drawn();
    }, { name: `${t(`calls.was_${outcome}`)}: ${last.who}` })))];
  }
  if (last.outcome !== "reached") return [];
  const note = el("textarea", { rows: "2", maxlength: "10000", value: last.note ?? "" });
  note.addEventListener("input", () => amend("steps", last.index, { note: note.value }));
  return [field(t("steps.note"), note)];
}

/** Whom to ring: a line for each number of the card; `atHand` are the emergency number and the first of them, for the thumb. */
export function callPanel() {
  const area = areaOf();
  const steps = (desk.package?.card?.steps ?? []).filter((step) => step.role);
  const emergency = steps.find((step) => step.role === EMERGENCY);
  const listed = steps.filter((step) => step !== emergency);
  /** @type {(() => void)[]} */
  const draws = [];
  const drawn = () => draws.forEach((draw) => draw());
  /** @param {CardStep} step @returns {HTMLElement[]} */
  const linesOf = (step) => {
    const made = numbersOf(step, area).map((one) => callLine(step, one, () => {}));
    draws.push(...made.map((line) => line.draw));
    return made.length ? made.map((line) => line.element) : [noNumber(step)];
  };
  const all = listed.map(linesOf);
  const urgent = emergency ? numbersOf(emergency, area)[0] : null;
  const lines = el("ul", { class: "lines" }, all.flat(), emergency && urgent && linesOf(emergency));
  const first = listed.flatMap((step) => numbersOf(step, area).map((one) => ({ step, one })))[0];
  /** @param {CardStep} step @param {DutyNumber} one @param {string} words @param {string} kind */
  const below = (step, one, words, kind) => dial(step, one, [icon("phone"), el("span", { text: words })], kind, drawn);
  const element = el("section", { class: "stack", id: "calls" }, el("h2", { text: t("calls.title") }),
    el("p", { class: "hint", text: t("calls.why") }), lines);
  const atHand = [emergency && urgent && below(emergency, urgent, urgent.number, "button"),
    first && below(first.step, first.one, first.one.number, "button main")];
  return { element, atHand: atHand.filter((one) => one instanceof HTMLElement) };
}
