/**
 * A mission as a card: when, where, and what registers said before the visit, each with its age.
 * @module
 */
import { desk } from "../desk.js";
import { el } from "../dom.js";
import { dayWords } from "../moments.js";
import { geoOf, mayNavigate } from "../navigating.js";
import { labelOf, t } from "../texts.js";

/** The card of a mission with a button under it. @param {Mission} one @param {HTMLElement} action */
export function mission(one, action) {
  const sector = desk.package?.checklists.find((list) => list.sector === one.sector);
  const known = (one.known ?? []).map((row) =>
    el("div", {}, el("dt", { text: wordsOf(row.label) }), el("dd", {}, String(wordsOf(row.value)),
      el("small", { text: ` ${t("mission.as_of", { source: wordsOf(row.source), when: row.as_of ?? "?" })}` }))));
  return el("article", { class: "card" },
    el("p", { class: "card-title", text: one.name ?? one.workplace }),
    el("p", { text: one.address ?? "" }),
    el("p", { class: "hint", text: [dayWords(one.day), one.start, labelOf(sector?.label)].filter(Boolean).join(" · ") }),
    known.length > 0 && el("details", {}, el("summary", { text: t("mission.known") }),
      el("p", { class: "hint", text: t("mission.no_proof") }), el("dl", { class: "known" }, known)),
    action, way(one));
}

/** Where this device may hand over addresses, each card has the link; else none has. @param {Mission} one */
function way(one) {
  const slot = el("div", { class: "row" });
  mayNavigate().then((may) => may && slot.append(el("a", { class: "button", href: geoOf(one),
    "aria-label": `${t("round.navigate")}: ${one.name ?? one.workplace}`, text: t("round.navigate") })), () => {});
  return slot;
}

/** @param {Label|string|number|null} value */
function wordsOf(value) {
  return value && typeof value === "object" ? labelOf(value) : (value ?? "");
}
