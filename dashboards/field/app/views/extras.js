/**
 * What stands in a chapter beside its questions: lists of what was seen, heard, looked up, paid and attached.
 * @module
 */
import { desk } from "../desk.js";
import { button, el } from "../dom.js";
import { called, control, entries, PLACE } from "../filling.js";
import { clock } from "../moments.js";
import { t } from "../texts.js";
import { identity } from "./identity.js";
import { seenList } from "./seen.js";
import { visit } from "./visit.js";

/** By chapter and scope: what is drawn for a subject. */
export const EXTRAS = {
  "workplace.workplace": (ref) => [visit(), attached(ref)],
  "first_minutes.workplace": () => [seenList()],
  "persons.person": (ref) => [identity(ref), hearings(ref), attached(ref)],
  "social_security.workplace": (ref) => [lookups("workplace", ref)],
  "social_security.person": (ref) => [lookups(ref, ref)],
  "pay_and_time.person": (ref) => [periods(ref)],
  "closing.workplace": (ref) => [hearings(PLACE), attached(ref)],
};

function listed(key, rows, action) {
  const list = rows.length ? el("ul", { class: "rows" }, rows.map((row) => el("li", {}, row))) : null;
  return el("div", { class: "extra" }, el("h3", { text: t(key) }), list, action);
}

function opener(screen, words, icon, params, kind = "") {
  return button(words, () => desk.go(screen, { draft: control().control_id, ...params }), { icon, kind });
}

function hearings(ref) {
  const mine = entries("hearings").map((one, at) => ({ ...one, at })).filter((one) => isOf(one.person, ref));
  const rows = mine.map((one) => opener("hearing", [one.ref, heardName(one.person), clock(one.started_at), t(`quality.${one.quality}`)].join(" · "), "pen", { ref, at: one.at, section: "persons" }));
  return listed("hearing.list", rows, opener("hearing", t("hearing.add"), "add", { ref, section: ref === PLACE ? "closing" : "persons" }));
}

function isOf(person, ref) {
  return ref === PLACE ? ["employer", "other"].includes(person) : person === ref;
}

function heardName(person) {
  return ["employer", "other"].includes(person) ? t(`heard.${person}`) : called(person);
}

function lookups(subject, ref) {
  const mine = entries("lookups").map((one, at) => ({ ...one, at })).filter((one) => one.subject === subject);
  const section = "social_security";
  const rows = mine.map((one) => opener("lookup", `${t(`register.${one.register}`)} · ${clock(one.looked_up_at)} · ${t(`result.${one.result}`)}`, "pen", { ref, subject, at: one.at, section }));
  return listed("lookup.list", rows, opener("lookup", t("lookup.add"), "add", { ref, subject, section }));
}

function periods(ref) {
  const mine = entries("pay").map((one, at) => ({ ...one, at })).filter((one) => one.person === ref);
  const section = "pay_and_time";
  const rows = mine.map((one) => opener("pay", `${one.from_on} – ${one.to_on} · ${one.hours} h`, "pen", { ref, at: one.at, section }));
  return listed("pay.list", rows, opener("pay", t("pay.add"), "add", { ref, section }));
}

function attached(ref) {
  const mine = entries("attachments").filter((one) => (one.person ?? PLACE) === ref);
  const rows = mine.map((one) => el("span", { text: `${t(`attachment.${one.kind}`)} · ${clock(one.taken_at)} ${one.comment ?? ""}` }));
  const more = { ref, section: ref === PLACE ? "closing" : "persons" };
  return listed("attachment.list", rows, el("div", { class: "row" },
    opener("photo", t("photo.add"), "camera", more), opener("signature", t("signature.add"), "pen", more)));
}
