/**
 * The place's own rows in the grid: what one tap says of it, and the way to what differs.
 * @module
 */
import { checksOf, record, stateOf } from "../checks.js";
import { button, el, say } from "../dom.js";
import { PLACE } from "../filling.js";
import { labelOf, t } from "../texts.js";
import { wordsOf } from "./cell.js";

/**
 * The rows, and the way to the whole card of the place.
 * @param {Filled} filled @param {(section?: string) => unknown} open
 */
export function placeRows(filled, open) {
  const rows = checksOf(filled.form, PLACE).map((check) => row(check, filled, open));
  return el("section", {}, el("h2", { text: t("control.place") }), el("ul", { class: "lines" }, rows),
    button(t("control.place_open"), () => open(), { icon: "place", kind: "wide", name: t("control.place") }));
}

/** @param {GridCheck} check @param {Filled} filled @param {(section: string) => unknown} open */
function row(check, filled, open) {
  const how = el("span", { class: "hint" });
  const acts = el("span", { class: "acts" });
  const label = labelOf(check.label);

  function draw() {
    const state = stateOf(check, PLACE, filled);
    const isOpen = state.kind === "open";
    how.textContent = isOpen ? labelOf(check.ways[0].label) : wordsOf(state, PLACE);
    const order = button(t("grid.in_order_do"), inOrder, { icon: "check", name: `${t("grid.in_order_do")}: ${label}` });
    const words = t(isOpen ? "grid.other" : "grid.change");
    const other = button(words, () => open(check.section), { name: `${words}: ${label}` });
    acts.replaceChildren(...(isOpen ? [order] : []), other);
  }

  function inOrder() {
    record(check, check.ways[0], PLACE, filled);
    draw();
    say(t("grid.recorded", { check: label, who: t("control.place") }));
  }

  draw();
  return el("li", {}, el("span", {}, label, how), acts);
}
