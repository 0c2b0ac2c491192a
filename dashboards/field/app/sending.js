/** From a draft to the queue, or to a file: composing the whole control, and what its state is. */

import { bytesOf, release } from "./attachments.js";
import { changeDelivery, enqueue, released } from "./deliveries.js";
import { setPlace } from "./editing.js";
import { writeExport } from "./exported.js";
import { Fault } from "./fault.js";

/**
 * Tell a draft's state by its delivery; what was sent unfinished stays open, also when the server refused it so.
 * @param {Delivery|undefined} delivery
 * @returns {DraftState}
 */
export function stateOf(delivery) {
  return delivery?.finished ? delivery.state : "open";
}

/**
 * Tell whether the office refused what was sent last: a person must look, also where the control itself goes on.
 * @param {Delivery|undefined} delivery
 */
export function isRefused(delivery) {
  return delivery?.state === "stuck";
}

/**
 * Tell whether the office has nothing of a control, nor can get it: it was never queued, or refused each time.
 * @param {Delivery|undefined} delivery
 */
export function isOnlyHere(delivery) {
  if (!delivery) return true;
  return ["stuck", "withdrawn"].includes(delivery.state) && !delivery.receipt && !delivery.was_received;
}

/**
 * Queue the control as finished; sets `left_at` when nobody did. Errors: as `queue`.
 * @param {OpenVault} vault @param {KeptControl} kept
 */
export async function finish(vault, kept) {
  await kept.needWhole();
  if (!kept.control.left_at) await setPlace(kept, ["left_at"], new Date().toISOString());
  kept.meta.finished_at = new Date().toISOString();
  await queue(vault, kept, true);
}

/**
 * Queue the whole control as it stands; resolves when it is on the disk. Errors: {Fault} sensitive_locked.
 * @param {OpenVault} vault @param {KeptControl} kept @param {boolean} finished
 */
export async function queue(vault, kept, finished) {
  await kept.needWhole();
  const attachments = await release(vault, kept);
  kept.meta.revision = (kept.meta.revision ?? 0) + 1;
  const body = JSON.stringify({ ...sendable(kept.control), revision: kept.meta.revision });
  await enqueue(vault, { id: kept.meta.id, body, finished, attachments, meta: { ...kept.meta } });
}

/**
 * Give a control as the office reads it: what is not known of a suspicion leaves with a decision, and not before.
 * @param {Control} control @returns {Control}
 */
function sendable({ suspicion, ...control }) {
  return suspicion?.decision ? { ...control, suspicion } : control;
}

/**
 * Queue what was refused for its visit code once more, as a control of its own; all else of it stays as it was sent.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Delivery|undefined} delivery
 * @throws {Fault} not_stuck
 */
export async function queueWithoutVisit(vault, kept, delivery) {
  const sent = await vault.get("outbox", kept.meta.id);
  if (!delivery || !isRefused(delivery) || !sent) throw new Fault("not_stuck", "Only a refused control is sent without its visit", "");
  await setPlace(kept, ["visit"], null);
  kept.meta.revision = (kept.meta.revision ?? 0) + 1;
  const body = JSON.stringify({ ...JSON.parse(sent), visit: null, revision: kept.meta.revision });
  const { finished, attachments } = delivery;
  await enqueue(vault, { id: kept.meta.id, body, finished, attachments, meta: { ...kept.meta } });
}

/**
 * Take a refused control out of the queue, so that it can be corrected; receipts of attachments stay. Errors: not_stuck.
 * @param {OpenVault} vault @param {string} id
 */
export async function reopen(vault, id) {
  /** @type {(one: Delivery) => Delivery} */
  const withdraw = (one) => (stateOf(one) === "stuck" ? { ...one, state: "withdrawn", finished: false } : one);
  /** @param {Delivery} one */
  const gone = (one) => (one.state === "withdrawn" ? released(one) : []);
  const changed = await changeDelivery(vault, id, null, withdraw, gone);
  if (changed?.state !== "withdrawn") throw new Fault("not_stuck", "Only a refused control is opened again", "");
}

/**
 * Give the control and its attachments as an encrypted file: what stands in the queue, or the draft as it is.
 * @param {OpenVault} vault @param {KeptControl} kept @param {Delivery|undefined} delivery @param {string} password
 * @throws {Fault} password_short, sensitive_locked
 */
export async function exportEncrypted(vault, kept, delivery, password) {
  const queued = stateOf(delivery) === "open" ? undefined : await vault.get("outbox", kept.meta.id);
  if (queued === undefined) await kept.needWhole();
  const control = queued ?? JSON.stringify(sendable(kept.control));
  const attachments = [];
  /** @type {Attachment[]} */
  const refs = JSON.parse(control).attachments ?? [];
  for (const ref of new Map(refs.map((one) => [one.sha256, one])).values()) {
    const bytes = await bytesOf(vault, kept, ref);
    if (bytes) attachments.push({ sha256: ref.sha256, media_type: ref.media_type, bytes });
  }
  return writeExport({ control, fault: delivery?.fault ?? null, attachments }, password);
}
