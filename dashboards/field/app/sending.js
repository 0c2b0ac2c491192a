/** From a draft to the queue, or to a file: composing the whole control, and what its state is. */

import { bytesOf, releaseSensitive } from "./attachments.js";
import { changeDelivery, enqueue } from "./deliveries.js";
import { writeExport } from "./exported.js";
import { Fault } from "./fault.js";

/** Tell a draft's state by its delivery; what was sent unfinished stays open, also when the server refused it so. */
export function stateOf(delivery) {
  return delivery?.finished ? delivery.state : "open";
}

/** Queue the whole control as it stands; resolves when it is on the disk. Sensitive answers must be in memory. */
export async function queue(vault, kept, finished) {
  await kept.flush();
  await releaseSensitive(vault, kept);
  await vault.put("drafts", kept.meta.id, { ...kept.meta });
  const body = JSON.stringify(kept.control);
  await enqueue(vault, { id: kept.meta.id, body, finished, attachments: kept.control.attachments ?? [] });
}

/** Take a refused control out of the queue, so that it can be corrected; receipts of attachments stay. Errors: not_stuck. */
export async function reopen(vault, id) {
  let isTaken = false;
  await changeDelivery(vault, id, null, (delivery) => {
    isTaken = stateOf(delivery) === "stuck";
    return isTaken ? { ...delivery, state: "withdrawn", finished: false } : delivery;
  });
  if (!isTaken) throw new Fault("not_stuck", "Only a refused control is opened again", "");
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
  for (const ref of JSON.parse(control).attachments ?? []) {
    const bytes = await bytesOf(vault, kept, ref);
    if (bytes) attachments.push({ sha256: ref.sha256, media_type: ref.media_type, bytes });
  }
  return writeExport({ control, fault: delivery?.fault ?? null, attachments }, password);
}
