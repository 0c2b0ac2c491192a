/**
 * The registers beside a person's number: what they say, by which source and at which minute. An answer stands with the
 * control only once the inspector takes it.
 * @module
 */
import { desk } from "../desk.js";
import { button, el } from "../dom.js";
import { append, called, nextRef } from "../filling.js";
import { askAbout, lookOf, noteTaken, numberOf } from "../looks.js";
import { lookupFault } from "../lookups.js";
import { clock, dayWords, momentWords } from "../moments.js";
import { t } from "../texts.js";

/** Draw what is known of a person, and again when something came or the number is another. @param {string} ref */
export function registers(ref) {
  const box = el("div", { class: "extra registers", "aria-live": "polite" });
  let drawnFor = numberOf(ref);
  const draw = async () => {
    drawnFor = numberOf(ref);
    box.replaceChildren(...parts(ref, await lookOf(ref), draw));
  };
  const again = () => (box.isConnected ? draw() : stop());
  const typed = () => (box.isConnected ? numberOf(ref) !== drawnFor && draw() : stop());
  const stop = () => {
    for (const name of ["looks", "queue"]) document.removeEventListener(name, again);
    document.removeEventListener("input", typed);
  };
  for (const name of ["looks", "queue"]) document.addEventListener(name, again);
  document.addEventListener("input", typed);
  draw();
  return box;
}

/** @param {string} ref @param {Look|undefined} look @param {() => unknown} draw @returns {HTMLElement[]} */
function parts(ref, look, draw) {
  const head = el("h3", { text: t("registers.title") });
  if (!numberOf(ref)) return [head, el("p", { class: "hint", text: t("registers.no_number") })];
  const online = desk.queue.online;
  const words = t(look?.answers ? "registers.again" : online ? "registers.ask" : "registers.ask_later");
  const isAsked = look && !look.answers && !look.fault;
  const go = button(words, () => askAbout(ref), { icon: "eye", name: `${words}: ${called(ref)}`, disabled: Boolean(isAsked && online) });
  return [head, ...standing(look, online), ...(look?.answers ?? []).map((one, at) => line(ref, one, at, draw)), go];
}

/** @param {Look|undefined} look @param {boolean} online @returns {HTMLElement[]} */
function standing(look, online) {
  if (look?.fault) return [el("p", { class: "fault", text: t("registers.refused", { code: look.fault }) })];
  if (look && !look.answers) return [el("p", { class: "hint", text: t(online ? "registers.asking" : "registers.waits", { at: clock(look.asked_at) }) })];
  if (look?.answers?.length === 0) return [el("p", { class: "hint", text: t("registers.nobody") })];
  return look ? [] : [el("p", { class: "hint", text: t(online ? "registers.not_read" : "registers.offline") })];
}

/** @param {string} ref @param {RegisterAnswer} one @param {number} at @param {() => unknown} draw */
function line(ref, one, at, draw) {
  const name = t(`register.${one.register}`);
  const said = [t(`registers.${one.result}`), one.elsewhere && t("registers.elsewhere")].filter(Boolean).join(" · ");
  const details = [one.declared_at && t("registers.declared", { when: momentWords(one.declared_at) }), period(one), one.worker_type];
  const source = one.source === "live" ? t("registers.live") : t("registers.lake", { day: dayWords(one.as_of ?? "") });
  const read = t("registers.read", { at: clock(one.answered_at), source });
  const take = async () => {
    append("lookups", lookup(ref, one));
    await noteTaken(ref, at);
    await draw();
  };
  return el("div", { class: "answer" },
    el("p", {}, el("strong", { text: `${name}: ${said}` })),
    details.some(Boolean) && el("p", { text: details.filter(Boolean).join(" · ") }),
    el("p", { class: "hint", text: read }),
    one.taken
      ? el("p", { class: "hint", text: `✓ ${t("registers.taken")}` })
      : button(t("registers.take"), take, { icon: "check", name: `${t("registers.take")}: ${name}, ${source}` }));
}

/** @param {RegisterAnswer} one */
function period({ period_from: from, period_to: to }) {
  return from ? `${dayWords(from)} – ${to ? dayWords(to) : "…"}` : null;
}

/**
 * The look-up as the control keeps it: by the office's minute, not by this telephone's. What the office would refuse the
 * control for is left out.
 * @param {string} ref @param {RegisterAnswer} one @returns {Lookup}
 */
export function lookup(ref, one) {
  const { register, result, worker_type, joint_committee, planned_hours, source } = one;
  const kept = { ref: nextRef("lookups", "L"), register, subject: ref, looked_up_at: one.answered_at, result, worker_type,
    joint_committee, planned_hours, source, ...(one.as_of ? { as_of: one.as_of } : {}),
    declared_at: one.declared_at ?? null, period_from: one.period_from ?? null, period_to: one.period_to ?? null,
    note: one.elsewhere ? t("registers.elsewhere") : "" };
  if (lookupFault(kept, "declared_at")) kept.declared_at = null;
  if (lookupFault(kept, "period_to")) kept.period_to = null;
  return kept;
}
