/**
 * What the inspector found in a register, typed with the moment of looking: shown beside the answers, never as proof.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, chips, el, field } from "../dom.js";
import { amend, append, called, entries, nextRef, strike } from "../filling.js";
import { clock, day, momentAt, now } from "../moments.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";

const REGISTERS = ["dimona", "dmfa", "limosa", "checkin", "works", "single_permit", "residence", "kbo"];

/**
 * Show a look-up, or make one.
 * @param {{draft: string, ref: string, subject: string, at?: number}} params
 */
export function show(page, params) {
  const body = el("div", { class: "stack" });
  const subject = params.subject === "workplace" ? t("control.place") : called(params.subject);
  add(page, heading(t("lookup.title")),
    el("p", { class: "card-title", text: subject }), el("p", { class: "hint", text: t("lookup.no_proof") }), body);
  const open = (at) => {
    history.replaceState({ name: "lookup", params: { ...params, at } }, "");
    body.replaceChildren(...record(at));
    window.scrollTo(0, 0);
  };
  if (params.at == null) body.replaceChildren(...beginning(params.subject, open));
  else open(params.at);
}

/** Register and result: two taps, and the second keeps the minute. */
function beginning(subject, open) {
  let register = null;
  const said = el("p", { class: "fault", role: "alert" });
  const made = (result) => {
    if (!register) {
      said.textContent = t("lookup.first");
      return;
    }
    open(append("lookups", { ref: nextRef("lookups", "L"), register, subject, looked_up_at: now(), result, note: "" }));
  };
  return [registerChips(null, (key) => (register = key)), said,
    chips(t("lookup.result"), results(), null, (key) => key && made(key), { kind: "three" })];
}

function registerChips(chosen, changed) {
  return chips(t("lookup.register"), REGISTERS.map((key) => ({ key, label: t(`register.${key}`) })), chosen, changed);
}

function results() {
  return ["found", "not_found", "unavailable"].map((key) => ({ key, label: t(`result.${key}`) }));
}

function record(at) {
  const one = entries("lookups")[at];
  const keep = (fields) => amend("lookups", at, fields);
  const typed = (name, key, more, read = (value) => value || null) => {
    const input = el("input", { type: "text", autocomplete: "off", value: one[name] ?? "", ...more });
    input.addEventListener("input", () => input.checkValidity() && keep({ [name]: read(input.value) }));
    return field(t(key), input);
  };
  const note = el("textarea", { rows: "3", maxlength: "10000", value: one.note ?? "" });
  note.addEventListener("input", () => keep({ note: note.value }));
  return [
    registerChips(one.register, (key) => key && keep({ register: key })),
    moment("looked_up_at", one, keep),
    chips(t("lookup.result"), results(), one.result, (key) => key && keep({ result: key }), { kind: "three" }),
    moment("declared_at", one, keep),
    el("div", { class: "pair" },
      typed("worker_type", "lookup.worker_type", { maxlength: "3", pattern: "[A-Z0-9]{3}", autocapitalize: "characters" }),
      typed("joint_committee", "lookup.joint_committee", { maxlength: "6", pattern: "\\d{3}(\\.\\d{2})?|XXX" })),
    el("div", { class: "pair" },
      typed("period_from", "lookup.period_from", { type: "date" }), typed("period_to", "lookup.period_to", { type: "date" })),
    typed("planned_hours", "lookup.planned_hours", { inputmode: "numeric", pattern: "\\d{1,3}" }, wholeHours),
    field(t("lookup.note"), note),
    button(t("word.done"), () => desk.back(), { icon: "check", kind: "main wide" }),
    button(t("word.remove"), () => { strike("lookups", at); desk.back(); }, { icon: "remove", kind: "quiet" }),
  ];
}

function wholeHours(typed) {
  return typed ? Number(typed) : null;
}

/** A day and a time with "now"; kept once both are there. */
function moment(name, one, keep) {
  const on = el("input", { type: "date", value: one[name] ? day(one[name]) : "" });
  const what = t(`lookup.${name}`);
  const at = el("input", { type: "time", value: one[name] ? clock(one[name]) : "", "aria-label": t("lookup.time_of", { what }) });
  const blank = name === "looked_up_at" ? one.looked_up_at : null;
  const tell = () => keep({ [name]: on.value && at.value ? momentAt(on.value, at.value) : blank });
  on.addEventListener("input", tell);
  at.addEventListener("input", tell);
  const press = () => {
    on.value = day();
    at.value = clock();
    keep({ [name]: now() });
  };
  on.id = `m-${name}`;
  return el("div", { class: "field" }, el("label", { for: on.id, text: what }),
    el("div", { class: "with-now" }, on, at,
      button(t("input.now"), press, { icon: "clock", name: `${t("input.now")}: ${what}` })));
}
