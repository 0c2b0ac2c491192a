/** From a draft to the queue, or to a file: composing the whole control, and what its state is. */

import { bytesOf, release } from "./attachments.js";
import { changeDelivery, enqueue, released } from "./deliveries.js";
import { setPlace } from "./editing.js";
import { writeExport } from "./exported.js";
import { Fault } from "./fault.js";

/** Tell a draft's state by its delivery; what was sent unfinished stays open, also when the server refused it so. */
export function stateOf(delivery) {
  return delivery?.finished ? delivery.state : "open";
}

/** Tell whether the office refused what was sent last: a person must look, also where the control itself goes on. */
export function isRefused(delivery) {
  return delivery?.state === "stuck";
}

/** Tell whether the office has nothing of a control, nor can get it: it was never queued, or refused each time. */
export function isOnlyHere(delivery) {
  if (!delivery) return true;
  return ["stuck", "withdrawn"].includes(delivery.state) && !delivery.receipt && !delivery.was_received;
}

/** Queue the control as finished; sets `left_at` when nobody did. Errors: as `queue`. */
export async function finish(vault, kept) {
  await kept.needWhole();
  if (!kept.control.left_at) await setPlace(kept, ["left_at"], new Date().toISOString());
  kept.meta.finished_at = new Date().toISOString();
  await queue(vault, kept, true);
}

/** Queue the whole control as it stands; resolves when it is on the disk. Errors: {Fault} sensitive_locked. */
export async function queue(vault, kept, finished) {
  await kept.needWhole();
  const attachments = await release(vault, kept);
  kept.meta.revision = (kept.meta.revision ?? 0) + 1;
  const body = JSON.stringify({ ...kept.control, revision: kept.meta.revision });
  await enqueue(vault, { id: kept.meta.id, body, finished, attachments, meta: { ...kept.meta } });
}

/**
 * Queue what was refused for its visit code once more, as a control of its own; all else of it stays as it was sent.
 * @throws {Fault} not_stuck
 */
export async function queueWithoutVisit(vault, kept, delivery) {
  if (!isRefused(delivery)) throw new Fault("not_stuck", "Only a refused control is sent without its visit", "");
  const sent = JSON.parse(await vault.get("outbox", kept.meta.id));
  await setPlace(kept, ["visit"], null);
  kept.meta.revision = (kept.meta.revision ?? 0) + 1;
  const body = JSON.stringify({ ...sent, visit: null, revision: kept.meta.revision });
  const { finished, attachments } = delivery;
  await enqueue(vault, { id: kept.meta.id, body, finished, attachments, meta: { ...kept.meta } });
}

/** Take a refused control out of the queue, so that it can be corrected; receipts of attachments stay. Errors: not_stuck. */
export async function reopen(vault, id) {
  const withdraw = (one) => (stateOf(one) === "stuck" ? { ...one, state: "withdrawn", finished: false } : one);
  const gone = (one) => (one.state === "withdrawn" ? released(one) : []);
  const changed = await changeDelivery(vault, id, null, withdraw, gone);
  if (changed?.state !== "withdrawn") throw new Fault("not_stuck", "Only a refused control is opened again", "");
}

/**
 * Give the control and its attachments as an encrypted file: what stands in the queue, or the draft as it is.
 * @throws {Fault} password_short, sensitive_locked
 */
export async function exportEncrypted(vault, kept, delivery, password) {
  const queued = stateOf(delivery) === "open" ? undefined : await vault.get("outbox", kept.meta.id);
  if (queued === undefined) await kept.needWhole();
  const control = queued ?? JSON.stringify(kept.control);
  const attachments = [];
  const refs = new Map((JSON.parse(control).attachments ?? []).map((ref) => [ref.sha256, ref]));
  for (const ref of refs.values()) {
    const bytes = await bytesOf(vault, kept, ref);
    if (bytes) attachments.push({ sha256: ref.sha256, media_type: ref.media_type, bytes });
  }
  return writeExport({ control, fault: delivery?.fault ?? null, attachments }, password);
}
