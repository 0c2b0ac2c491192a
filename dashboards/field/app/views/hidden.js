/**
 * What stands there after the hiding button: the time and an ordinary list. Nothing says what the page is for; a tap on
 * the time leads back to the PIN.
 * @module
 */
import { desk } from "../desk.js";
import { add, el } from "../dom.js";
import { clock, dayWords, day } from "../moments.js";
import { t } from "../texts.js";

/** Show the clock and the list until somebody taps the time. @param {HTMLElement} page */
export function show(page) {
  const time = el("button", { type: "button", class: "wall-clock", text: clock(), onclick: () => desk.go("unlock") });
  /** @param {number} n */
  const item = (n) => el("label", {}, el("input", { type: "checkbox" }), t(`hidden.item_${n}`));
  const items = [1, 2, 3, 4].map((n) => el("li", {}, item(n)));
  add(page, 
    el("h1", { text: t("hidden.title") }),
    time,
    el("p", { text: dayWords(day()) }),
    el("ul", { class: "plain-list" }, items),
  );
  const beat = setInterval(() => (time.textContent = clock()), 5_000);
  return () => clearInterval(beat);
}
