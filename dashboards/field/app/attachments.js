/**
 * Photos, signatures and documents of a draft: bytes that never touch the gallery, encrypted like everything else.
 *
 * The reference in the control carries position, time and comment; a photo's own metadata is never relied on. A marked copy
 * is a picture of its own that names the one it was made of: that one is never changed, and both leave with their hashes.
 */

import { isSensitiveItem } from "./chunks.js";
import { isOnItsWay } from "./deliveries.js";
import { setPlace } from "./editing.js";
import { Fault } from "./fault.js";
import { sha256 } from "./ids.js";
import { isSamePlace, withCopies } from "./pictures.js";
import { fileStore, thumbnailStore } from "./stores.js";

const TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
const MOST_BYTES = 10_000_000;

/**
 * Keep bytes and reference, the bytes first: a reference never stands without them.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Blob} blob @param {AttachmentMeta} meta
 * @returns {Promise<string>} the sha256
 * @throws {Fault} attachment_type, attachment_large, sensitive_locked
 */
export async function add(vault, kept, blob, meta) {
  const { ref, bytes } = await readAttachment(blob, meta);
  const isSensitive = isSensitiveItem(ref, kept.questions);
  if (isSensitive) await kept.reveal();
  await vault.put(fileStore(kept.meta.id, isSensitive), ref.sha256, bytes);
  const others = (kept.control.attachments ?? []).filter((one) => !isSamePlace(one, ref));
  await setPlace(kept, ["attachments"], [...others, ref]);
  return ref.sha256;
}

/**
 * Give an attachment as a Blob; null when its bytes are gone or it is locked.
 * @param {OpenVault} vault @param {KeptControl} kept @param {string} digest
 */
export async function show(vault, kept, digest) {
  const ref = (kept.control.attachments ?? []).find((one) => one.sha256 === digest);
  const bytes = ref && (await bytesOf(vault, kept, ref));
  return bytes ? new Blob([bytes], { type: ref.media_type }) : null;
}

/**
 * Take an attachment out, the reference first; the bytes stay while another place of the control shows them.
 * @param {OpenVault} vault @param {KeptControl} kept
 * @param {Delivery|undefined} delivery  the draft's
 * @param {Attachment} ref  one of the control's
 * @throws {Fault} sensitive_locked, on_its_way
 */
export async function remove(vault, kept, delivery, ref) {
  const gone = isLastOf(kept, ref) ? withCopies(kept, [ref]) : [ref];
  gone.forEach((one) => needStill(delivery, one));
  const others = (kept.control.attachments ?? []).filter((one) => !gone.some((other) => isSamePlace(one, other)));
  await setPlace(kept, ["attachments"], others);
  for (const one of gone) {
    for (const isSensitive of isSensitiveItem(one, kept.questions) ? [true, false] : [false]) {
      const isNeeded = others.some((left) => left.sha256 === one.sha256 && isSensitiveItem(left, kept.questions) === isSensitive);
      if (isNeeded) continue;
      await vault.delete(fileStore(kept.meta.id, isSensitive), one.sha256);
      await vault.delete(thumbnailStore(kept.meta.id, isSensitive), one.sha256);
    }
  }
}

/** Tell whether a picture stands at no other place: then its marked copies go with it. @param {KeptControl} kept @param {Attachment} ref */
function isLastOf(kept, ref) {
  return (kept.control.attachments ?? []).filter((one) => one.sha256 === ref.sha256).length === 1;
}

/**
 * Take out all that is of one person. Errors: as `remove`; nothing is taken out where one is on its way.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Delivery|undefined} delivery @param {string} person
 */
export async function removeOf(vault, kept, delivery, person) {
  await kept.needWhole();
  const mine = (kept.control.attachments ?? []).filter((one) => one.person === person);
  mine.forEach((one) => needStill(delivery, one));
  for (const one of mine) await remove(vault, kept, delivery, one);
}

/** @param {Delivery|undefined} delivery @param {Attachment} ref */
function needStill(delivery, ref) {
  if (isOnItsWay(delivery, ref.sha256)) throw new Fault("on_its_way", "This attachment is being sent", "Wait for its receipt.");
}

/**
 * Read the bytes of an attachment; undefined when they are not here (any more). Errors: {Fault} sensitive_locked.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Attachment} ref
 */
export async function bytesOf(vault, kept, ref) {
  const bytes = await vault.get(fileStore(kept.meta.id), ref.sha256);
  return bytes || !isSensitiveItem(ref, kept.questions) ? bytes : vault.get(fileStore(kept.meta.id, true), ref.sha256);
}

/**
 * Make the bytes of sensitive photos ready to leave: the queue works without the second key, so at the moment of sending
 * they are copied under the first one, where nothing shows them, until the server has confirmed them.
 *
 * A picture at two places leaves once; it is a copy to be deleted only where all its places are sensitive.
 *
 * @param {OpenVault} vault @param {KeptControl} kept
 * @returns {Promise<ListedAttachment[]>} what the delivery lists
 */
export async function release(vault, kept) {
  const listed = new Map();
  for (const ref of kept.control.attachments ?? []) {
    const isSensitive = isSensitiveItem(ref, kept.questions);
    const bytes = isSensitive ? await vault.get(fileStore(kept.meta.id, true), ref.sha256) : undefined;
    if (bytes) await vault.put(fileStore(kept.meta.id), ref.sha256, bytes);
    const released = isSensitive && (listed.get(ref.sha256)?.released ?? true);
    listed.set(ref.sha256, { sha256: ref.sha256, media_type: ref.media_type, released });
  }
  return [...listed.values()];
}

/** @param {Blob} blob @param {AttachmentMeta} meta */
async function readAttachment(blob, meta) {
  const media_type = blob.type.split(";")[0];
  if (!TYPES.includes(media_type)) throw new Fault("attachment_type", "This kind of file is not taken", `Take one of ${TYPES.join(", ")}.`);
  if (blob.size > MOST_BYTES) throw new Fault("attachment_large", "This file is larger than 10 MB", "Take a smaller picture.");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { kind, question = null, person = null, position = null, comment = "", taken_at = new Date().toISOString(), marked_of } = meta;
  const digest = await sha256(bytes);
  const ref = { sha256: digest, kind, media_type, bytes: bytes.length, question, person, taken_at, position, comment };
  return { ref: marked_of ? { ...ref, marked_of } : ref, bytes };
}
