/**
 * An open vault: read and write encrypted records, until it is locked.
 *
 * Stores are plain words ("drafts", "package"); one with a part "sensitive" ("draft:<id>:sensitive") is under the second
 * key, which locks by itself after two minutes without use. Locking first lets pending answers reach the disk.
 */

import { transact } from "./database.js";
import { Fault } from "./fault.js";
import { Sealer } from "./records.js";

const SENSITIVE_IDLE_MILLISECONDS = 120_000;
const LONGEST_FLUSH_MILLISECONDS = 3_000; // a full disk must not keep a vault open

/** Tell whether a store is under the second key. */
export function isSensitiveStore(store) {
  return store.split(":").includes("sensitive");
}

/** An open vault; vault.js makes it, and gives it the means to try a PIN on the second lock. */
export class OpenVault {
  #main;
  #sensitive = null;
  #usedAt = 0;
  #timer = null;
  #locking = null;
  #lockingSensitive = null;
  #hooks = new Set();
  #groups = new Map();
  #means;

  /**
   * @param {object} keys   the main section's keys
   * @param {{openSensitive: (pin: string) => Promise<object|null>, changeSensitive: Function, changed: () => void}} means
   */
  constructor(keys, means) {
    this.#main = new Sealer(keys);
    this.#means = means;
  }

  /** Whether it can be used; false from the moment that locking begins. */
  get isOpen() {
    return this.#main !== null && this.#locking === null;
  }

  /** Whether the second key is there now. */
  get isSensitiveOpen() {
    return this.isOpen && this.#sensitive !== null && this.#lockingSensitive === null;
  }

  /**
   * Read a value; undefined when there is none.
   * @throws {Fault} locked, sensitive_locked
   */
  async get(store, key) {
    const sealer = this.#sealer(store);
    const { id } = await sealer.named(store, key);
    const record = await records("readonly", (objects) => objects.get(id));
    return record && sealer.open(record);
  }

  /** Write a value; resolves when it is on the disk. Errors: as `putMany`. */
  put(store, key, value) {
    return this.putMany([[store, key, value]]);
  }

  /**
   * Write several values, all of them or none; resolves when they are on the disk.
   * @param {[store: string, key: string, value: any][]} entries  value undefined deletes
   * @throws {Fault} locked, sensitive_locked, storage_full
   */
  async putMany(entries) {
    const made = await Promise.all(entries.map((entry) => this.#sealed(...entry)));
    await transact("records", "readwrite", (objects) => {
      for (const record of made) record.data ? objects.put(record) : objects.delete(record.id);
    }).catch((error) => {
      const isFull = error.name === "QuotaExceededError";
      throw isFull ? new Fault("storage_full", "This device has no room left", "Make room, then go on.") : error;
    });
  }

  /** Delete a value; nothing happens when there is none. */
  delete(store, key) {
    return this.putMany([[store, key, undefined]]);
  }

  /** List the keys of a store, in no order. Errors: locked, sensitive_locked. */
  async keys(store) {
    const sealer = this.#sealer(store);
    const group = await this.#group(store);
    const found = await records("readonly", (objects) => objects.index("group").getAll(group));
    return Promise.all(found.map((record) => sealer.keyOf(record)));
  }

  /** Count the values of a store; works while the second key is away. */
  async count(store) {
    const group = await this.#group(store);
    return records("readonly", (objects) => objects.index("group").count(group));
  }

  /** Delete all values of a store; works while the second key is away. */
  async clear(store) {
    const group = await this.#group(store);
    await transact("records", "readwrite", (objects) => {
      objects.index("group").getAllKeys(group).onsuccess = (event) => event.target.result.forEach((id) => objects.delete(id));
    });
  }

  /** Have `hook("main" | "sensitive")` awaited before a key is dropped; returns a function that takes it back. */
  beforeLock(hook) {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** Lock everything. Screens hear of it at once; pending answers reach the disk before the keys are dropped. */
  lock() {
    this.#locking ??= (async () => {
      await this.#settle("main");
      clearTimeout(this.#timer);
      this.#main = this.#sensitive = null;
    })();
    this.#means.changed();
    return this.#locking;
  }

  /** Open the second key; false for a wrong PIN, which counts as one on the way to the wipe. */
  async unlockSensitive(pin) {
    const keys = this.isOpen ? await this.#means.openSensitive(pin) : null;
    await this.#lockingSensitive;
    if (!keys || !this.isOpen) return false;
    this.#sensitive = new Sealer(keys);
    this.touchSensitive();
    this.#means.changed();
    return true;
  }

  /** Give the second lock a PIN of its own; false when `pin`, its PIN until now, is wrong. */
  changeSensitivePin(pin, newPin) {
    return this.#means.changeSensitive(pin, newPin);
  }

  /** Drop the second key, after pending answers under it reached the disk. */
  lockSensitive() {
    if (!this.#sensitive) return Promise.resolve();
    this.#lockingSensitive ??= (async () => {
      clearTimeout(this.#timer);
      await this.#settle("sensitive");
      this.#sensitive = this.#lockingSensitive = null;
      this.#means.changed();
    })();
    return this.#lockingSensitive;
  }

  /** Say that sensitive answers are being looked at, so that the two minutes begin again. */
  touchSensitive() {
    this.#usedAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.lockSensitive(), SENSITIVE_IDLE_MILLISECONDS);
  }

  /** Lock the second key when its time is over though timers slept, as they do on a phone in a pocket. */
  async lockSensitiveIfIdle() {
    if (this.#sensitive && Date.now() - this.#usedAt >= SENSITIVE_IDLE_MILLISECONDS) await this.lockSensitive();
  }

  #sealer(store) {
    if (!this.#main) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
    if (!isSensitiveStore(store)) return this.#main;
    if (!this.#sensitive) throw new Fault("sensitive_locked", "The sensitive part is locked", "Enter its PIN.");
    this.touchSensitive();
    return this.#sensitive;
  }

  async #sealed(store, key, value) {
    const sealer = this.#sealer(store);
    if (value === undefined) return { id: (await sealer.named(store, key)).id };
    const [group, record] = await Promise.all([this.#group(store), sealer.seal(store, key, value)]);
    return { ...record, group };
  }

  async #group(store) {
    if (!this.#main) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
    if (!this.#groups.has(store)) this.#groups.set(store, await this.#main.hash("group of", store));
    return this.#groups.get(store);
  }

  async #settle(which) {
    const all = Promise.allSettled([...this.#hooks].map((hook) => hook(which)));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, LONGEST_FLUSH_MILLISECONDS))]);
  }
}

function records(mode, ask) {
  return transact("records", mode, (objects, keep) => {
    ask(objects).onsuccess = (event) => keep(event.target.result);
  });
}
