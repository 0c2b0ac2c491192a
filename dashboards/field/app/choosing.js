/**
 * The two choices that many screens share: yes or no, and one of a list.
 * @module
 */
import { chips, el } from "./dom.js";
import { t } from "./texts.js";

/** Two large buttons; `value` is true, false or null. */
export function yesNo(legend, value, changed) {
  const choices = [{ key: true, label: t("word.yes") }, { key: false, label: t("word.no") }];
  return chips(legend, choices, value ?? null, changed, { kind: "two" });
}

/**
 * A list to choose one from.
 * @param {Array<[string, string]>} options value and words; an empty value stands for nothing chosen
 * @param {string|null|undefined} chosen
 * @param {(value: string|null) => any} [changed]
 */
export function select(options, chosen, changed = () => {}) {
  const pick = el("select", {}, options.map(([value, text]) => el("option", { value, text })));
  pick.value = chosen ?? "";
  pick.addEventListener("change", () => changed(pick.value || null));
  return pick;
}
