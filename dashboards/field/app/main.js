/**
 * Opens the page: language, service worker, then enrolment or the PIN; and moves between the screens.
 * The address never changes: it would tell who looks at it where the inspector is.
 * @module
 */
import { forgetClock, recallClock, tellClock, watchClock } from "./clock_kept.js";
import { desk, emptyDesk } from "./desk.js";
import { el, part, say } from "./dom.js";
import { drawBar, drawState } from "./bar.js";
import { buttonsBelow, stripsAbove, toTop } from "./frame.js";
import { tellFaults, warn } from "./notice.js";
import { takeOnce } from "./taps.js";
import { keepAll, preferred, speak, t } from "./texts.js";
import { fetchLater, install } from "./installed.js";
import * as sync from "./sync.js";
import * as vault from "./vault.js";
import * as views from "./views/all.js";

/** @type {Set<ViewName>} */
const WITHOUT_KEY = new Set(["enrol", "unlock", "hidden", "erased"]);
/** @type {Set<ViewName>} */
const OF_A_DRAFT = new Set([
  "hearing", "lookup", "pay", "photo", "photos", "marking", "comment", "signature", "suspicion", "finish", "brochure", "points", "visit_record",
  "line",
]);

/** @type {(() => unknown)|null} what the screen does when it is left */
let leave = null;
let turns = 0;

/**
 * Which screen may be shown: the PIN first while the vault is locked, the start page where no control is in hand.
 * @param {ViewName} name
 */
function allowed(name) {
  if (sync.status().wiped) return "erased";
  if (!desk.vault && !WITHOUT_KEY.has(name)) return "unlock";
  return OF_A_DRAFT.has(name) && !desk.draft ? "start" : name;
}

/**
 * Show a screen in place of the one before. Each draws on a sheet of its own: one that is late draws on a sheet that nobody
 * sees any more, and never under the next.
 * @param {ViewName} name
 */
async function show(name, params = {}) {
  const shown = allowed(name);
  leave?.();
  leave = null;
  const page = el("div", { class: "sheet" });
  const main = part("page");
  main.replaceChildren(page);
  main.className = shown;
  stripsAbove();
  buttonsBelow();
  drawBar(shown);
  const head = document.querySelector("h1");
  turns += 1;
  const turn = turns;
  const after = (await /** @type {View} */ (views[shown]).show(page, params)) ?? null;
  if (turn !== turns) return after?.(); // another screen came while this one was being drawn
  leave = after;
  const title = page.querySelector("h1");
  if (title && title !== head && !page.contains(document.activeElement)) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
  if (shown !== "control") toTop();
  return undefined;
}

desk.go = (name, params = {}, { replace = false } = {}) => {
  const state = { name, params };
  if (replace) history.replaceState(state, "");
  else history.pushState(state, "");
  return show(name, params);
};
desk.back = () => history.back();

/** Hide everything at once; what is being written is finished first, then the key is dropped. */
desk.hide = async (name = "hidden") => {
  const open = desk.vault;
  emptyDesk();
  desk.go(name, {}, { replace: true });
  await open?.lock();
};

window.addEventListener("popstate", (event) => {
  if (event.state) show(event.state.name, event.state.params);
});

watchClock(() => desk.vault && [drawState(), document.dispatchEvent(new CustomEvent("queue"))]);
vault.lockAfterHidden();
vault.onVaultChange(({ open }) => {
  if (open) recallClock().then(() => desk.vault && [drawState(), tellClock()]);
  else forgetClock();
  if (!open && desk.vault) desk.hide("unlock");
});

sync.onChange((state) => {
  const receipts = desk.queue.lastReceipt?.received_at !== state.lastReceipt?.received_at && state.lastReceipt;
  const isRefused = state.refused > desk.queue.refused;
  desk.queue = state;
  if (state.wiped) return sayErased();
  if (!desk.vault) return;
  drawState();
  if (receipts) say(t("queue.received"));
  if (isRefused) warn(t("queue.refused", { n: state.refused }));
  return document.dispatchEvent(new CustomEvent("queue"));
});

/** Nothing of the form is here any more: that is said, and why, before the page begins anew. */
function sayErased() {
  if (part("page").className === "erased") return;
  emptyDesk();
  desk.go("erased", {}, { replace: true });
}

async function open() {
  history.scrollRestoration = "manual"; // each screen knows where it opens
  tellFaults();
  takeOnce(document);
  await speak(preferred());
  const installed = install().catch(() => {});
  const isInvited = location.hash.startsWith("#enrol=");
  const first = (await vault.isCreated()) && !isInvited ? "unlock" : "enrol";
  await desk.go(first, {}, { replace: true });
  Promise.all([installed, keepAll()]).then(fetchLater);
  sync.startSync();
}

open();

// What the open page holds, for whoever looks into it from outside, as its tests do: of a bundled module there is one.
export * as desk from "./desk.js";
export * as database from "./database.js";
export * as drafts from "./drafts.js";
export * as ids from "./ids.js";
export * as installed from "./installed.js";
export * as notice from "./notice.js";
export * as scan from "./views/scan.js";
export * as sync from "./sync.js";
export * as vault from "./vault.js";
