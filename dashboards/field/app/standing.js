/**
 * How this device stands with the office: whom it belongs to, until when it is good, and a new code for it. Nothing of it
 * takes anything off the device.
 */

import { barAttempts, changeDevice, clearAllAttempts, hasEnded, readDevice } from "./device.js";
import { Fault } from "./fault.js";
import { hex } from "./ids.js";
import { deviceHash } from "./keys.js";
import { tell } from "./pages.js";

/** Tell whether the device's days are over: nothing new is begun then, and what is here can still be finished and sent. */
export async function isEnded() {
  const device = await readDevice();
  return device !== undefined && hasEnded(device);
}

/** Set until when the device is good, as an ISO moment, by the office's word. @param {Moment} expiresAt */
export function setExpiry(expiresAt) {
  return changeDevice((device) => device && { ...device, expiresAt, isOver: false });
}

/** Remember the office's word that the device's days are over. */
export function noteOver() {
  return changeDevice((device) => device && { ...device, isOver: true });
}

/** Give the moment until which the office said that the device is good, or null. */
export async function expiresAt() {
  return (await readDevice())?.expiresAt ?? null;
}

/**
 * Take in whom the office says that this device belongs to, and until when it is good.
 * @param {{user: string, expires_at: string}} me
 * @throws {Fault} other_user when what is here is somebody else's: the vault is barred, and nothing of it leaves as theirs
 */
export async function belongsTo(me) {
  const device = await readDevice();
  if (!device) return;
  const owner = hex(await deviceHash(device.deviceKey, me.user));
  if (device.owner && device.owner !== owner) {
    await barAttempts();
    tell({ barred: true });
    throw new Fault("other_user", "What is on this device is somebody else's", "Ask for a code for the one whose work it is.");
  }
  await changeDevice((one) => one && { ...one, owner, expiresAt: me.expires_at, isOver: false });
}

/** Let PINs be tried again after a new code of the office; everything stays as it is. Errors: as `belongsTo`. @param {Me} me */
export async function renew(me) {
  await belongsTo(me);
  await clearAllAttempts();
}
