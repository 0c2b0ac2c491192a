/**
 * The plain record of this device: its key, its two locks, how often a wrong PIN was typed, and until when it is good.
 *
 *     {deviceKey, locks: {main, sensitive}, iterations, attempts, sensitiveAttempts, expiresAt, isOver, owner}
 *
 * `isOver`: the office said that its days are over. `owner`: a keyed hash of whom it belongs to. It is the only thing that
 * is stored unencrypted, and it says nothing about anybody.
 */

import { found, read, transact } from "./database.js";

const KEY = "this";

/** How many wrong PINs in a row bar a lock, until the office gives a new code. */
export const MOST_ATTEMPTS = 10;

/** Each lock is counted by itself: who knows the first PIN must not try the second one for ever. */
/** @type {Record<SectionName, "attempts"|"sensitiveAttempts">} */
const COUNTERS = { main: "attempts", sensitive: "sensitiveAttempts" };

/** Give the record, or undefined when this browser holds no vault. @returns {Promise<Device|undefined>} */
export function readDevice() {
  return read("device", KEY);
}

/**
 * Change the record in one transaction, so that two pages that try PINs at once are both counted.
 *
 * @param {(device: Device|undefined) => Device|undefined} change  gives the record to store
 * @returns {Promise<Device|undefined>} the record as stored
 */
export function changeDevice(change) {
  /** @param {IDBObjectStore} objects @param {(device: Device|undefined) => void} keep */
  const work = (objects, keep) => found(objects.get(KEY), (device) => {
    const changed = change(device);
    if (changed) objects.put(changed, KEY);
    keep(changed);
  });
  return transact("device", "readwrite", work);
}

/**
 * Tell how often in a row a wrong PIN was typed on a lock ("main" or "sensitive") of a record.
 * @param {Device|undefined} device @param {SectionName} which
 */
export function attemptsOn(device, which) {
  return device?.[COUNTERS[which]] ?? 0;
}

/**
 * Count an attempt on the disk BEFORE the PIN is tried: pulling the plug while it is tried does not give it back.
 *
 * @param {SectionName} which
 * @returns the record with the attempt counted, or undefined when there is none
 */
export function countAttempt(which) {
  return changeDevice((device) => device && { ...device, [COUNTERS[which]]: attemptsOn(device, which) + 1 });
}

/** Forget wrong attempts on a lock after a right one. @param {SectionName} which */
export function clearAttempts(which) {
  return changeDevice((device) => device && { ...device, [COUNTERS[which]]: 0 });
}

/** Let PINs be tried on both locks again: the office has given a code for this device. */
export function clearAllAttempts() {
  return changeDevice((device) => device && { ...device, attempts: 0, sensitiveAttempts: 0 });
}

/** Bar both locks until the office gives a code for whom this device belongs to. */
export function barAttempts() {
  return changeDevice((device) => device && { ...device, attempts: MOST_ATTEMPTS, sensitiveAttempts: MOST_ATTEMPTS });
}

/**
 * Tell whether the device's days are over, by the office's word or by this telephone's clock now. A clock can be wrong, so
 * nothing may be thrown away for it; put right, it gives the days back.
 * @param {Device} device
 */
export function hasEnded(device, now = Date.now()) {
  return Boolean(device.isOver) || (device.expiresAt !== null && now >= Date.parse(device.expiresAt));
}

/** Throw the device's key and locks away, which makes every record unreadable: the first thing that a wipe does. */
export function forgetDevice() {
  return transact("device", "readwrite", (objects) => objects.clear());
}
