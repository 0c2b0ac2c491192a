/**
 * Keys: how a PIN and this device together open a vault. Pure WebCrypto, no storage.
 *
 *     PIN ── PBKDF2-SHA256(salt, iterations) ── HMAC(device key) ── opens ── master (32 random bytes)
 *     master ── HKDF ── data key (AES-GCM 256) and name key (HMAC)
 *
 * The device key is made here, cannot be exported and never leaves this browser's profile: who copies the records alone
 * has nothing to try PINs on. Who copies the whole profile of an unlocked phone has: then only the iterations, and the
 * encryption of the phone itself, stand in the way of a short PIN.
 */

const LEAST_ITERATIONS = 310_000;
const MOST_ITERATIONS = 1_200_000;
const WANTED_MILLISECONDS = 400; // an unlock stays under a second on a phone that slows down when it is warm
const text = new TextEncoder();

/** Give random bytes. @param {number} length */
export function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Measure this device, and give the number of iterations that takes some 400 ms on it, within fixed bounds. */
export async function measureIterations() {
  const sample = 60_000;
  await stretch("warm up", random(16), 1_000);
  const began = performance.now();
  await stretch("measure", random(16), sample);
  const each = Math.max(performance.now() - began, 0.1) / sample;
  return Math.min(MOST_ITERATIONS, Math.max(LEAST_ITERATIONS, Math.round(WANTED_MILLISECONDS / each)));
}

/** Make the key that binds a vault to this device: usable here, exportable nowhere. */
export function makeDeviceKey() {
  return crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/**
 * Close `master` under a PIN and the device key.
 *
 * @param {Bytes} master @param {string} pin @param {CryptoKey} deviceKey @param {number} iterations
 * @returns {Promise<PinLock>}  a lock: safe to store, useless without both
 */
export async function makeLock(master, pin, deviceKey, iterations) {
  const [salt, iv] = [random(16), random(12)];
  const key = await lockKey(pin, salt, iterations, deviceKey);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, master));
  return { salt, iterations, iv, sealed };
}

/**
 * Open a lock; null when the PIN is wrong or the lock is of another device.
 * @param {PinLock} lock @param {string} pin @param {CryptoKey} deviceKey
 */
export async function openLock(lock, pin, deviceKey) {
  const key = await lockKey(pin, lock.salt, lock.iterations, deviceKey);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: lock.iv }, key, lock.sealed));
  } catch {
    return null;
  }
}

/**
 * Derive what a section of the vault works with from its master: {data, name}, neither of which can be exported.
 * @param {Bytes} master
 */
export async function keysOf(master) {
  const root = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveKey"]);
  /** @param {string} info */
  const from = (info) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: text.encode(info) });
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  return {
    data: await crypto.subtle.deriveKey(from("vigie data"), root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    name: await crypto.subtle.deriveKey(from("vigie names"), root, hmac, false, ["sign"]),
  };
}

/** Give a hash of a text that only this device can make, and nobody can read back. @param {CryptoKey} deviceKey @param {string} words */
export async function deviceHash(deviceKey, words) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", deviceKey, text.encode(words)));
}

/** @param {string} pin @param {Bytes} salt @param {number} iterations @param {CryptoKey} deviceKey */
async function lockKey(pin, salt, iterations, deviceKey) {
  const bound = await crypto.subtle.sign("HMAC", deviceKey, await stretch(pin, salt, iterations));
  return crypto.subtle.importKey("raw", bound, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {string} pin @param {Bytes} salt @param {number} iterations */
async function stretch(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", text.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, 256);
}
