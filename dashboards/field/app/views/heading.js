/**
 * The top of a screen: the way back and the title, on one line.
 * @module
 */
import { desk } from "../desk.js";
import { el, iconButton } from "../dom.js";
import { t } from "../texts.js";

/**
 * Make it.
 * @param {string} words
 * @param {string} [about] whom or what the screen is about
 */
export function heading(words, about) {
  const top = el("div", { class: "heading" }, iconButton(t("word.back"), "back", () => desk.back()), el("h1", { text: words }));
  return about ? el("div", {}, top, el("p", { class: "card-title", text: about })) : top;
}
