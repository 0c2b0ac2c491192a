/**
 * Encrypted records under names that tell nothing.
 *
 * A record is {id, group, name, nameIv, data, iv}: `id` is a keyed hash of store and key, `group` one of the store, so
 * that a copy of the database shows how many records there are and how large, and nothing else. Each ciphertext is
 * bound to its id: moving one to another place makes it unreadable.
 */

import { random } from "./keys.js";
import { hex } from "./ids.js";

const text = new TextEncoder();
const JSON_VALUE = 0;
const BYTES_VALUE = 1;

/** What one section (main, sensitive) seals and opens records with; forgets all names when it is thrown away. */
export class Sealer {
  #keys;
  /** @type {Map<string, SealedName>} */
  #named = new Map();

  /** @param {{data: CryptoKey, name: CryptoKey}} keys  as keys.js derives them */
  constructor(keys) {
    this.#keys = keys;
  }

  /** Give the opaque hash of a name. @param {...string} names */
  async hash(...names) {
    return hex(await crypto.subtle.sign("HMAC", this.#keys.name, text.encode(JSON.stringify(names))));
  }

  /**
   * Give {id, name, nameIv} of a record; worked out once, since each answer is written under the same name again.
   * @param {string} store @param {string} key
   */
  async named(store, key) {
    const place = `${store}\n${key}`;
    const named = this.#named.get(place) ?? (await this.#name(store, key));
    this.#named.set(place, named);
    return named;
  }

  /** Encrypt a value (plain JSON, or a Uint8Array) under its name. @param {string} store @param {string} key @param {Sealable} value */
  async seal(store, key, value) {
    const named = await this.named(store, key);
    const iv = random(12);
    const data = await crypto.subtle.encrypt(cipher(iv, named.id), this.#keys.data, packed(value));
    return { ...named, iv, data };
  }

  /**
   * Decrypt a record's value.
   * @param {SealedRecord} record
   * @throws OperationError when it was changed, moved, or sealed by another section
   */
  async open(record) {
    return unpacked(await crypto.subtle.decrypt(cipher(record.iv, record.id), this.#keys.data, record.data));
  }

  /** Decrypt the key under which a record was stored. @param {SealedName} record */
  async keyOf(record) {
    return unpacked(await crypto.subtle.decrypt(cipher(record.nameIv, record.id), this.#keys.data, record.name));
  }

  /** @param {string} store @param {string} key */
  async #name(store, key) {
    const id = await this.hash(store, key);
    const nameIv = random(12);
    const name = await crypto.subtle.encrypt(cipher(nameIv, id), this.#keys.data, packed(key));
    return { id, name, nameIv };
  }
}

/** @param {Bytes} iv @param {string} id */
function cipher(iv, id) {
  return { name: "AES-GCM", iv, additionalData: text.encode(id) };
}

/** @param {Sealable} value */
function packed(value) {
  const isBytes = value instanceof Uint8Array;
  const body = isBytes ? value : text.encode(JSON.stringify(value));
  const whole = new Uint8Array(body.length + 1);
  whole[0] = isBytes ? BYTES_VALUE : JSON_VALUE;
  whole.set(body, 1);
  return whole;
}

/** @param {ArrayBuffer} buffer */
function unpacked(buffer) {
  const whole = new Uint8Array(buffer);
  return whole[0] === BYTES_VALUE ? whole.slice(1) : JSON.parse(new TextDecoder().decode(whole.subarray(1)));
}
