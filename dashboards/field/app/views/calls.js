/**
 * A line for each number: the tap that dials notes the call, and under it the last call says when, and asks how it ended.
 * @module
 */
import { button, el, field, icon, say } from "../dom.js";
import { callsTo, dialled, ended, ring } from "../calls.js";
import { amend } from "../filling.js";
import { clock } from "../moments.js";
import { labelOf, t } from "../texts.js";

/** @typedef {import("../calls.js").Numbered} Numbered */

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
