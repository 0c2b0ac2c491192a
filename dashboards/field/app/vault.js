/**
 * The vault of this device: made once with a PIN, opened without a network, wiped on the office's word or by hand.
 *
 * No clock and no number of wrong PINs wipes it: a clock can be wrong, and whoever is controlled can type wrong PINs.
 * How it is encrypted: keys.js and records.js. What an open vault can do: opened.js.
 */

import { attemptsOn, changeDevice, clearAttempts, countAttempt, forgetDevice, MOST_ATTEMPTS, readDevice } from "./device.js";
import { Fault } from "./fault.js";
import { keysOf, makeDeviceKey, makeLock, measureIterations, openLock, random } from "./keys.js";
import { OpenVault } from "./opened.js";
import { hear } from "./pages.js";
import { wipeDevice } from "./wiping.js";

export { belongsTo, expiresAt, isEnded, noteOver, renew, setExpiry } from "./standing.js";

const SHORTEST_PIN = 6;
/** @type {Set<(state: VaultState) => unknown>} */
const listeners = new Set();
/** @type {OpenVault|null} */
let vault = null;

/** Tell whether this device holds a vault. */
export async function isCreated() {
  return (await readDevice()) !== undefined;
}

/**
 * Make this device's vault and open it; the same PIN opens the sensitive part until `changeSensitivePin`.
 * @param {string} pin
 * @throws {Fault} pin_short, exists
 */
export async function create(pin) {
  if (pin.length < SHORTEST_PIN) throw new Fault("pin_short", `A PIN has at least ${SHORTEST_PIN} signs`, "Choose a longer one.");
  if (await isCreated()) throw new Fault("exists", "This device holds a vault already", "Unlock it, or wipe it.");
  await navigator.storage?.persist?.();
  const [deviceKey, iterations] = await Promise.all([makeDeviceKey(), measureIterations()]);
  const masters = { main: random(32), sensitive: random(32) };
  /** @param {SectionName} which */
  const lock = (which) => makeLock(masters[which], pin, deviceKey, iterations);
  const locks = { main: await lock("main"), sensitive: await lock("sensitive") };
  await changeDevice(() => ({ deviceKey, locks, iterations, attempts: 0, sensitiveAttempts: 0, expiresAt: null, isOver: false }));
  const made = await opened(masters.main);
  await made.prepareBox(await keysOf(masters.sensitive));
  return made;
}

/**
 * Open the vault; null for a wrong PIN. It is counted on the disk before it is tried; after the tenth wrong one none is
 * tried any more, the right one neither, until the office has given a new code (`renew`).
 * @param {string} pin
 * @throws {Fault} no_vault when there is none (any more)
 */
export async function unlock(pin) {
  if (!(await isCreated())) throw new Fault("no_vault", "This device holds no vault", "Enrol it again.");
  const master = await attempt("main", pin);
  return master && opened(master);
}

/** Tell whether a PIN is the right one, without opening anything; a wrong one is counted. @param {string} pin */
export async function isPin(pin) {
  return (await attempt("main", pin)) !== null;
}

/** Give the open vault of this page, or null. */
export function current() {
  return vault?.isOpen ? vault : null;
}

/** Give the open vault of this page. Errors: {Fault} locked. */
export function opening() {
  const open = current();
  if (!open) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
  return open;
}

/** Tell how many PINs may still be tried on a lock before the office is needed. @param {SectionName} which */
export async function attemptsLeft(which = "main") {
  return Math.max(0, MOST_ATTEMPTS - attemptsOn(await readDevice(), which));
}

/**
 * Remove everything of the form from this browser: records, keys, cached files, service worker. Cannot be undone.
 * @param {Wiped} why  by the office's word, or by the hand of whoever has the PIN
 */
export async function wipe(why = "asked") {
  await forgetDevice().catch(() => {});
  await vault?.lock();
  await wipeDevice(why);
}

/**
 * Call `listener({open, sensitiveOpen})` when the vault or its sensitive part opens or locks; returns a stop function.
 * @param {(state: VaultState) => unknown} listener
 */
export function onVaultChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lock when the page was hidden for some minutes; a camera or a call hides it for less. */
export function lockAfterHidden(minutes = 5) {
  /** @type {number|null} */
  let hiddenAt = null;
  /** @type {number|undefined} */
  let timer;
  document.addEventListener("visibilitychange", async () => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = Date.now();
      timer = setTimeout(() => vault?.lock(), minutes * 60_000);
      return;
    }
    const wasLong = hiddenAt !== null && Date.now() - hiddenAt >= minutes * 60_000;
    if (wasLong) await vault?.lock();
    else await vault?.lockSensitiveIfIdle();
  });
}

hear((message) => (message.wiped || message.barred) && vault?.lock());

/** @param {Bytes} master */
function opened(master) {
  return keysOf(master).then((keys) => {
    vault = new OpenVault(keys, { openSensitive, changeSensitive, changed: announce });
    announce();
    return vault;
  });
}

function announce() {
  const state = { open: current() !== null, sensitiveOpen: current()?.isSensitiveOpen ?? false };
  listeners.forEach((listener) => listener(state));
}

/** @param {string} pin */
async function openSensitive(pin) {
  const master = await attempt("sensitive", pin);
  return master && keysOf(master);
}

/** @param {string} pin @param {string} newPin */
async function changeSensitive(pin, newPin) {
  if (newPin.length < SHORTEST_PIN) throw new Fault("pin_short", `A PIN has at least ${SHORTEST_PIN} signs`, "Choose a longer one.");
  const master = await attempt("sensitive", pin);
  const known = await readDevice();
  if (!master || !known) return false;
  const sensitive = await makeLock(master, newPin, known.deviceKey, known.iterations);
  await changeDevice((device) => device && { ...device, locks: { ...device.locks, sensitive } });
  return true;
}

/** @param {SectionName} which @param {string} pin */
async function attempt(which, pin) {
  if (!(await attemptsLeft(which))) return null;
  const device = await countAttempt(which);
  if (!device || attemptsOn(device, which) > MOST_ATTEMPTS) return null; // another page has tried at the same time
  const master = await openLock(device.locks[which], pin, device.deviceKey);
  if (master) await clearAttempts(which);
  return master;
}
