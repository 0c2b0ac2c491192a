/**
 * What the inspector found in a register, typed with the moment of looking: shown beside the answers, never as proof.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, chips, el, field } from "../dom.js";
import { toTop } from "../frame.js";
import { amend, append, called, entries, nextRef, strike } from "../filling.js";
import { now } from "../moments.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { bound, moment, together, typed } from "./lookup_fields.js";

const REGISTERS = ["dimona", "dmfa", "limosa", "checkin", "works", "single_permit", "residence", "kbo"];

/** Show a look-up, or make one. @param {{draft: string, ref: string, subject: string, at?: number}} params @param {HTMLElement} page */
export function show(page, params) {
  const body = el("div", { class: "stack" });
  const subject = params.subject === "workplace" ? t("control.place") : called(params.subject);
  add(page, heading(t("lookup.title")),
    el("p", { class: "card-title", text: subject }), el("p", { class: "hint", text: t("lookup.no_proof") }), body);
  /** @param {number} at */
  const open = (at) => {
    history.replaceState({ name: "lookup", params: { ...params, at } }, "");
    body.replaceChildren(...record(at));
    toTop();
  };
  if (params.at == null) body.replaceChildren(...beginning(params.subject, open));
  else open(params.at);
}

/** Register and result: two taps, and the second keeps the minute. @param {string} subject @param {(at: number) => void} open */
function beginning(subject, open) {
  /** @type {string|null} */
  let register = null;
  const said = el("p", { class: "fault", role: "alert" });
  /** @param {string} result */
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

/** @param {string|null} chosen @param {(key: string|null) => unknown} changed */
function registerChips(chosen, changed) {
  return chips(t("lookup.register"), REGISTERS.map((key) => ({ key, label: t(`register.${key}`) })), chosen, changed);
}

function results() {
  return ["found", "not_found", "unavailable"].map((key) => ({ key, label: t(`result.${key}`) }));
}

/** @param {number} at */
function record(at) {
  const parts = fields(at);
  const done = () => {
    const wrong = parts.map((part) => /** @type {HTMLElement|null} */ (part.querySelector(":invalid"))).find(Boolean);
    return wrong ? wrong.focus() : desk.back();
  };
  return [...parts,
    button(t("word.done"), done, { icon: "check", kind: "main wide" }),
    button(t("word.remove"), () => { strike("lookups", at); desk.back(); }, { icon: "remove", kind: "quiet" })];
}

/** @param {number} at */
function fields(at) {
  const one = () => entries("lookups")[at];
  /** @param {Partial<Lookup>} fields */
  const keep = (fields) => amend("lookups", at, fields);
  const looked = moment("looked_up_at", one, keep);
  const declared = moment("declared_at", one, keep, (moment) => looked.put(moment)); // who reads it now has looked it up now
  const bounds = [bound("period_from", one, keep), bound("period_to", one, keep)];
  together(looked, declared);
  together(bounds[0], bounds[1]);
  const note = el("textarea", { rows: "3", maxlength: "10000", value: one().note ?? "" });
  note.addEventListener("input", () => keep({ note: note.value }));
  const kind = { maxlength: "3", pattern: "[A-Za-z0-9]{3}", autocapitalize: "characters" };
  /** @param {string|null} value */
  const asked = (value) => {
    keep({ worker_type: value?.toUpperCase() ?? null });
    for (const each of bounds) each.refresh();
  };
  return [
    registerChips(one().register, (key) => key && keep({ register: key })),
    looked.element,
    chips(t("lookup.result"), results(), one().result, (key) => key && keep({ result: key }), { kind: "three" }),
    declared.element,
    el("div", { class: "pair" }, typed("worker_type", one(), kind, asked),
      typed("joint_committee", one(), { maxlength: "6", pattern: "\\d{3}(\\.\\d{2})?|XXX" }, (value) => keep({ joint_committee: value }))),
    el("div", { class: "pair" }, bounds.map((each) => each.element)),
    typed("planned_hours", one(), { inputmode: "numeric", pattern: "\\d{1,3}" }, (value) => keep({ planned_hours: value ? Number(value) : null })),
    field(t("lookup.note"), note),
  ];
}
