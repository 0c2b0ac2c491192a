/**
 * Calls that note themselves: the tap that dials keeps who was rung and the minute, and one more tap says how it ended.
 * A call stands among the steps of the control, so that it leaves and is read as any call of the card.
 * @module
 */
import { desk } from "./desk.js";
import { isGood } from "./duty.js";
import { amend, append, control, entries } from "./filling.js";
import { now } from "./moments.js";
import { labelOf } from "./texts.js";

/** A step that was taken, with its place in the list. @typedef {StepTaken & {index: number}} Numbered */

const DIALLED = /[^+\d]/g;

/** The area whose numbers count: the mission's, else that of the place named when the control began; null without either. */
export function areaOf() {
  if (!desk.draft) return null;
  return desk.draft.meta.mission?.area ?? desk.package?.places.find((place) => place.key === control().place)?.area ?? null;
}

/** The numbers of a step that answer now. @param {CardStep} step @param {string|null} area */
export function numbersOf(step, area) {
  return (desk.package?.duty?.[area ?? ""] ?? []).filter((one) => step.role && one.role === step.role && isGood(one));
}

/** What a telephone dials. @param {string} number */
export function dialled(number) {
  return `tel:${number.replace(DIALLED, "")}`;
}

/** Note that a number is being rung. @param {CardStep} step @param {DutyNumber} one */
export function ring(step, one) {
  return append("steps", { step: step.key, at: now(), outcome: "rung", who: labelOf(one.label).slice(0, 200), number: one.number, note: "" });
}

/** Say how a call ended. @param {number} index its place among the steps @param {"reached"|"no_answer"} outcome */
export function ended(index, outcome) {
  return amend("steps", index, { outcome });
}

/** The calls of a step to one number, the latest last. @param {CardStep} step @param {string} number @returns {Numbered[]} */
export function callsTo(step, number) {
  return entries("steps").map((one, index) => ({ ...one, index })).filter((one) => one.step === step.key && one.number === number);
}
