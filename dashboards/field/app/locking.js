/**
 * The keys of an open vault, and when they are dropped: all at once, or the second one by itself after two minutes without
 * use. Whoever has answers on their way to the disk is awaited first.
 */

import { Fault } from "./fault.js";
import { Sealer } from "./records.js";

const SENSITIVE_IDLE_MILLISECONDS = 120_000;
const LONGEST_FLUSH_MILLISECONDS = 3_000; // a full disk must not keep a vault open

/** Tell whether a store is under the second key: one of its parts is "sensitive". @param {string} store */
export function isSensitiveStore(store) {
  return store.split(":").includes("sensitive");
}

export class KeyRing {
  /** @type {Sealer|null} */
  #main;
  /** @type {Sealer|null} */
  #sensitive = null;
  #usedAt = 0;
  /** @type {number|undefined} */
  #timer;
  /** @type {Promise<void>|null} */
  #locking = null;
  /** @type {Promise<void>|null} */
  #lockingSensitive = null;
  /** @type {Set<(which: SectionName) => unknown>} */
  #hooks = new Set();
  /** @type {Set<() => unknown>} */
  #revealing = new Set();
  #changed;

  /** @param {SectionKeys} keys  the main section's @param {() => void} changed  called when a key comes or goes */
  constructor(keys, changed) {
    this.#main = new Sealer(keys);
    this.#changed = changed;
  }

  /** Whether the vault can be used; false from the moment that locking begins. */
  get isOpen() {
    return this.#main !== null && this.#locking === null;
  }

  /** Whether the second key can be used. */
  get isSensitiveOpen() {
    return this.isOpen && this.#sensitive !== null && this.#lockingSensitive === null;
  }

  /** Give what seals the main section. Errors: {Fault} locked. */
  get main() {
    if (!this.#main) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
    return this.#main;
  }

  /**
   * Give what seals a store; asking for a sensitive one counts as use. Errors: {Fault} locked, sensitive_locked.
   * @param {string} store
   */
  of(store) {
    if (!isSensitiveStore(store)) return this.main;
    if (!this.main || !this.#sensitive) throw new Fault("sensitive_locked", "The sensitive part is locked", "Enter its PIN.");
    this.touchSensitive();
    return this.#sensitive;
  }

  /**
   * Have `hook("main" | "sensitive")` awaited before a key is dropped; returns a function that takes it back.
   * @param {(which: SectionName) => unknown} hook
   */
  beforeLock(hook) {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /**
   * Have `hook()` awaited when the second key has come, before screens hear of it; returns a function that takes it back.
   * @param {() => unknown} hook
   */
  afterSensitiveOpen(hook) {
    this.#revealing.add(hook);
    return () => this.#revealing.delete(hook);
  }

  /** Drop all keys. Screens hear of it at once; pending answers reach the disk first. */
  lock() {
    this.#locking ??= (async () => {
      await this.#settle("main");
      clearTimeout(this.#timer);
      this.#main = this.#sensitive = null;
    })();
    this.#changed();
    return this.#locking;
  }

  /** Take the second key; false when the vault was locked meanwhile. @param {SectionKeys} keys */
  async addSensitive(keys) {
    await this.#lockingSensitive;
    if (!this.isOpen) return false;
    this.#sensitive = new Sealer(keys);
    this.touchSensitive();
    await Promise.allSettled([...this.#revealing].map((hook) => hook()));
    this.#changed();
    return this.isSensitiveOpen;
  }

  /** Drop the second key, after pending answers under it reached the disk. */
  lockSensitive() {
    if (!this.#sensitive) return Promise.resolve();
    this.#lockingSensitive ??= (async () => {
      clearTimeout(this.#timer);
      await this.#settle("sensitive");
      this.#sensitive = this.#lockingSensitive = null;
      this.#changed();
    })();
    return this.#lockingSensitive;
  }

  /** Let the two minutes begin again; not while the key is being dropped. */
  touchSensitive() {
    if (this.#lockingSensitive) return;
    this.#usedAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.lockSensitive(), SENSITIVE_IDLE_MILLISECONDS);
  }

  /** Drop the second key when its time is over though timers slept, as they do on a phone in a pocket. */
  async lockSensitiveIfIdle() {
    if (this.#sensitive && Date.now() - this.#usedAt >= SENSITIVE_IDLE_MILLISECONDS) await this.lockSensitive();
  }

  /** @param {SectionName} which */
  async #settle(which) {
    const all = Promise.allSettled([...this.#hooks].map((hook) => hook(which)));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, LONGEST_FLUSH_MILLISECONDS))]);
  }
}
