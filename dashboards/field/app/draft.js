/**
 * One control being filled. `control` is the live object (the control as the server reads it); `set` changes it, and
 * resolves when the change is on the disk. Made by drafts.js.
 */

import * as attachments from "./attachments.js";
import { isSensitivePath, LISTS, personOf, readPath } from "./chunks.js";
import { readDelivery } from "./deliveries.js";
import { Fault } from "./fault.js";
import { hear } from "./pages.js";
import * as sending from "./sending.js";
import { erase } from "./stores.js";

const SIGNS = { seen: "S", hearings: "H", lookups: "L" };

export class Draft {
  #parts;
  #kept;
  #delivery;
  #listeners = new Set();
  #ends;

  /** @param {{vault, kept, delivery: object|undefined, release: () => void}} parts  `release` frees it for other pages */
  constructor(parts) {
    this.#parts = parts;
    this.#kept = parts.kept;
    this.#delivery = parts.delivery;
    this.#ends = [parts.release, () => this.#kept.release(), hear((message) => message.delivery === this.id && this.#reload())];
  }

  /** The control's id. */
  get id() {
    return this.meta.id;
  }

  /** What the list of drafts shows: {id, sector, workplace, name, mission, started_at, changed_at, finished_at, …}. */
  get meta() {
    return this.#kept.meta;
  }

  /** The live control; sensitive answers are in it only while they are open. */
  get control() {
    return this.#kept.control;
  }

  /** "open", "queued" (finished, on its way), "sent", or "stuck" (refused; `fault` says why). */
  get state() {
    return sending.stateOf(this.#delivery);
  }

  /** Why the server refused it: {code, what, advice}, or null. */
  get fault() {
    return this.#delivery?.fault ?? null;
  }

  /** The server's receipt of what was sent last, or null. */
  get receipt() {
    return this.#delivery?.receipt ?? null;
  }

  /** Whether sensitive answers are in `control` now. */
  get isRevealed() {
    return this.#kept.isRevealed;
  }

  /** Tell whether what stands at a path is kept under the second key. Errors: {Fault} bad_path. */
  isSensitive(path) {
    return isSensitivePath(path, this.#kept.questions);
  }

  /**
   * Change one place of the control (paths: chunks.js); in memory at once, the value undefined deletes.
   * @returns {Promise<void>} resolves when durable
   * @throws {Fault} bad_path, no_person, not_open, locked, sensitive_locked, storage_full
   */
  async set(path, value) {
    const { steps, chunk } = readPath(path);
    const isSensitive = this.isSensitive(steps);
    this.#needOpen();
    if (isSensitive && !this.#kept.isRevealed) await this.#kept.reveal();
    const holder = this.#holder(steps);
    if (value === undefined) delete holder[steps.at(-1)];
    else holder[steps.at(-1)] = value;
    if (chunk === "attachments") this.meta.attachments = (value ?? []).length;
    this.#changed();
    const marks = [this.#kept.mark([chunk], isSensitive)];
    if (LISTS.includes(chunk) && this.#kept.isRevealed) marks.push(this.#kept.mark([chunk], true));
    await Promise.all(marks);
  }

  /** Add a person, and give the reference ("P7"), which is never used again for another. Errors: as `set`. */
  async addPerson(fields = {}) {
    this.#needOpen();
    const ref = `P${(this.meta.persons_made += 1)}`;
    Object.assign(personOf(this.control, ref), fields, { ref });
    await this.#personsChanged(ref, false);
    return ref;
  }

  /** Take a person out, with the answers; what else names the person is the caller's to change. Errors: as `set`. */
  async removePerson(ref) {
    this.#needOpen();
    await this.#kept.needWhole();
    this.control.persons = this.control.persons.filter((person) => person.ref !== ref);
    await this.#personsChanged(ref, this.#kept.isRevealed);
  }

  /** Add an item to a list ("seen", "hearings", "pay", "lookups", "steps"); gives it with its reference. */
  async append(list, item) {
    const items = this.control[list] ?? [];
    const last = Math.max(0, ...items.map((one) => Number(one.ref?.slice(1) ?? 0)));
    const made = SIGNS[list] ? { ref: `${SIGNS[list]}${last + 1}`, ...item } : { ...item };
    await this.set([list], [...items, made]);
    return made;
  }

  /**
   * Keep a photo, a signature or a document; resolves with its sha256 when bytes and reference are on the disk.
   * @param {Blob} blob
   * @param {{kind, question?, person?, position?, comment?, taken_at?}} meta
   * @throws {Fault} attachment_type, attachment_large, and those of `set`
   */
  async addAttachment(blob, meta) {
    this.#needOpen();
    return attachments.add(this.#parts.vault, this.#kept, blob, meta, (list) => this.set(["attachments"], list));
  }

  /** Give an attachment as a Blob to show; null when its bytes are gone (sent) or it is locked. */
  attachment(digest) {
    return attachments.show(this.#parts.vault, this.#kept, digest);
  }

  /** Take an attachment out; what the server has received of it already stays there. Errors: as `set`. */
  async removeAttachment(digest) {
    this.#needOpen();
    await attachments.remove(this.#parts.vault, this.#kept, digest, (list) => this.set(["attachments"], list));
  }

  /** Queue the control as finished; sets `left_at` when nobody did. Errors: as `set`. */
  async finish() {
    this.#needOpen();
    await this.#kept.needWhole();
    if (!this.control.left_at) await this.set(["left_at"], new Date().toISOString());
    this.meta.finished_at = new Date().toISOString();
    await sending.queue(this.#parts.vault, this.#kept, true);
    await this.#reload();
  }

  /** Queue the control as it stands, for a first report; it stays open, and is sent again when it is finished. */
  async send() {
    this.#needOpen();
    await this.#kept.needWhole();
    await sending.queue(this.#parts.vault, this.#kept, false);
    await this.#reload();
  }

  /** Open a refused control again, so that it can be corrected. Errors: {Fault} not_stuck. */
  async reopen() {
    this.meta.finished_at = null;
    await sending.reopen(this.#parts.vault, this.id);
    await this.#reload();
  }

  /** Delete a draft that is not on its way; nothing of it stays on this device. Errors: {Fault} not_open. */
  async discard() {
    if (!["open", "stuck"].includes(this.state)) throw new Fault("not_open", "This control is on its way", "Wait for its receipt.");
    await this.close();
    await erase(this.#parts.vault, this.id, { whole: true });
  }

  /** Give control and attachments as an encrypted file (exported.js). Errors: password_short, sensitive_locked. */
  exportEncrypted(password) {
    return sending.exportEncrypted(this.#parts.vault, this.#kept, this.#delivery, password);
  }

  /** Call `listener()` after each change, when sensitive answers come or go, and when the state changes. */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Write what is pending, and let other pages open the draft. */
  async close() {
    const ends = this.#ends.splice(0);
    await this.#kept.flush().catch(() => {});
    ends.forEach((end) => end());
  }

  /** Tell listeners; called by the kept control too. */
  changed() {
    this.#changed();
  }

  #changed() {
    this.#listeners.forEach((listener) => listener());
  }

  #needOpen() {
    if (this.state !== "open" || !this.#ends.length) throw new Fault("not_open", "This control is closed", "Open it again first.");
    if (!this.#parts.vault.isOpen) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
  }

  #holder(steps) {
    if (steps.length === 1) return this.control;
    if (steps.length === 2) return (this.control.answers ??= {});
    const person = this.control.persons.find((one) => one.ref === steps[1]);
    if (!person) throw new Fault("no_person", "Nobody here has this reference", "Add the person first.");
    return steps.length === 3 ? person : (person.answers ??= {});
  }

  async #personsChanged(ref, isRevealed) {
    this.meta.persons = this.control.persons.length;
    this.#changed();
    await Promise.all([this.#kept.mark([ref], false), ...(isRevealed ? [this.#kept.mark([ref], true)] : [])]);
  }

  async #reload() {
    if (!this.#parts.vault.isOpen) return;
    this.#delivery = await readDelivery(this.#parts.vault, this.id);
    this.#changed();
  }
}
