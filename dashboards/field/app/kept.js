/**
 * The records of one draft in the vault, and the control in memory that they make up.
 *
 * Each change rewrites the chunk that it is in (chunks.js), coalesced by a writer a section. Sensitive halves are in memory
 * only while the second key is there: they come when it opens, and go, after their last write, when it locks.
 */

import { chunksOf, dropSensitive, putChunk, readPath, takeChunk } from "./chunks.js";
import { Fault } from "./fault.js";
import { newId } from "./ids.js";
import { getLetter, putLetter } from "./letters.js";
import { chunkStore, letterStore } from "./stores.js";
import { Writer } from "./writer.js";

export class KeptControl {
  #vault;
  #changed;
  /** @type {Promise<void>|null} */
  #revealing = null;
  #ordinary = new Writer((chunks) => this.#write(chunks, false));
  #sensitive = new Writer((chunks) => this.#write(chunks, true));
  /** @type {Undo[]} */
  #stops = [];

  /** Whether sensitive answers are in memory now. */
  isRevealed = false;

  /**
   * @param {{vault: OpenVault, meta: DraftRow, control: Control, questions: Set<string>, changed: () => unknown,
   *     locked: () => Promise<void>|undefined}} parts
   *     `questions` the sensitive ones; `changed` is called when sensitive answers come or go, `locked` when the vault locks
   */
  constructor({ vault, meta, control, questions, changed, locked }) {
    this.meta = meta;
    this.control = control;
    this.questions = questions;
    this.#vault = vault;
    this.#changed = changed;
    const onHide = () => document.hidden && this.flush();
    document.addEventListener("visibilitychange", onHide);
    this.#stops = [
      () => document.removeEventListener("visibilitychange", onHide),
      vault.afterSensitiveOpen(() => this.reveal()),
      vault.beforeLock(async (which) => {
        await this.#hide();
        if (which === "main") await locked();
      }),
    ];
  }

  /** Store a draft that has just begun, whole. */
  begin() {
    return this.mark(chunksOf(this.control), [false]);
  }

  /** Read the ordinary halves, and the sensitive ones when they are open. */
  async load() {
    await this.#read(false);
    if (this.#vault.isSensitiveOpen) await this.reveal();
  }

  /** Bring the sensitive halves into memory. Errors: {Fault} sensitive_locked. */
  async reveal() {
    if (this.isRevealed) return;
    if (!this.#vault.isSensitiveOpen) throw new Fault("sensitive_locked", "The sensitive part is locked", "Enter its PIN.");
    this.#revealing ??= this.#bring().finally(() => (this.#revealing = null));
    await this.#revealing;
    this.isRevealed = this.#vault.isSensitiveOpen;
    if (!this.isRevealed) dropSensitive(this.control, this.questions); // it was locked while they came
    this.#changed();
  }

  /** Tell whether the draft has sensitive halves, without opening them. */
  async hasSensitive() {
    const [halves, letters] = [chunkStore(this.meta.id, true), letterStore(this.meta.id)];
    return (await this.#vault.count(halves)) + (await this.#vault.count(letters)) > 0;
  }

  /**
   * Keep a sensitive answer while its half is away: it stands in the control as soon as the second key comes.
   * @param {string[]} steps @param {Answer} value
   * @returns {Promise<void>} resolves when it is on the disk
   */
  async slip(steps, value) {
    await putLetter(this.#vault, letterStore(this.meta.id), newId(), { steps, value, at: Date.now() });
    this.#changed();
  }

  /** Have everything in memory, to compose the whole control. Errors: {Fault} sensitive_locked. */
  async needWhole() {
    await this.flush();
    if (!(await this.hasSensitive())) return;
    await this.reveal();
    await this.#takeLetters(); // one may have come while the halves did
  }

  /**
   * Say that chunks changed in memory; resolves when they are on the disk.
   * @param {string[]} chunks
   * @param {boolean[]} halves  which halves of them: [false] the ordinary, [true] the sensitive, or both
   */
  async mark(chunks, halves) {
    this.#changed();
    await Promise.all(halves.map((isSensitive) => (isSensitive ? this.#sensitive : this.#ordinary).mark(...chunks)));
  }

  /** Write what is pending now. */
  async flush() {
    await Promise.all([this.#ordinary.flush(), this.#sensitive.flush()]);
  }

  /** Stop listening. */
  release() {
    this.#stops.forEach((stop) => stop());
  }

  async #hide() {
    await this.flush().catch(() => {});
    this.isRevealed = false;
    dropSensitive(this.control, this.questions);
    this.#changed();
  }

  /** The sensitive halves, and over them what was slipped in since, which then stands among them. */
  async #bring() {
    await this.#read(true);
    await this.#takeLetters();
  }

  async #takeLetters() {
    const store = letterStore(this.meta.id);
    const keys = await this.#vault.keys(store);
    if (!keys.length) return;
    /** @type {LetterText[]} */
    const letters = await Promise.all(keys.map((key) => getLetter(this.#vault, store, key)));
    letters.sort((one, other) => one.at - other.at).forEach(({ steps, value }) => this.#take(steps, value));
    const chunks = [...new Set(letters.map(({ steps }) => readPath(steps).chunk))];
    /** @type {Entry[]} */
    const gone = keys.map((key) => [store, key, undefined]);
    await this.#vault.putMany([...this.#entries(chunks, true), ...gone]);
  }

  /** It replaces no answer that stands; what is about somebody who was taken out meanwhile is taken in no more. @param {string[]} steps @param {Answer} value */
  #take(steps, value) {
    const person = steps[0] === "persons" ? this.control.persons.find((one) => one.ref === steps[1]) : this.control;
    if (person) person.answers[steps[steps.length - 1]] ??= value;
  }

  /** @param {boolean} isSensitive */
  async #read(isSensitive) {
    const store = chunkStore(this.meta.id, isSensitive);
    const chunks = await this.#vault.keys(store);
    const values = await Promise.all(chunks.map((chunk) => this.#vault.get(store, chunk)));
    chunks.forEach((chunk, place) => putChunk(this.control, chunk, values[place], isSensitive));
  }

  /** @param {string[]} chunks @param {boolean} isSensitive */
  async #write(chunks, isSensitive) {
    const entries = this.#entries(chunks, isSensitive);
    this.meta.changed_at = new Date().toISOString();
    if (!isSensitive) entries.push(["drafts", this.meta.id, { ...this.meta }]);
    await this.#vault.putMany(entries);
  }

  /** @param {string[]} chunks @param {boolean} isSensitive @returns {Entry[]} */
  #entries(chunks, isSensitive) {
    const store = chunkStore(this.meta.id, isSensitive);
    return chunks.map((chunk) => [store, chunk, takeChunk(this.control, chunk, this.questions, isSensitive)]);
  }
}
