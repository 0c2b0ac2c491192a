/**
 * A button for what cannot be undone: it says what would be lost, and asks once more.
 * @module
 */
import { button, el } from "../dom.js";
import { faultWords } from "../notice.js";
import { t } from "../texts.js";

/**
 * Make it.
 * @param {string} words
 * @param {() => string} asked  what would be lost, at the moment of the first tap
 * @param {() => Promise<unknown>} go @param {{name?: string, icon?: string}} [how]
 */
export function twice(words, asked, go, how = {}) {
  const box = el("div", { class: "stack twice" });
  const said = el("p", { class: "fault", role: "alert" });
  const first = button(words, ask, { icon: how.icon ?? "remove", kind: "quiet", name: how.name });

  function ask() {
    const stay = button(t("word.keep"), back, { icon: "back" });
    const sure = button(words, done, { icon: how.icon ?? "remove", kind: "danger", name: how.name });
    said.textContent = "";
    box.replaceChildren(el("p", { class: "needs", role: "alert", text: asked() }), el("div", { class: "row" }, stay, sure), said);
    stay.focus();
  }

  function back() {
    box.replaceChildren(first);
    first.focus();
  }

  async function done() {
    try {
      await go();
    } catch (fault) {
      said.textContent = faultWords(fault);
    }
  }

  box.append(first);
  return box;
}
