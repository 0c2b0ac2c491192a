/**
 * The two choices that many screens share: yes or no, and one of a list.
 * @module
 */
import { chips, el } from "./dom.js";
import { t } from "./texts.js";

/** Two large buttons. @param {string} legend @param {boolean|null|undefined} value @param {(value: boolean|null) => unknown} changed */
export function yesNo(legend, value, changed) {
  const choices = [{ key: true, label: t("word.yes") }, { key: false, label: t("word.no") }];
  return chips(legend, choices, value ?? null, changed, { kind: "two" });
}

/**
 * A list to choose one from.
 * @param {string[][]} options value and words of each; an empty value stands for nothing chosen
 * @param {string|null} [chosen] @param {(value: string|null) => unknown} [changed]
 */
export function select(options, chosen, changed = () => {}) {
  const pick = el("select", {}, options.map(([value, text]) => el("option", { value, text })));
  pick.value = chosen ?? "";
  pick.addEventListener("change", () => changed(pick.value || null));
  return pick;
}
