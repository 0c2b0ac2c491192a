/**
 * Photographs after they were taken: small pictures of them, whose and what they are of, and what they show.
 */

import { bytesOf } from "./attachments.js";
import { isSensitiveItem } from "./chunks.js";
import { changeDelivery, isOnItsWay } from "./deliveries.js";
import { setPlace } from "./editing.js";
import { isSamePlace, withCopies } from "./pictures.js";
import { fileStore, thumbnailStore } from "./stores.js";

/** What a draft's photographs can do. Errors: those of `set` of a draft. */
export class Pictures {
  #of;

  /** @param {{vault: OpenVault, kept: KeptControl, delivery: Delivery|undefined, open: () => KeptControl, done: () => Promise<void>}} of */
  constructor(of) {
    this.#of = of;
  }

  /** Give a small picture of an attachment; null when its bytes are gone or it is locked. @param {Attachment} ref @param {(blob: Blob) => Promise<Blob>} shrink */
  small(ref, shrink) {
    return thumbnail(this.#of.vault, this.#of.kept, ref, shrink);
  }

  /** Link pictures to a person and a question, or to the place. @param {Attachment[]} refs @param {Linked} place */
  async link(refs, place) {
    await link(this.#of.vault, this.#of.open(), this.#of.delivery, refs, place);
    await this.#of.done();
  }

  /** Say what pictures show. @param {Attachment[]} refs @param {string} comment */
  describe(refs, comment) {
    return describe(this.#of.open(), refs, comment);
  }
}

/** @typedef {{person: string|null, question: string|null}} Linked */

/**
 * Give a small picture of an attachment; null when its bytes are gone or it is locked. It is made once, and kept as
 * encrypted as the picture itself.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Attachment} ref
 * @param {(blob: Blob) => Promise<Blob>} shrink  makes it
 */
async function thumbnail(vault, kept, ref, shrink) {
  const store = thumbnailStore(kept.meta.id, isSensitiveItem(ref, kept.questions));
  const known = await vault.get(store, ref.sha256);
  if (known) return new Blob([known], { type: "image/jpeg" });
  const bytes = await bytesOf(vault, kept, ref);
  if (!bytes) return null;
  const made = await shrink(new Blob([bytes], { type: ref.media_type }));
  await vault.put(store, ref.sha256, new Uint8Array(await made.arrayBuffer()));
  return made;
}

/**
 * Link pictures to a person and a question, or to the place; their marked copies go with them. What becomes sensitive by it
 * is moved under the second key, and what waits to leave stays ready for it.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Delivery|undefined} delivery @param {Attachment[]} refs
 * @param {Linked} place
 * @throws {Fault} sensitive_locked
 */
async function link(vault, kept, delivery, refs, place) {
  const moved = withCopies(kept, refs).filter((one) => !isSamePlace(one, { ...one, ...place }));
  const isSensitive = isSensitiveItem(place, kept.questions);
  const crossing = moved.filter((one) => isSensitiveItem(one, kept.questions) !== isSensitive);
  if (crossing.length) await kept.reveal();
  for (const one of crossing) {
    const bytes = await bytesOf(vault, kept, one);
    if (bytes) await vault.put(fileStore(kept.meta.id, isSensitive), one.sha256, bytes);
  }
  const linked = moved.map((one) => ({ ...one, ...place }));
  const others = (kept.control.attachments ?? []).filter((one) => ![...moved, ...linked].some((other) => isSamePlace(one, other)));
  await setPlace(kept, ["attachments"], [...others, ...linked]);
  for (const one of crossing) await dropFrom(vault, kept, delivery, one.sha256, !isSensitive);
}

/** @param {KeptControl} kept @param {Attachment[]} refs @param {string} comment */
async function describe(kept, refs, comment) {
  const all = kept.control.attachments ?? [];
  await setPlace(kept, ["attachments"], all.map((one) => (refs.some((ref) => isSamePlace(one, ref)) ? { ...one, comment } : one)));
}

/**
 * Delete bytes from the half in which nothing shows them any more; those that wait to leave go once they have left.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Delivery|undefined} delivery @param {string} digest
 * @param {boolean} isSensitive  of the half
 */
async function dropFrom(vault, kept, delivery, digest, isSensitive) {
  const { id } = kept.meta;
  await vault.delete(thumbnailStore(id, isSensitive), digest);
  const left = (kept.control.attachments ?? []).filter((one) => one.sha256 === digest);
  if (left.some((one) => isSensitiveItem(one, kept.questions) === isSensitive)) return;
  if (isSensitive || !isOnItsWay(delivery, digest)) return vault.delete(fileStore(id, isSensitive), digest);
  /** @param {ListedAttachment} one */
  const goes = (one) => (one.sha256 === digest ? { ...one, released: true } : one);
  await changeDelivery(vault, id, null, (now) => ({ ...now, attachments: now.attachments.map(goes) }));
}
