/**
 * How a check stands, in the few signs of a cell and in words.
 * @module
 */
import { clock } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { said } from "./ways.js";
import { answersOf } from "../filling.js";

/** What a cell shows. @param {CheckState} state */
export function signOf(state) {
  if (state.kind === "order") return labelOf(state.way?.short) || "✓";
  if (state.kind === "copied") return `= ${state.mark?.of ?? "–"}`;
  return t(`grid.${state.kind}`, { n: state.n });
}

/** What is read aloud, and what stands on the line of a closed chapter. @param {CheckState} state @param {string} ref */
export function wordsOf(state, ref) {
  const at = state.mark ? `, ${clock(state.mark.at)}` : "";
  if (state.kind === "differs" && state.off) {
    return `${t("grid.differs")} · ${labelOf(state.off.label)} ${said(state.off, answersOf(ref)[state.off.id])}`;
  }
  if (state.kind === "order") return `${labelOf(state.way?.short) || t("grid.in_order")}${at}`;
  return `${signOf(state)}${at}`;
}
