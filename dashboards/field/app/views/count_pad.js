/**
 * How many are at work: one tap, whose minute is kept.
 * @module
 */
import { button, el } from "../dom.js";
import { t } from "../texts.js";

const MOST = 11;

/**
 * Twelve keys; the last one stands for more, which are counted on afterwards.
 * @param {(count: number) => unknown} tapped
 */
export function countPad(tapped) {
  const numbers = Array.from({ length: MOST }, (_, at) => at + 1);
  /** @param {number} n @param {string} words */
  const key = (n, words) => button(words, () => tapped(n), { kind: "count", name: t("count.at_work", { n: words }) });
  return el("div", { class: "count-pad" }, numbers.map((n) => key(n, String(n))), key(MOST + 1, t("count.more", { n: MOST + 1 })));
}
