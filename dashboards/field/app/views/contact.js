/**
 * Whom police and magistrate ring back: the inspector's own number, shown, changed, and asked where nobody knows it.
 * @module
 */
import { button, chips, el } from "../dom.js";
import { t } from "../texts.js";
import { telephoneField } from "./telephone.js";
import * as sync from "../sync.js";

const UNKNOWN = "unknown";

/** Whom the addressees ring: shown where it is known, else asked; "no number" is an answer too. */
export function contact() {
  const element = el("section", { class: "stack mine" });
  let keeping = Promise.resolve();
  let isWithout = false;
  const known = async () => (await sync.me())?.telephone ?? "";
  const show = async () => {
    const telephone = await known();
    const change = button(t("telephone.change"), () => element.replaceChildren(typed(telephone)), { kind: "quiet" });
    const none = el("p", { class: "hint", text: t("report.no_number") });
    element.replaceChildren(...(telephone ? [el("span", { text: t("report.ring", { number: telephone }) }), change] : [none, change]));
  };

  /** @param {string} telephone */
  function typed(telephone) {
    const number = telephoneField(telephone);
    number.input.addEventListener("change", () => {
      const given = number.read();
      if (given) keeping = sync.keepNumber(given);
    });
    return number.element;
  }

  async function question() {
    if (await known()) return [];
    const none = chips(t("telephone.label"), [{ key: UNKNOWN, label: t("telephone.none") }], null, (chosen) => {
      isWithout = Boolean(chosen);
    }, { hideLegend: true });
    return [el("div", {}, typed(""), none)];
  }

  show();
  return { element, asked: question, isOpen: async () => !isWithout && !(await keeping.then(known)) };
}
