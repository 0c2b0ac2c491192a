/**
 * The vault of this device: made once with a PIN, opened without a network, wiped when it must be.
 *
 * How it is encrypted: keys.js and records.js. What an open vault can do: opened.js.
 */

import {
  attemptsOn, changeDevice, clearAttempts, countAttempt, forgetDevice, hasExpired, MOST_ATTEMPTS, readDevice,
} from "./device.js";
import { Fault } from "./fault.js";
import { keysOf, makeDeviceKey, makeLock, measureIterations, openLock, random } from "./keys.js";
import { OpenVault } from "./opened.js";
import { hear } from "./pages.js";
import { wipeDevice } from "./wiping.js";

const SHORTEST_PIN = 6;
const listeners = new Set();
let vault = null;

/** Tell whether this device holds a vault; one whose time is over is wiped first. */
export async function isCreated() {
  const device = await readDevice();
  if (device && hasExpired(device)) await wipe();
  else return device !== undefined;
  return false;
}

/**
 * Make this device's vault and open it; the same PIN opens the sensitive part until `changeSensitivePin`.
 * @throws {Fault} pin_short, exists
 */
export async function create(pin) {
  if (pin.length < SHORTEST_PIN) throw new Fault("pin_short", `A PIN has at least ${SHORTEST_PIN} signs`, "Choose a longer one.");
  if (await isCreated()) throw new Fault("exists", "This device holds a vault already", "Unlock it, or wipe it.");
  await navigator.storage?.persist?.();
  const [deviceKey, iterations] = await Promise.all([makeDeviceKey(), measureIterations()]);
  const masters = { main: random(32), sensitive: random(32) };
  const lock = (which) => makeLock(masters[which], pin, deviceKey, iterations);
  const locks = { main: await lock("main"), sensitive: await lock("sensitive") };
  await changeDevice(() => ({ deviceKey, locks, iterations, attempts: 0, sensitiveAttempts: 0, expiresAt: null, seenAt: Date.now() }));
  return opened(masters.main);
}

/**
 * Open the vault; null for a wrong PIN. It is counted on the disk before it is tried; the tenth wrong one wipes.
 * @throws {Fault} no_vault when there is none (any more)
 */
export async function unlock(pin) {
  if (!(await isCreated())) throw new Fault("no_vault", "This device holds no vault", "Enrol it again.");
  const master = await attempt("main", pin);
  return master && opened(master);
}

/** Give the open vault of this page, or null. */
export function current() {
  return vault?.isOpen ? vault : null;
}

/** Give the open vault of this page. Errors: {Fault} locked. */
export function opening() {
  if (!current()) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
  return vault;
}

/** Tell how many wrong PINs on a lock ("main" or "sensitive") are left before the device is wiped. */
export async function attemptsLeft(which = "main") {
  return Math.max(0, MOST_ATTEMPTS - attemptsOn(await readDevice(), which));
}

/** Set until when the device is good, as an ISO moment; after it everything is wiped at the next look. */
export function setExpiry(expiresAt) {
  return changeDevice((device) => device && { ...device, expiresAt });
}

/** Give the moment set by `setExpiry`, or null. */
export async function expiresAt() {
  return (await readDevice())?.expiresAt ?? null;
}

/** Remove everything of the form from this browser: records, keys, cached files, service worker. Cannot be undone. */
export async function wipe() {
  await forgetDevice().catch(() => {});
  await vault?.lock();
  await wipeDevice();
}

/** Call `listener({open, sensitiveOpen})` when the vault or its sensitive part opens or locks; returns a stop function. */
export function onVaultChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lock when the page was hidden for some minutes (a camera or a call hides it for less), and at the device's end. */
export function lockAfterHidden(minutes = 5) {
  let hiddenAt = null;
  let timer = null;
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
    await isCreated();
  });
}

hear((message) => message.wiped && vault?.lock());

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

async function openSensitive(pin) {
  const master = await attempt("sensitive", pin);
  return master && keysOf(master);
}

async function changeSensitive(pin, newPin) {
  if (newPin.length < SHORTEST_PIN) throw new Fault("pin_short", `A PIN has at least ${SHORTEST_PIN} signs`, "Choose a longer one.");
  const master = await attempt("sensitive", pin);
  if (!master) return false;
  const { deviceKey, iterations } = await readDevice();
  const sensitive = await makeLock(master, newPin, deviceKey, iterations);
  await changeDevice((device) => device && { ...device, locks: { ...device.locks, sensitive } });
  return true;
}

async function attempt(which, pin) {
  const device = await countAttempt(which);
  if (!device) return null;
  const tried = attemptsOn(device, which);
  const master = tried > MOST_ATTEMPTS ? null : await openLock(device.locks[which], pin, device.deviceKey);
  if (master) await clearAttempts(which);
  else if (tried >= MOST_ATTEMPTS) await wipe();
  return master;
}
