/**
 * One control being filled: `control` is live, as the server reads it; `set` changes it, on the disk. Made by drafts.js.
 */

import * as attachments from "./attachments.js";
import { isDelivered, readDelivery } from "./deliveries.js";
import * as editing from "./editing.js";
import { Fault } from "./fault.js";
import { Heard } from "./heard.js";
import { Pictures } from "./linking.js";
import { hear } from "./pages.js";
import * as sending from "./sending.js";
import { erase } from "./stores.js";

/** Its listeners are called after each change, also when sensitive answers come or go. @extends {Heard<[]>} */
export class Draft extends Heard {
  #vault;
  #kept;
  #delivery;
  /** @type {Undo[]} */
  #ends;

  /** @param {{vault: OpenVault, kept: KeptControl, delivery: Delivery|undefined, release: Undo}} parts  release: for other pages */
  constructor({ vault, kept, delivery, release }) {
    super();
    this.#vault = vault;
    this.#kept = kept;
    this.#delivery = delivery;
    this.#ends = [release, () => kept.release(), hear((message) => message.delivery === this.id && this.#reload())];
  }

  /** Its id. */
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

  /** Why the server refused what was sent last (of an open control, its first report): {code, what, advice}, or null. */
  get fault() {
    return sending.isRefused(this.#delivery) ? (this.#delivery?.fault ?? null) : null;
  }

  /** The server's receipt of what was sent last, or null. */
  get receipt() {
    return this.#delivery?.receipt ?? null;
  }

  /** Whether sensitive answers are in `control` now. */
  get isRevealed() {
    return this.#kept.isRevealed;
  }

  /**
   * Change one place (paths: chunks.js); in memory at once, the value undefined deletes; resolves when durable. Errors: {Fault} bad_path,
   * no_person, not_open, locked, sensitive_locked, storage_full. @param {string|string[]} path @param {unknown} value
   */
  async set(path, value) {
    await editing.setPlace(this.#open(), path, value);
  }

  /**
   * Keep an answer to a sensitive question, also while the sensitive part is closed: then it is sealed for it, and cannot be
   * read back here. Errors: as `set`, and sensitive_locked on a device that has not opened it since the form could do so.
   * @param {string[]} path @param {Answer} value
   */
  async slip(path, value) {
    const kept = this.#open();
    await (kept.isRevealed ? editing.setPlace(kept, path, value) : kept.slip(path, value));
  }

  /** Add a person, and give the reference ("P7"), which is never used again for another. Errors: as `set`. */
  async addPerson(fields = {}) {
    return editing.addPerson(this.#open(), fields);
  }

  /** Take a person out, with all that is about that person alone (removing.js). Errors: as `set`, on_its_way. @param {string} ref */
  async removePerson(ref) {
    await attachments.removeOf(this.#vault, this.#open(), this.#delivery, ref);
    await editing.removePerson(this.#open(), ref);
  }

  /** Add an item to a list; gives it with its reference (editing.js). @template {ListName} L @param {L} list @param {Partial<ItemOf<L>>} item */
  async append(list, item) {
    return editing.append(this.#open(), list, item);
  }

  /** Keep a file; gives its sha256 when it is on the disk. Errors: attachment_type, attachment_large, as `set`. @param {Blob} blob @param {AttachmentMeta} meta */
  async addAttachment(blob, meta) {
    return attachments.add(this.#vault, this.#open(), blob, meta);
  }

  /** Give an attachment as a Blob to show; null when its bytes are gone (sent) or it is locked. @param {string} digest */
  attachment(digest) {
    return attachments.show(this.#vault, this.#kept, digest);
  }

  /** The photographs, after they were taken (linking.js). */
  get pictures() {
    return new Pictures({ vault: this.#vault, kept: this.#kept, delivery: this.#delivery, open: () => this.#open(), done: () => this.#reload() });
  }

  /** Tell whether an attachment is at the server, or on its way. @param {string} digest */
  isDelivered(digest) {
    return isDelivered(this.#delivery, digest);
  }

  /** Take out one of the attachments; what the server has of it stays there. Errors: as `set`, on_its_way. @param {Attachment} ref */
  async removeAttachment(ref) {
    await attachments.remove(this.#vault, this.#open(), this.#delivery, ref);
  }

  /** Queue the control as finished; sets `left_at` when nobody did. Errors: as `set`. */
  async finish() {
    await sending.finish(this.#vault, this.#open());
    await this.#reload();
  }

  /** Queue the control as it stands, for a first report; it stays open, and is sent again when it is finished. */
  async send() {
    await sending.queue(this.#vault, this.#open(), false);
    await this.#reload();
  }

  /** Open a refused control again, so that it can be corrected. Errors: {Fault} not_stuck. */
  async reopen() {
    await sending.reopen(this.#vault, this.id);
    await this.#reload();
  }

  /** Send what was refused for its visit code as a control of its own; nothing else of it changes. Errors: not_stuck. */
  async sendWithoutVisit() {
    await sending.queueWithoutVisit(this.#vault, this.#kept, this.#delivery);
    await this.#reload();
  }

  /** Delete a draft of which the server has nothing; nothing of it stays on this device. Errors: {Fault} on_its_way. */
  async discard() {
    if (!sending.isOnlyHere(this.#delivery)) throw new Fault("on_its_way", "The office has this control, or will", "Finish it.");
    await this.close();
    await erase(this.#vault, this.id, { whole: true });
  }

  /** Give all as an encrypted file (exported.js). Errors: password_short, sensitive_locked. @param {string} password */
  exportEncrypted(password) {
    return sending.exportEncrypted(this.#vault, this.#kept, this.#delivery, password);
  }

  /** Write what is pending, and let other pages open the draft. */
  async close() {
    const ends = this.#ends.splice(0);
    await this.#kept.flush().catch(() => {});
    ends.forEach((end) => end());
  }

  #open() {
    if (this.state !== "open" || !this.#ends.length) throw new Fault("not_open", "This control is closed", "Open it again first.");
    if (!this.#vault.isOpen) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
    return this.#kept;
  }

  async #reload() {
    if (!this.#vault.isOpen) return;
    this.#delivery = await readDelivery(this.#vault, this.id);
    this.changed();
  }
}
