/**
 * How many are at work: one tap, whose minute is kept; afterwards the count, and who was seen to run away or to hide.
 * @module
 */
import { button, el } from "../dom.js";
import { answersOf, entries, PLACE, put } from "../filling.js";
import { clock } from "../moments.js";
import { t } from "../texts.js";
import { seenNow } from "./seen.js";

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

/** Keep the count, and the minute of the first one. @param {number} n */
export function keepCount(n) {
  put(["answers", "fm_head_count"], n);
  if (answersOf(PLACE).fm_first_seen_at == null) put(["answers", "fm_first_seen_at"], clock());
}

/** The pad while nobody has counted, then the count with what one tap adds to it. */
export function headCount() {
  const box = el("div", { class: "stack" });

  /** @param {number} n */
  function counted(n) {
    keepCount(n);
    draw();
  }

  function draw() {
    const n = answersOf(PLACE).fm_head_count;
    box.replaceChildren(...(n == null ? asked() : shown(Number(n))));
  }

  function asked() {
    return [el("h2", { text: t("count.title") }), countPad(counted)];
  }

  /** @param {number} n */
  function shown(n) {
    const label = t("count.seen");
    /** @param {number} by @param {string} sign @param {string} name */
    const step = (by, sign, name) => button(sign, () => counted(Math.max(0, n + by)), { kind: "key", name });
    const said = entries("seen").map((one) => `${one.ref} ${one.at ?? ""} ${t(`seen.${one.state}`)}`).join(" · ");
    return [
      el("div", { class: "counted" }, el("p", {}, el("strong", { text: String(n) }), ` ${label}`),
        step(-1, "−", t("input.less", { label })), step(1, "+", t("input.more", { label }))),
      el("div", { class: "three" }, seenNow(draw)),
      el("p", { class: "hint", text: said }),
    ];
  }

  draw();
  return box;
}
