/**
 * Carrying one delivery to the server: the control first (a first report cannot wait for photos), then each attachment.
 *
 * Every step can be repeated: the server knows control and attachments by id and digest. Nothing here is dropped before
 * the server has said the same digest back.
 */

import { changeDelivery, readDelivery, released, unconfirmed } from "./deliveries.js";
import { waitAfter } from "./backoff.js";
import { Fault, plainFault } from "./fault.js";
import { tellNumber } from "./packages.js";
import { ask } from "./server.js";
import { erase, fileStore } from "./stores.js";

/**
 * Try to carry a delivery through.
 *
 * @param {OpenVault} vault @param {Delivery} delivery
 * @returns {Promise<QueueState["lastReceipt"]>} the receipt, when control and attachments are all confirmed
 * @throws {Fault} kinds "away" and "unknown" after noting when to try again; "revoked"
 */
export async function deliver(vault, delivery) {
  const { id, sha256 } = delivery;
  /** @type {NoteDelivery} */
  const note = (change) => changeDelivery(vault, id, sha256, change);
  try {
    await tellNumber(vault);
    if (!delivery.receipt) await sendControl(vault, delivery, note);
    const sent = await readDelivery(vault, id);
    if (sent) await sendAttachments(vault, sent, note);
    return await complete(vault, id, sha256);
  } catch (fault) {
    const { kind } = /** @type {Caught} */ (fault);
    if (kind === "revoked" || !vault.isOpen) throw fault;
    const isForPerson = kind === "refused" || kind === "other";
    await note((now) => (isForPerson ? stuck(now, fault) : again(now, fault)));
    if (isForPerson) return null;
    throw fault;
  }
}

/** @param {OpenVault} vault @param {Delivery} delivery @param {NoteDelivery} note */
async function sendControl(vault, delivery, note) {
  const body = await vault.get("outbox", delivery.id);
  const answer = await ask("controls", { method: "POST", body }).catch((fault) => {
    if (fault.kind === "other" && fault.body?.sha256 === delivery.sha256) return { body: fault.body };
    throw fault;
  });
  confirm(answer.body, delivery.sha256);
  const { sha256, received_at, saved = null, missing_attachments = [] } = answer.body;
  await note((now) => ({ ...now, receipt: { sha256, received_at, saved }, received: without(now.received, missing_attachments) }));
}

/** @param {OpenVault} vault @param {Delivery} delivery @param {NoteDelivery} note */
async function sendAttachments(vault, delivery, note) {
  /** @type {Caught|null} */
  let first = null;
  for (const { sha256, media_type } of unconfirmed(delivery)) {
    try {
      const bytes = await vault.get(fileStore(delivery.id), sha256);
      if (!bytes) throw Object.assign(new Fault("bytes_gone", "An attachment is not on this device", ""), { kind: "refused" });
      const path = `controls/${delivery.id}/attachments/${sha256}`;
      const answer = await ask(path, { method: "PUT", body: bytes, type: media_type });
      confirm(answer.body, sha256);
      await note((now) => ({ ...now, received: { ...now.received, [sha256]: answer.body.received_at } }));
    } catch (error) {
      const fault = /** @type {Caught} */ (error);
      if (fault.kind !== "refused" && fault.kind !== "away") throw error;
      if (first?.kind !== "refused") first = fault;
    }
  }
  if (first) throw first;
}

/** @param {OpenVault} vault @param {string} id @param {string} sha256 */
async function complete(vault, id, sha256) {
  /** @param {Delivery} now */
  const isWhole = (now) => now.receipt && !unconfirmed(now).length;
  /** @type {(now: Delivery) => Delivery} */
  const done = (now) => (isWhole(now) ? { ...now, state: "sent", fault: null, tries: 0 } : now);
  const now = await changeDelivery(vault, id, sha256, done, (one) => (one.state === "sent" ? released(one) : []));
  if (now?.state !== "sent" || !now.receipt) return null;
  if (now.finished) await erase(vault, id, { whole: false });
  return { control_id: id, finished: now.finished, ...now.receipt };
}

/** @param {Said} said @param {string} digest */
function confirm(said, digest) {
  if (said.sha256 === digest) return;
  throw Object.assign(new Fault("receipt_differs", "The server's receipt is for other bytes", "It is sent again."), { kind: "away" });
}

/** @param {Delivery} delivery @param {unknown} fault @returns {Delivery} */
function stuck(delivery, fault) {
  return { ...delivery, state: "stuck", fault: plainFault(fault) };
}

/** @param {Delivery} delivery @param {unknown} fault */
function again(delivery, fault) {
  const tries = delivery.tries + 1;
  return { ...delivery, tries, next_at: Date.now() + waitAfter(tries), fault: /** @type {Caught} */ (fault).code === "offline" ? null : plainFault(fault) };
}

/** @param {Record<string, Moment>} received @param {string[]} missing */
function without(received, missing) {
  return Object.fromEntries(Object.entries(received).filter(([sha256]) => !missing.includes(sha256)));
}
