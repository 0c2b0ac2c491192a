/**
 * The queue: when it runs, and what screens are told of it. How one delivery goes: queue.js.
 *
 * It runs in the page, since only the page can open the vault; one page at a time.
 */

import { waitUntil } from "./backoff.js";
import { readDeliveries, unconfirmed } from "./deliveries.js";
import { plainFault } from "./fault.js";
import { Heard } from "./heard.js";
import { hear } from "./pages.js";
import { deliver } from "./queue.js";
import { isRefused } from "./sending.js";
import { ask, onReach } from "./server.js";
import { current, isCreated, onVaultChange } from "./vault.js";

export {
  checklistOf, enrol, keepNumber, keptPackage as package, me, readsOf, refreshPackage, renew, rulesOf, textsOf,
} from "./packages.js";

const LONGEST_WAIT_MILLISECONDS = 20_000;
const LOOK_AGAIN_MILLISECONDS = 30_000;
/** @type {Heard<[QueueState]>} */
const states = new Heard();
/** @type {QueueState} */
let state = { online: navigator.onLine, queued: 0, refused: 0, attachments: 0, sending: false, lastReceipt: null, fault: null, isUnknown: false, wiped: null };
/** @type {number|undefined} */
let timer;
/** @type {number|undefined} */
let looking;
/** @type {Promise<unknown>} */
let running = Promise.resolve();

/** Give what screens show: {online, queued, refused, attachments, sending, lastReceipt, fault, isUnknown, wiped: null or why}. */
export function status() {
  return state;
}

/** Call `listener(status)` whenever it changes; returns a function that stops it. @param {(state: QueueState) => unknown} listener */
export function onChange(listener) {
  return states.onChange(listener);
}

/**
 * Send what is due, after what is being sent already; a page that waits too long for another leaves it to that one.
 * @param {{now?: boolean}} options  now: do not wait for the time of the next try
 * @returns {Promise<QueueState>} the status afterwards
 */
export function run({ now = false } = {}) {
  running = running.then(() => current() && once(now)).catch((error) => say({ sending: false, fault: plainFault(error) }));
  return running.then(() => state);
}

/** Run at start, when the network comes back, when the page is looked at, when something is queued, and at the next try. */
export function startSync() {
  addEventListener("online", () => run({ now: true }));
  addEventListener("offline", () => say({ online: false }));
  document.addEventListener("visibilitychange", () => document.hidden || run());
  onVaultChange(({ open }) => open && run({ now: true }));
  hear((message) => message.delivery && !state.sending && run());
  isCreated().then((is) => is && !current() && look()); // a lost device hears that it was revoked, though nobody opens it
  return run({ now: true });
}

onReach((online) => {
  if (online !== state.online) say({ online });
  clearTimeout(looking);
  if (!online) looking = setTimeout(() => run(), LOOK_AGAIN_MILLISECONDS);
});

hear((message) => (message.wiped ? say({ wiped: message.wiped, queued: 0, refused: 0, attachments: 0, sending: false }) : count()));

/** @param {boolean} now */
async function once(now) {
  const signal = AbortSignal.timeout(LONGEST_WAIT_MILLISECONDS);
  await navigator.locks.request("vigie-sync", { signal }, () => carry(now)).catch((error) => {
    if (error.name !== "TimeoutError") throw error;
  });
  await count();
}

/** Ask for nothing much: whether the server is there, and whether it still knows this device. Nobody waits for it. */
function look() {
  ask("me").then(() => known(true), (fault) => fault.kind === "unknown" && known(false));
}

/** @param {boolean} isKnown */
function known(isKnown) {
  if (state.isUnknown === isKnown) say({ isUnknown: !isKnown });
}

/** @param {boolean} now */
async function carry(now) {
  const vault = current();
  if (!vault) return; // it was locked while another page was carrying
  /** @param {Delivery} one */
  const due = (one) => one.state === "queued" && (now || !waitUntil(one.next_at));
  const tried = new Set();
  for (;;) {
    const next = (await readDeliveries(vault)).find((one) => due(one) && !tried.has(one.id + one.sha256));
    if (!next || !vault.isOpen) break;
    tried.add(next.id + next.sha256);
    say({ sending: true });
    const goesOn = await deliver(vault, next).then(delivered, failed);
    if (!goesOn) break;
  }
  say({ sending: false });
  if ((now || !state.online) && !tried.size && vault.isOpen) look();
}

/** @param {QueueState["lastReceipt"]} receipt */
function delivered(receipt) {
  if (receipt) say({ lastReceipt: receipt, fault: null, isUnknown: false });
  return true;
}

/** @param {unknown} fault */
function failed(fault) {
  if (!current()) return false; // locked meanwhile: it goes on after the next PIN
  const { kind, code } = /** @type {Caught} */ (fault);
  say({ fault: plainFault(fault), isUnknown: kind === "unknown" || (code === "offline" && state.isUnknown) });
  return kind === "away" && code !== "offline";
}

async function count() {
  const vault = current();
  if (!vault) return;
  const all = await readDeliveries(vault);
  const waiting = all.filter((one) => one.state === "queued");
  clearTimeout(timer);
  const wait = Math.min(...waiting.map((one) => waitUntil(one.next_at)));
  if (waiting.length) timer = setTimeout(() => run(), Math.max(wait, 500));
  say({ queued: waiting.length, refused: all.filter(isRefused).length, attachments: waiting.flatMap(unconfirmed).length });
}

/** @param {Partial<QueueState>} change */
function say(change) {
  state = { ...state, ...change };
  states.changed(state);
}
