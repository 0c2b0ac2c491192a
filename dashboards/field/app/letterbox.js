/**
 * Letters in an open vault: what is answered while the second key is away is kept for it alone (letters.js).
 * @module
 */
import { Fault } from "./fault.js";
import { openLetter, sealLetter } from "./letters.js";

/**
 * Keep a value that only the second key will read, while that is away.
 * @param {OpenVault} vault @param {`draft:${string}:letters`} store @param {string} key @param {object} value
 * @throws {Fault} sensitive_locked on a device of before, until its guarded part was opened once
 */
export async function putLetter(vault, store, key, value) {
  const box = await vault.get("letters", "box");
  if (!box) throw new Fault("sensitive_locked", "The sensitive part is locked", "Enter its PIN.");
  await vault.put(store, key, await sealLetter(box, value));
}

/** Read such a value. Errors: {Fault} sensitive_locked. @param {OpenVault} vault @param {`draft:${string}:letters`} store @param {string} key */
export async function getLetter(vault, store, key) {
  const letter = await vault.get(store, key);
  const box = letter && (await vault.get("letters:sensitive", letter.box));
  return letter && box && openLetter(box, letter);
}
