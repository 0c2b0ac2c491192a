/**
 * What one tap can record of a check: its ways, and papers of another person that would stand in, shown before they do.
 * @module
 */
import { button, el } from "../dom.js";
import { modelFor, record, stateOf, taken, takeOver } from "../checks.js";
import { labelOf, t } from "../texts.js";

/**
 * The ways of a check as buttons, for one person or for all whose cell is open.
 * @param {GridCheck} check @param {string[]} refs @param {Filled} filled
 * @param {(refs: string[]) => unknown} done what to draw anew
 */
export function wayButtons(check, refs, filled, done) {
  if (!refs.length) return el("p", { class: "hint", text: t("grid.none_open") });
  const all = refs.length > 1 ? ` · ${refs.join(", ")}` : "";
  return el("div", { class: "stack" }, check.ways.map((way) => button(`${wordsOf(way)}${all}`, () => {
    refs.forEach((ref) => record(check, way, ref, filled));
    done(refs);
  }, { icon: "check", kind: "wide way" })));
}

/** @param {Way} way */
function wordsOf(way) {
  return labelOf(way.label);
}

/**
 * What would be taken over for whom, read before the tap that takes it; nothing where nobody's papers were in order yet.
 * @param {GridCheck} check @param {string[]} refs @param {Filled} filled @param {(refs: string[]) => unknown} done
 */
export function copyOffer(check, refs, filled, done) {
  const from = check.copied && modelFor(check, refs[0], filled);
  if (!from) return null;
  const mine = refs.filter((ref) => ref !== from && taken(check, from, ref, filled).length);
  if (!mine.length) return null;
  const lines = taken(check, from, mine[0], filled).map(([one, value]) =>
    el("li", {}, `${labelOf(one.label)} `, el("strong", { text: said(one, value) })));
  return el("div", { class: "copy stack" }, el("p", { text: t("grid.copy_shown", { of: from }) }), el("ul", {}, lines),
    el("p", { class: "hint", text: t("grid.copy_not") }),
    button(t("grid.copy", { of: from, who: mine.join(", ") }), () => {
      mine.forEach((ref) => takeOver(check, from, ref, filled));
      done(mine);
    }, { icon: "copy", kind: "wide" }));
}

/** An answer in words. @param {Question} one @param {Answer} value */
export function said(one, value) {
  if (typeof value === "boolean") return t(value ? "word.yes" : "word.no");
  const keys = [value].flat().map(String);
  return keys.map((key) => labelOf(one.choices.find((made) => made.key === key)?.label) || key).join(", ");
}

/** The persons among these whose check nobody has touched. @param {GridCheck} check @param {string[]} refs @param {Filled} filled */
export function stillOpen(check, refs, filled) {
  return refs.filter((ref) => stateOf(check, ref, filled).kind === "open");
}
