/**
 * The record of a hearing: begun with a tap, then filled as it goes; what is not known stays open.
 * @module
 */
import { yesNo } from "../choosing.js";
import { desk } from "../desk.js";
import { add, button, chips, el, field } from "../dom.js";
import { toTop } from "../frame.js";
import { amend, append, called, control, entries, nextRef, personOf, PLACE, put, strike } from "../filling.js";
import { clock, momentWords, now } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { standingStops } from "./stop.js";
import { tongueOf } from "./tongues.js";

const QUALITIES = ["witness", "victim", "suspect", "employer"];

/** Show a hearing, or begin one. @param {{draft: string, ref: string, at?: number}} params @param {HTMLElement} page */
export async function show(page, params) {
  const body = el("div", { class: "stack" });
  add(page, heading(t("hearing.title")), ...(await standingStops()), body);
  /** @param {number} at */
  const open = (at) => {
    history.replaceState({ name: "hearing", params: { ...params, at } }, "");
    body.replaceChildren(...record(at, params));
    toTop();
  };
  if (params.at == null) body.replaceChildren(...beginning(params.ref, open));
  else open(params.at);
}

/** @param {string} ref @param {(at: number) => void} open */
function beginning(ref, open) {
  /** @type {{person: string|null, quality: string|null, language: string|null}} */
  const made = { person: ref === PLACE ? null : ref, quality: null, language: personOf(ref)?.hearing_language ?? null };
  const told = el("div", { class: "stack" });
  /** @param {string|null} key */
  const choose = (key) => {
    made.quality = key;
    told.replaceChildren(...rights(key));
  };
  const heard = ["employer", "other"].map((key) => ({ key, label: t(`heard.${key}`) }));
  const said = el("p", { class: "fault", role: "alert" });
  const who = ref === PLACE
    ? chips(t("hearing.who"), heard, null, (key) => (made.person = key))
    : el("p", { class: "card-title", text: called(ref) });
  return [who, quality(null, choose), told, tongue(made.language, (tag) => (made.language = tag)), said,
    button(t("hearing.start"), () => {
      const { person, quality, language } = made;
      if (!person || !quality || !language) {
        said.textContent = t("hearing.first");
        return;
      }
      open(append("hearings", { ref: nextRef("hearings", "H"), person, quality, language, started_at: now() }));
    }, { icon: "clock", kind: "main wide" })];
}

/** What is read aloud before the first question, by the capacity in which somebody is heard. @param {string|null} key */
function rights(key) {
  const known = desk.package?.rights?.[key ?? ""] ?? [];
  if (!known.length) return [];
  return [el("p", { class: "card-title", text: t("hearing.rights") }), el("ul", { class: "rights" }, known.map((one) => el("li", { text: labelOf(one) })))];
}

/** A tap keeps the minute at which the rights were told. @param {Moment|null|undefined} at @param {(at: Moment) => unknown} told */
function toldAt(at, told) {
  const shown = el("span", { class: "value", text: at ? clock(at) : "–" });
  const tap = button(t("hearing.rights_now"), () => {
    const minute = now();
    told(minute);
    shown.textContent = clock(minute);
  }, { icon: "clock" });
  return el("div", { class: "with-now" }, el("span", { text: t("hearing.rights_given_at") }), shown, tap);
}

/** @param {string|null} chosen @param {(key: string|null) => unknown} changed */
function quality(chosen, changed) {
  return chips(t("hearing.quality"), QUALITIES.map((key) => ({ key, label: t(`quality.${key}`) })), chosen, changed);
}

/** @param {string|null} chosen @param {(tag: string|null) => unknown} changed */
function tongue(chosen, changed) {
  return field(t("hearing.language"), tongueOf(chosen, changed));
}

/** @param {number} at @param {ScreenParams} params */
function record(at, params) {
  const one = entries("hearings")[at];
  /** @param {Partial<Hearing>} fields */
  const keep = (fields) => amend("hearings", at, fields);
  /** @param {"apart"|"read_back"|"copy_given"} name */
  const asked = (name) => yesNo(t(`hearing.${name}`), one[name], (value) => keep({ [name]: value }));
  /** @param {"interpreter"|"statement"} name @param {"input"|"textarea"} tag @param {string} [rows] */
  const words = (name, tag, rows) => {
    const input = el(tag, { maxlength: tag === "input" ? "200" : "50000", rows, value: one[name] ?? "", autocomplete: "off" });
    input.addEventListener("input", () => keep({ [name]: input.value }));
    return field(t(`hearing.${name}`), input);
  };
  const sign = () => desk.go("signature", { draft: control().control_id, ref: params.ref, hearing: at });
  const signed = ["signed", "refused", "unable"].map((key) => ({ key, label: t(`signed.${key}`) }));
  const name = ["employer", "other"].includes(one.person) ? t(`heard.${one.person}`) : called(one.person);
  const read = el("div", { class: "stack" });
  const lawyer = el("div", { class: "stack" });
  const outcomes = ["consulted", "present", "waived"].map((key) => ({ key, label: t(`lawyer.${key}`) }));
  /** @param {string} now_as */
  const shown = (now_as) => {
    read.replaceChildren(...rights(now_as));
    const isOwed = (desk.package?.lawyer ?? []).includes(now_as);
    lawyer.replaceChildren(...(isOwed ? [chips(t("hearing.lawyer"), outcomes, entries("hearings")[at].lawyer ?? null, (key) => keep({ lawyer: key }))] : []));
  };
  /** Whoever was told rights already and is heard as something else from now on: the minute of the change is kept. @param {string|null} key */
  const change = (key) => {
    const stands = entries("hearings")[at];
    if (!key || key === heardAs(stands)) return;
    if (stands.rights_given_at || stands.rights_given) keep({ changes: [...(stands.changes ?? []), { quality: key, at: now(), rights_given_at: null }] });
    else keep({ quality: key });
    shown(key);
  };
  /** @param {Moment} minute */
  const told = (minute) => {
    const stands = entries("hearings")[at];
    const [last, before] = [stands.changes?.at(-1), stands.changes?.slice(0, -1) ?? []];
    if (last) keep({ changes: [...before, { ...last, rights_given_at: minute }] });
    else keep({ rights_given: true, rights_given_at: minute });
  };
  shown(heardAs(one));
  return [
    el("p", { class: "card-title", text: `${one.ref} · ${name} · ${momentWords(one.started_at)}` }),
    quality(heardAs(one), change), read,
    toldAt(one.changes?.length ? one.changes.at(-1)?.rights_given_at : one.rights_given_at, told), lawyer,
    tongue(one.language, (tag) => tag && keep({ language: tag })),
    asked("apart"), words("interpreter", "input"), words("statement", "textarea", "8"),
    ended(one, keep), asked("read_back"),
    chips(t("hearing.signed"), signed, one.signed ?? null, (key) => keep({ signed: key })),
    button(t("signature.add"), sign, { icon: "pen" }),
    asked("copy_given"),
    button(t("word.remove"), () => { unbind(one.ref); strike("hearings", at); desk.back(); }, { icon: "remove", kind: "quiet" }),
  ];
}

/** What was read and signed stays, though the record that it was of is taken out. @param {string} ref */
function unbind(ref) {
  const mine = entries("summaries");
  if (mine.some((one) => one.hearing === ref)) put(["summaries"], mine.map((one) => (one.hearing === ref ? { ...one, hearing: null } : one)));
}

/** In what capacity somebody is heard by now. @param {Hearing} one */
function heardAs(one) {
  return one.changes?.at(-1)?.quality ?? one.quality;
}

/** @param {Hearing} one @param {(fields: Partial<Hearing>) => unknown} keep */
function ended(one, keep) {
  const shown = el("span", { class: "value", text: one.ended_at ? clock(one.ended_at) : "–" });
  const end = button(t("hearing.end"), () => {
    const at = now();
    keep({ ended_at: at });
    shown.textContent = clock(at);
  }, { icon: "clock" });
  return el("div", { class: "with-now" }, el("span", { text: t("hearing.ended_at") }), shown, end);
}
