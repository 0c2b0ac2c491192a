/**
 * Letters to the guarded part: an answer that is given while the second key is away is sealed so that only that key reads it.
 *
 * A pair of keys is made while the guarded part is open. Its public half stands with the ordinary records, the private one
 * under the second key: whoever holds the telephone with the first PIN alone may put letters in, and take none out.
 *
 *     letter = ephemeral P-256 key ── ECDH with the box ── HKDF ── AES-GCM 256 of JSON {steps, value, at}
 */

import { Fault } from "./fault.js";
import { newId } from "./ids.js";
import { random } from "./keys.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const text = new TextEncoder();

/** Make a box: what may be left with ordinary records, and what only the second key may hold. */
export async function makeBox() {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const id = newId();
  const [slot, key] = await Promise.all([pair.publicKey, pair.privateKey].map((one) => crypto.subtle.exportKey("jwk", one)));
  return { box: { id, slot }, key: { id, key } };
}

/**
 * Seal a value into a box.
 * @param {Box} box @param {object} value  plain JSON
 * @returns {Promise<Letter>}
 */
export async function sealLetter(box, value) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const slot = await crypto.subtle.importKey("jwk", box.slot, CURVE, true, []);
  const from = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const iv = random(12);
  const key = await shared(pair.privateKey, slot, box.id, "encrypt");
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text.encode(JSON.stringify(value))));
  return { box: box.id, from, iv: [...iv], data: [...data] };
}

/**
 * Open a letter. Errors: OperationError when it was changed, or is of another box.
 * @param {BoxKey} box @param {Letter} letter
 */
export async function openLetter(box, letter) {
  const own = await crypto.subtle.importKey("jwk", box.key, CURVE, false, ["deriveBits"]);
  const from = await crypto.subtle.importKey("jwk", letter.from, CURVE, true, []);
  const key = await shared(own, from, letter.box, "decrypt");
  const cipher = { name: "AES-GCM", iv: new Uint8Array(letter.iv) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(cipher, key, new Uint8Array(letter.data))));
}

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

/** @param {CryptoKey} own @param {CryptoKey} other @param {string} box @param {KeyUsage} use */
async function shared(own, other, box, use) {
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const root = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: text.encode(`vigie letter ${box}`) };
  return crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, [use]);
}
