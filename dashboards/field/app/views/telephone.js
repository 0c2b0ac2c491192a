/**
 * The number on which the inspector answers: asked when a device is enrolled, and before a first report where nobody knows
 * it. Police and magistrate call it back at night.
 * @module
 */
import { button, el, field } from "../dom.js";
import { isTelephone } from "../telephones.js";
import { t } from "../texts.js";

/** The field; `read` gives the number, or null after saying beside it that this is none. @param {string|null} known */
export function telephoneField(known) {
  const input = el("input", { type: "tel", autocomplete: "tel", maxlength: "26", value: known ?? "" });
  const said = el("p", { class: "fault", role: "alert" });
  const read = () => {
    const isRight = isTelephone(input.value);
    said.textContent = isRight ? "" : t("telephone.wrong");
    return isRight ? input.value.trim() : null;
  };
  return { element: field(t("telephone.label"), input, el("p", { class: "hint", text: t("telephone.why") }), said), input, read };
}

/**
 * The step of an enrolment.
 * @param {string} known  what the office knows; it is shown to be looked at
 * @param {(number: string|null) => unknown} done  gets null where it is to be asked later
 */
export function telephoneStep(known, done) {
  const number = telephoneField(known);
  const go = button(t("enrol.next"), () => {}, { kind: "main" });
  go.type = "submit";
  /** @param {SubmitEvent} event */
  const sent = (event) => {
    event.preventDefault();
    const given = number.read();
    if (given) done(given);
  };
  return el("form", { class: "narrow", novalidate: true, onsubmit: sent }, number.element, go,
    button(t("telephone.later"), () => done(null), { kind: "quiet" }));
}
