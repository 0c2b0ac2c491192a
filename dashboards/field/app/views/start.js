/**
 * The first page of a shift: what is open, what comes today and this week, what still waits to be sent.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, el } from "../dom.js";
import { day, isSameWeek, momentWords } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { languageChoice } from "./language.js";
import { beginAt, checklistOf, resume } from "./beginning.js";
import { countPad } from "./count_pad.js";
import { mission } from "./mission.js";
import { standing } from "./standing.js";
import { twice } from "./twice.js";
import { applyUpdate, updateWaiting } from "../installed.js";
import { firstNamed } from "../led.js";
import { refusalWords } from "../notice.js";
import * as drafts from "../drafts.js";
import * as sync from "../sync.js";
import { expiresAt, isEnded } from "../vault.js";

const WARNED_DAYS = 7;

/** Show the page, and draw it again when a fresh package or a receipt comes. @param {HTMLElement} page */
export async function show(page) {
  const body = el("div", { class: "stack" });
  add(page, el("h1", { text: t("start.title") }), body);
  const draw = async () => body.replaceChildren(...(await parts(draw)));
  await draw();
  const again = () => draw();
  document.addEventListener("queue", again);
  return () => document.removeEventListener("queue", again);
}

/** @param {() => unknown} draw */
async function parts(draw) {
  const kept = await drafts.listDrafts();
  const open = kept.filter((draft) => draft.state === "open");
  const isOver = await isEnded();
  return [
    (await updateWaiting()) && renewal(),
    await standing(),
    isOver ? null : ending(await expiresAt()),
    open.length > 0 && part("start.open", open.map((draft) => draftCard(draft, draw))),
    ...(isOver ? [] : beginnings(desk.package?.missions ?? [], day())),
    queueLine(),
    el("section", { class: "stack" }, languageChoice(), packageLine(draw)),
    button(t("start.lock"), () => desk.hide("unlock"), { icon: "lock", kind: "wide" }),
    button(t("second.title"), () => desk.go("second"), { icon: "lock", kind: "quiet wide" }),
    button(t("start.wipe"), () => desk.go("wipe"), { icon: "erase", kind: "quiet wide" }),
  ].filter((one) => one instanceof Node);
}

/** What can be begun: nothing of it is shown once the device's days are over. @param {Mission[]} missions @param {Day} today */
function beginnings(missions, today) {
  const due = firstNamed(missions.filter((one) => isDue(one, today)), location.hash);
  return [
    part("start.today", due.map((one, at) => (at ? visit(one) : counted(one))), t("start.no_mission_today")),
    button(t("start.unplanned"), () => desk.go("unplanned"), { icon: "add", kind: "wide" }),
    missions.length ? button(t("round.open"), () => desk.go("round"), { icon: "place", kind: "wide" }) : null,
    later("start.this_week", missions.filter((one) => !isDue(one, today) && isSameWeek(one.day, today))),
    later("start.next_week", missions.filter((one) => one.day > today && !isSameWeek(one.day, today))),
  ];
}

/** Today's, and last night's: a visit planned late in the evening may begin after midnight. @param {Mission} one @param {Day} today */
function isDue(one, today) {
  const yesterday = day(Date.parse(`${today}T12:00:00Z`) - 86_400_000);
  return one.day === today || one.day === yesterday;
}

/** A newer form takes over when the inspector says so: never in the middle of a control. */
function renewal() {
  return button(t("start.update"), async () => {
    await desk.draft?.close();
    desk.draft = null;
    await applyUpdate();
  }, { icon: "check", kind: "wide" });
}

/**
 * Once the device's days are over nothing new can be begun on it: this is said while there is time for a new code.
 * @param {Moment|null} moment
 */
function ending(moment) {
  const isNear = moment && Date.parse(moment) - Date.now() < WARNED_DAYS * 86_400_000;
  return isNear && el("p", { class: "fault", text: t("start.ends", { when: momentWords(moment) }) });
}

/** @param {string} key @param {HTMLElement[]} cards @param {string} [none] */
function part(key, cards, none) {
  const body = cards.length ? cards : [el("p", { class: "hint", text: none })];
  return el("section", { class: "stack" }, el("h2", { text: t(key) }), body);
}

/** @param {string} key @param {Mission[]} missions */
function later(key, missions) {
  if (!missions.length) return null;
  return el("details", {}, el("summary", { text: `${t(key)} (${missions.length})` }), missions.map(visit));
}

/** Today's next visit: the tap that says how many are at work begins it. @param {Mission} one */
function counted(one) {
  const pad = el("div", { class: "stack" }, el("p", { class: "card-title", text: t("count.title") }),
    el("p", { class: "hint", text: t("count.begins") }), countPad((count) => beginAt(one, count)));
  const name = `${t("start.begin")}: ${one.name ?? one.workplace}`;
  return mission(one, el("div", { class: "stack" }, pad, button(t("start.begin"), () => beginAt(one), { icon: "next", name })));
}

/** @param {Mission} one */
function visit(one) {
  const name = `${t("start.begin")}: ${one.name ?? one.workplace}`;
  return mission(one, button(t("start.begin"), () => beginAt(one), { kind: "main", icon: "next", name }));
}

/** @param {ListedDraft} draft @param {() => unknown} draw */
function draftCard(draft, draw) {
  const sector = labelOf(desk.package?.checklists.find((list) => list.sector === draft.sector)?.label);
  const words = [draft.name, sector].filter(Boolean).join(" · ");
  const name = `${t("start.resume")}: ${words}`;
  return el("article", { class: "card" },
    el("p", { class: "card-title", text: words || draft.workplace || draft.id.slice(-6) }),
    el("p", { class: "hint", text: `${momentWords(draft.started_at)} · ${t("start.persons", { n: draft.persons })}` }),
    draft.isRefused && el("p", { class: "fault", text: `${t("start.report_refused")} ${draft.fault ? refusalWords(draft.fault) : ""}` }),
    button(t("start.resume"), () => resume(draft.id), { kind: "main", icon: "next", name }),
    draft.isOnlyHere && discarding(draft, words, draw));
}

/**
 * A draft of which the office has nothing may go: begun by mistake, or for the wrong place.
 * @param {ListedDraft} draft @param {string} words @param {() => unknown} draw
 */
function discarding(draft, words, draw) {
  const lost = () => t("start.discard_sure", { persons: draft.persons, attachments: draft.attachments });
  return twice(t("start.discard"), lost, async () => {
    const open = await drafts.openDraft(draft.id, await checklistOf(draft));
    await open.discard();
    if (desk.draft?.id === draft.id) desk.draft = null;
    await draw();
  }, { icon: "erase", name: `${t("start.discard")}: ${words}` });
}

function queueLine() {
  const { queued, refused, lastReceipt, fault } = desk.queue;
  const words = queued ? t("queue.waiting", { n: queued }) : refused ? null : t("queue.empty");
  return el("section", { class: "card" },
    el("h2", { text: t("queue.title") }),
    refused > 0 && el("p", { class: "fault", text: t("queue.refused", { n: refused }) }),
    words && el("p", { text: words }),
    lastReceipt && el("p", { class: "hint", text: t("queue.last", { when: momentWords(lastReceipt.received_at) }) }),
    fault && el("p", { class: "fault", text: t("queue.stuck_hint") }),
    button(t("queue.show"), () => desk.go("queue"), { icon: "queue" }));
}

/** @param {() => unknown} draw */
function packageLine(draw) {
  const pack = desk.package;
  const words = pack ? t("start.package", { when: momentWords(pack.made_at), name: pack.name }) : t("start.no_package");
  const renew = async () => {
    desk.package = (await sync.refreshPackage().catch(() => null)) ?? desk.package;
    draw();
  };
  return el("div", {}, el("p", { class: "hint", text: words }), button(t("start.renew"), renew));
}
