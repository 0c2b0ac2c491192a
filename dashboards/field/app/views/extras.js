/**
 * What stands in a chapter beside its questions: lists of what was seen, heard, looked up, paid and attached.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { button, el } from "../dom.js";
import { called, control, entries, PLACE } from "../filling.js";
import { clock } from "../moments.js";
import { t } from "../texts.js";
import { identity } from "./identity.js";
import { roomList } from "./rooms.js";
import { seenList } from "./seen.js";
import { twice } from "./twice.js";
import { visit } from "./visit.js";

/** By chapter and scope: what is drawn for a subject. @type {Record<string, (ref: string) => HTMLElement[]>} */
export const EXTRAS = {
  "workplace.workplace": (ref) => [visit(), attached(ref)],
  "first_minutes.workplace": () => [seenList()],
  "safety_lodging.workplace": () => [roomList()],
  "persons.person": (ref) => [identity(ref), hearings(ref), attached(ref), comments(ref)],
  "social_security.workplace": (ref) => [lookups("workplace", ref)],
  "social_security.person": (ref) => [lookups(ref, ref)],
  "pay_and_time.person": (ref) => [periods(ref)],
  "closing.workplace": (ref) => [hearings(PLACE), attached(ref), comments(ref)],
};

/** @param {string} key @param {Child[]} rows @param {Child} action */
function listed(key, rows, action) {
  const list = rows.length ? el("ul", { class: "rows" }, rows.map((row) => el("li", {}, row))) : null;
  return el("div", { class: "extra" }, el("h3", { text: t(key) }), list, action);
}

/** @param {ViewName} screen @param {string} words @param {string} icon @param {ScreenParams} params */
function opener(screen, words, icon, params) {
  return button(words, () => desk.go(screen, { draft: control().control_id, ...params }), { icon });
}

/** The entries of a list with their place in it, by which a screen opens one. @template {ListName} L @param {L} list */
function numbered(list) {
  /** @type {ItemOf<L>[]} */
  const all = entries(list);
  return all.map((one, at) => ({ ...one, index: at }));
}

/** @param {string} ref */
function hearings(ref) {
  /** @param {Hearing} one */
  const words = (one) => [one.ref, heardName(one.person), clock(one.started_at), t(`quality.${one.quality}`)].join(" · ");
  const mine = numbered("hearings").filter((one) => isOf(one.person, ref));
  const rows = mine.map((one) => opener("hearing", words(one), "pen", { ref, at: one.index }));
  return listed("hearing.list", rows, opener("hearing", t("hearing.add"), "add", { ref }));
}

/** @param {string} person @param {string} ref */
function isOf(person, ref) {
  return ref === PLACE ? ["employer", "other"].includes(person) : person === ref;
}

/** @param {string} person */
function heardName(person) {
  return ["employer", "other"].includes(person) ? t(`heard.${person}`) : called(person);
}

/** @param {string} subject @param {string} ref */
function lookups(subject, ref) {
  /** @param {Lookup} one */
  const words = (one) => [t(`register.${one.register}`), clock(one.looked_up_at), t(`result.${one.result}`)].join(" · ");
  const mine = numbered("lookups").filter((one) => one.subject === subject);
  const rows = mine.map((one) => opener("lookup", words(one), "pen", { ref, subject, at: one.index }));
  return listed("lookup.list", rows, opener("lookup", t("lookup.add"), "add", { ref, subject }));
}

/** @param {string} ref */
function periods(ref) {
  /** @param {PayPeriod} one */
  const words = (one) => `${one.from_on} – ${one.to_on} · ${one.hours} h`;
  const mine = numbered("pay").filter((one) => one.person === ref);
  const rows = mine.map((one) => opener("pay", words(one), "pen", { ref, at: one.index }));
  return listed("pay.list", rows, opener("pay", t("pay.add"), "add", { ref }));
}

/** @param {string} ref */
function comments(ref) {
  /** @param {Remark} one */
  const words = (one) => `${clock(one.written_at)} · ${one.words}`;
  const mine = entries("comments").filter((one) => (one.person ?? PLACE) === ref);
  /** @param {Remark} parts */
  const open = ({ question, written_at }) => ({ ref, question: question ?? undefined, written_at });
  const rows = mine.map((one) => opener("comment", words(one), "pen", open(one)));
  return listed("comment.list", rows, opener("comment", t("comment.add"), "pen", { ref }));
}

/** @param {string} ref */
function attached(ref) {
  const box = el("div", {});
  /** @param {Attachment} one */
  const words = (one) => `${t(`attachment.${one.kind}`)} · ${clock(one.taken_at)} ${one.comment ?? ""}`;
  const open = () => el("div", { class: "row" },
    opener("photo", t("photo.add"), "camera", { ref }), opener("signature", t("signature.add"), "pen", { ref }));
  /** @param {Attachment} one */
  const row = (one) => [el("span", { text: words(one) }), removal(one, words(one), draw)];
  const draw = () => {
    const mine = entries("attachments").filter((one) => (one.person ?? PLACE) === ref);
    box.replaceChildren(listed("attachment.list", mine.map(row), open()));
  };
  draw();
  return box;
}

/**
 * What the office has of it stays there, so only what was not delivered can be taken out.
 * @param {Attachment} one @param {string} words @param {() => unknown} draw
 */
function removal(one, words, draw) {
  if (draftInHand().isDelivered(one.sha256)) return null;
  return twice(t("word.remove"), () => t("attachment.remove_sure"), async () => {
    await draftInHand().removeAttachment(one);
    draw();
  }, { name: `${t("word.remove")}: ${words}` });
}
