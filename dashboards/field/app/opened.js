/**
 * An open vault: read and write encrypted records, until it is locked.
 *
 * Stores are plain words ("drafts", "package"); one with a part "sensitive" ("draft:<id>:sensitive") is under the second
 * key. When keys are dropped: locking.js.
 */

import { fetched, found, transact } from "./database.js";
import { Fault } from "./fault.js";
import { makeBox } from "./letters.js";
import { KeyRing } from "./locking.js";

/** An open vault; vault.js makes it, and gives it the means to try a PIN on the second lock. */
export class OpenVault {
  #ring;
  /** @type {Map<string, string>} */
  #groups = new Map();
  #means;

  /**
   * @param {SectionKeys} keys  the main section's
   * @param {{openSensitive: (pin: string) => Promise<SectionKeys|null>,
   *     changeSensitive: (pin: string, newPin: string) => Promise<boolean>, changed: () => void}} means
   */
  constructor(keys, means) {
    this.#ring = new KeyRing(keys, means.changed);
    this.#means = means;
  }

  /** Whether it can be used; false from the moment that locking begins. */
  get isOpen() {
    return this.#ring.isOpen;
  }

  /** Whether the second key is there now. */
  get isSensitiveOpen() {
    return this.#ring.isSensitiveOpen;
  }

  /**
   * Read a value; undefined when there is none. Errors: {Fault} locked, sensitive_locked.
   * @template {string} S @template {string} K @param {S} store @param {K} key
   * @returns {Promise<Stored<S, K>|undefined>}
   */
  async get(store, key) {
    const sealer = this.#ring.of(store);
    const { id } = await sealer.named(store, key);
    const record = await fetched((objects) => objects.get(id));
    return record && sealer.open(record);
  }

  /**
   * Write a value; resolves when it is on the disk. Errors: as `putMany`.
   * @template {string} S @template {string} K @param {S} store @param {K} key @param {Stored<S, K>} value
   */
  put(store, key, value) {
    return this.putMany([[store, key, value]]);
  }

  /**
   * Write several values, all of them or none; resolves when they are on the disk.
   * @param {Entry[]} entries  plain JSON or a Uint8Array; undefined deletes
   * @throws {Fault} locked, sensitive_locked, storage_full
   */
  async putMany(entries) {
    const made = await Promise.all(entries.map((entry) => this.#sealed(entry)));
    await transact("records", "readwrite", (objects) => {
      for (const record of made) "data" in record ? objects.put(record) : objects.delete(record.id);
    }).catch((error) => {
      const isFull = error.name === "QuotaExceededError";
      throw isFull ? new Fault("storage_full", "This device has no room left", "Make room, then go on.") : error;
    });
  }

  /** Delete a value; nothing happens when there is none. @param {string} store @param {string} key */
  delete(store, key) {
    return this.putMany([[store, key, undefined]]);
  }

  /** List the keys of a store, in no order. Errors: {Fault} locked, sensitive_locked. @param {string} store */
  async keys(store) {
    const sealer = this.#ring.of(store);
    const group = await this.#group(store);
    const records = await fetched((objects) => objects.index("group").getAll(group));
    return Promise.all(records.map((record) => sealer.keyOf(record)));
  }

  /** Count the values of a store; works while the second key is away. @param {string} store */
  async count(store) {
    const group = await this.#group(store);
    return fetched((objects) => objects.index("group").count(group));
  }

  /** Delete all values of a store; works while the second key is away. @param {string} store */
  async clear(store) {
    const group = await this.#group(store);
    await transact("records", "readwrite", (objects) => {
      found(objects.index("group").getAllKeys(group), (ids) => ids.forEach((id) => objects.delete(id)));
    });
  }

  /** Lock everything; resolves when pending answers are on the disk and the keys are gone. */
  lock() {
    return this.#ring.lock();
  }

  /**
   * Have `hook("main" | "sensitive")` awaited before a key is dropped; returns a function that takes it back.
   * @param {(which: SectionName) => unknown} hook
   */
  beforeLock(hook) {
    return this.#ring.beforeLock(hook);
  }

  /** Have `hook()` awaited when the second key has come; returns a function that takes it back. @param {() => unknown} hook */
  afterSensitiveOpen(hook) {
    return this.#ring.afterSensitiveOpen(hook);
  }

  /**
   * Open the second key, and bring the sensitive answers of an open draft; false for a wrong PIN, which is counted.
   * @param {string} pin
   */
  async unlockSensitive(pin) {
    const keys = this.isOpen ? await this.#means.openSensitive(pin) : null;
    const isOpen = keys ? await this.#ring.addSensitive(keys) : false;
    if (isOpen) await this.prepareBox();
    return isOpen;
  }

  /**
   * Make the box for answers that come while the second key is away, unless it is there: once it is, it stays.
   * @param {SectionKeys} [keys]  the second key's, where it is not open: on the day on which the vault is made
   */
  async prepareBox(keys) {
    if (await this.get("letters", "box")) return;
    if (keys) await this.#ring.addSensitive(keys);
    const { box, key } = await makeBox();
    await this.putMany([["letters:sensitive", box.id, key], ["letters", "box", box]]);
    if (keys) await this.lockSensitive();
  }

  /** Give the second lock a PIN of its own; false when `pin`, its PIN until now, is wrong. @param {string} pin @param {string} newPin */
  changeSensitivePin(pin, newPin) {
    return this.#means.changeSensitive(pin, newPin);
  }

  /** Drop the second key, after pending answers under it reached the disk. */
  lockSensitive() {
    return this.#ring.lockSensitive();
  }

  /** Say that sensitive answers are being looked at, so that the two minutes begin again. */
  touchSensitive() {
    if (this.isSensitiveOpen) this.#ring.touchSensitive();
  }

  /** Drop the second key when its time is over though timers slept. */
  lockSensitiveIfIdle() {
    return this.#ring.lockSensitiveIfIdle();
  }

  /** @param {Entry} entry */
  async #sealed([store, key, value]) {
    const sealer = this.#ring.of(store);
    if (value === undefined) return { id: (await sealer.named(store, key)).id };
    const [group, record] = await Promise.all([this.#group(store), sealer.seal(store, key, value)]);
    return { ...record, group };
  }

  /** @param {string} store */
  async #group(store) {
    const main = this.#ring.main;
    const group = this.#groups.get(store) ?? (await main.hash("group of", store));
    this.#groups.set(store, group);
    return group;
  }
}
