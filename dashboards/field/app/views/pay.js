/**
 * What a person worked and received in a period. Which wage scale applies is left open here: an unknown scale is a
 * blank, and the office computes with dated scales only.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { amend, append, called, entries, strike } from "../filling.js";
import { day } from "../moments.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { readNumber } from "./inputs.js";

/** Show a period, or make one. @param {{draft: string, ref: string, at?: number}} params @param {HTMLElement} page */
export function show(page, params) {
  const { at } = params;
  /** @type {Partial<PayPeriod>} */
  const one = at == null ? {} : entries("pay")[at];
  /** @param {string} type @param {string|undefined} value */
  const input = (type, value, more = {}) => el("input", { type, autocomplete: "off", value: value ?? "", ...more });
  const fromOn = input("date", one.from_on, { max: day(), required: true });
  const toOn = input("date", one.to_on, { max: day(), required: true });
  const decimal = { inputmode: "decimal", maxlength: "12", required: true };
  const hours = input("text", one.hours?.toString().replace(".", ","), decimal);
  const paid = one.received_cents == null ? "" : (one.received_cents / 100).toFixed(2).replace(".", ",");
  const euro = input("text", paid, decimal);
  const said = el("p", { class: "fault", role: "alert" });
  const go = button(t("word.keep"), () => {}, { icon: "check", kind: "main wide" });
  go.type = "submit";
  const form = el("form", { class: "stack", novalidate: true, onsubmit: (event) => sent(event) },
    el("div", { class: "pair" }, field(t("pay.from_on"), fromOn), field(t("pay.to_on"), toOn)),
    el("div", { class: "pair" }, field(t("pay.hours"), hours), field(t("pay.received"), euro)),
    el("p", { class: "hint", text: t("pay.scale_blank") }), said, go);
  add(page, heading(t("pay.title")),
    el("p", { class: "card-title", text: called(params.ref) }), form);
  if (at != null) {
    add(page, button(t("word.remove"), () => { strike("pay", at); desk.back(); }, { icon: "remove", kind: "quiet" }));
  }

  /** @param {SubmitEvent} event */
  async function sent(event) {
    event.preventDefault();
    const [worked, received] = [readNumber(hours.value), readNumber(euro.value)];
    const isInOrder = fromOn.value && toOn.value && fromOn.value <= toOn.value;
    if (!isInOrder || worked === null || received === null || worked < 0 || received < 0) {
      said.textContent = t("pay.incomplete");
      return;
    }
    const period = {
      person: params.ref, from_on: fromOn.value, to_on: toOn.value, hours: String(worked),
      received_cents: Math.round(received * 100), scale: one.scale ?? null,
      ...(one.employed_since ? { employed_since: one.employed_since } : {}),
    };
    await (at == null ? append("pay", period) : amend("pay", at, period));
    desk.back();
  }
}
