/**
 * What is on its way to the server: for each draft at most one delivery, written by one hand at a time.
 *
 *     {id, finished, state: "queued" | "sent" | "stuck" | "withdrawn", sha256, queued_at,
 *      attachments: [{sha256, media_type, released}], received: {<sha256>: moment},
 *      receipt: null | {sha256, received_at, saved}, was_received, tries, next_at, fault}
 *
 * The body stands apart under the same id (store "outbox"), exactly as it will be sent, so that its digest never changes.
 * A draft is never changed by a delivery, nor a delivery by a draft that is being filled: nothing can overwrite the other.
 */

import { sha256 } from "./ids.js";
import { tell } from "./pages.js";
import { fileStore } from "./stores.js";

/** Read one delivery; undefined when the draft was never sent. @param {OpenVault} vault @param {string} id */
export function readDelivery(vault, id) {
  return vault.get("deliveries", id);
}

/** Read all deliveries, the oldest first. @param {OpenVault} vault */
export async function readDeliveries(vault) {
  const ids = await vault.keys("deliveries");
  const all = await Promise.all(ids.map((id) => readDelivery(vault, id)));
  return all.filter((one) => one !== undefined).sort((one, other) => one.queued_at.localeCompare(other.queued_at));
}

/**
 * Queue a control as it stands; receipts of attachments that the server has already are kept.
 * @param {OpenVault} vault
 * @param {{id: string, body: string, finished: boolean, attachments: ListedAttachment[], meta: DraftRow}} what
 *     meta: the draft's row
 */
export async function enqueue(vault, { id, body, finished, attachments, meta }) {
  const digest = await sha256(new TextEncoder().encode(body));
  const fresh = { id, finished, state: "queued", sha256: digest, attachments, receipt: null, tries: 0, next_at: 0, fault: null };
  await alone(async () => {
    const before = await readDelivery(vault, id);
    const was_received = Boolean(before?.was_received || before?.receipt);
    const queued = { ...fresh, queued_at: new Date().toISOString(), received: before?.received ?? {}, was_received };
    await vault.putMany([["outbox", id, body], ["deliveries", id, queued], ["drafts", id, meta]]);
  });
  tell({ delivery: id });
}

/**
 * Change a delivery, unless another content was queued meanwhile.
 * @param {string|null} digest  the content that the change is about; null when it is about any
 * @param {(delivery: Delivery) => Delivery} change
 * @param {(changed: Delivery) => Entry[]} others  entries of the vault that go with it, in the same transaction
 * @param {OpenVault} vault @param {string} id
 * @returns the delivery as stored, or undefined when the change was not for it
 */
export async function changeDelivery(vault, id, digest, change, others = () => []) {
  const changed = await alone(async () => {
    const delivery = await readDelivery(vault, id);
    if (!delivery || (digest !== null && delivery.sha256 !== digest)) return undefined;
    const made = change(delivery);
    await vault.putMany([["deliveries", id, made], ...others(made)]);
    return made;
  });
  if (changed) tell({ delivery: id });
  return changed;
}

/** Tell which attachments of a delivery the server has not confirmed. @param {Delivery} delivery */
export function unconfirmed(delivery) {
  return delivery.attachments.filter((one) => !delivery.received[one.sha256]);
}

/** Tell whether the bytes of an attachment are at the office. @param {Delivery|undefined} delivery @param {string} digest */
function isReceived(delivery, digest) {
  return Boolean(delivery?.received[digest]);
}

/**
 * Tell whether the bytes of an attachment are waiting to leave: until then they must stay.
 * @param {Delivery|undefined} delivery @param {string} digest
 */
export function isOnItsWay(delivery, digest) {
  return delivery?.state === "queued" && !isReceived(delivery, digest) && delivery.attachments.some((one) => one.sha256 === digest);
}

/** Tell whether an attachment is at the office, or on its way to it. @param {Delivery|undefined} delivery @param {string} digest */
export function isDelivered(delivery, digest) {
  return isReceived(delivery, digest) || isOnItsWay(delivery, digest);
}

/**
 * Name what stood ready to leave, to be deleted: the body, and the copies of sensitive photos (attachments.js).
 * @param {Delivery} delivery
 */
export function released(delivery) {
  const copies = delivery.attachments.filter((one) => one.released);
  const files = copies.map((one) => /** @type {Entry} */ ([fileStore(delivery.id), one.sha256, undefined]));
  return /** @type {Entry[]} */ ([["outbox", delivery.id, undefined], ...files]);
}

/**
 * @template T
 * @param {() => Promise<T>} work
 */
function alone(work) {
  return navigator.locks.request("vigie-deliveries", work);
}
