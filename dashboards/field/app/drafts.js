/** The controls on this device: list them, begin one, open one. What can be done with one: draft.js. */

import { sensitiveQuestions } from "./chunks.js";
import { readDelivery } from "./deliveries.js";
import { Draft } from "./draft.js";
import { Fault } from "./fault.js";
import { dayInBrussels, newId } from "./ids.js";
import { KeptControl } from "./kept.js";
import { isOnlyHere, isRefused, stateOf } from "./sending.js";
import { chunkStore, erase } from "./stores.js";
import { isEnded, opening } from "./vault.js";

const SENT_KEPT_MILLISECONDS = 14 * 86_400_000;
/** @type {Map<string, Draft>} */
const opened = new Map();

/**
 * List the drafts, the latest begun first; a sent one stays in the list, without its content, for 14 days by the office's
 * clock: a wrong clock of this telephone takes no receipt away.
 * @returns {Promise<ListedDraft[]>}
 */
export async function listDrafts() {
  const vault = opening();
  const rows = (await Promise.all((await vault.keys("drafts")).map((id) => row(vault, id)))).filter((one) => one !== null);
  const heard = await lastHeard(vault, rows);
  const [past, listed] = [rows.filter((one) => isPast(one, heard)), rows.filter((one) => !isPast(one, heard))];
  for (const one of past) await erase(vault, one.id, { whole: true });
  return listed.sort((one, other) => other.started_at.localeCompare(one.started_at));
}

/**
 * Begin a control; its id is the control's id from now on.
 *
 * @param {{mission?: Mission|null, checklist: Form, workplace?: string, name?: string|null} & Partial<Control>} what
 *     mission: a mission of the package, or null for an unplanned control; checklist: {sector, ...field form}, see
 *     packages.js; workplace, name: where it is, when there is no mission (no workplace: a door that no register knows);
 *     the other fields are the control's own
 * @returns {Promise<Draft>} when it is on the disk
 * @throws {Fault} ended when the device's days are over: what was begun before can still be finished and sent
 */
export async function beginDraft({ mission = null, checklist, workplace, name = mission?.name ?? "", ...fields }) {
  if (await isEnded()) throw new Fault("ended", "This device's days are over", "Set its clock right, or ask the office for a new code.");
  const [id, started_at] = [newId(), new Date().toISOString()];
  const where = workplace ?? mission?.workplace ?? `site:${id}`; // a door that no register knows: unnumbered_site in Python
  const { sector, id: checklistId, version, sha256 } = checklist;
  /** @type {Control} */
  const control = {
    control_id: id,
    checklist: { id: checklistId, version, sha256 },
    visit: mission?.visit ?? null,
    workplace: where,
    sector,
    outcome: "done",
    entered_at: started_at,
    facts_on: dayInBrussels(new Date(fields.entered_at ?? started_at)),
    report_language: mission?.report_language,
    ...fields,
    answers: {},
    persons: [],
  };
  const times = { started_at, changed_at: started_at, finished_at: null };
  const counts = { persons_made: 0, persons: 0, attachments: 0 };
  const meta = { id, sector, checklist: control.checklist, workplace: where, name: name ?? "", mission, ...times, ...counts };
  return hold(id, (release) => make(meta, control, checklist, release, (kept) => kept.begin()));
}

/**
 * Open a draft to fill it on.
 * @param {string} id
 * @param {Form} checklist  the definition that it was begun under: {sector, ...field form}
 * @param {string} id
 * @throws {Fault} no_draft, draft_elsewhere when another page has it open, other_checklist, sent when only its receipt is left
 */
export async function openDraft(id, checklist) {
  const here = opened.get(id);
  if (here) return here;
  const meta = await opening().get("drafts", id);
  if (!meta) throw new Fault("no_draft", "This draft is not here", "Look at the list of drafts.");
  if (meta.checklist.sha256 !== checklist.sha256) throw new Fault("other_checklist", "The draft was begun under another checklist", "");
  if (stateOf(await readDelivery(opening(), id)) === "sent") throw new Fault("sent", "This control is at the server", "See its receipt.");
  return hold(id, (release) => make(meta, emptyControl(), checklist, release, (kept) => kept.load()));
}

/** Give a control that is to be read from the disk: its fields come with its chunks. @returns {Control} */
function emptyControl() {
  return /** @type {Control} */ (/** @type {Partial<Control>} */ ({ answers: {}, persons: [] }));
}

/** Tell how many drafts this page has open. */
export function openDrafts() {
  return opened.size;
}

/**
 * @param {DraftRow} meta @param {Control} control @param {Form} checklist @param {(isFree: boolean) => void} release
 * @param {(kept: KeptControl) => Promise<void>} fill
 */
async function make(meta, control, checklist, release, fill) {
  const vault = opening();
  /** @type {Draft|null} */
  let draft = null;
  const kept = new KeptControl({
    vault,
    meta,
    control,
    questions: sensitiveQuestions(checklist),
    changed: () => draft?.changed(),
    locked: () => draft?.close(),
  });
  await fill(kept);
  const free = () => release(opened.delete(meta.id));
  draft = new Draft({ vault, kept, delivery: await readDelivery(vault, meta.id), release: free });
  opened.set(meta.id, draft);
  return draft;
}

/**
 * Take the draft's lock, so that two pages cannot write one draft over each other; the browser frees it when a page dies.
 * @template T
 * @param {string} id @param {(release: (isFree: boolean) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
function hold(id, work) {
  return new Promise((resolve, reject) => {
    /** @param {Lock|null} lock */
    const held = (lock) => {
      if (!lock) return reject(new Fault("draft_elsewhere", "This draft is open in another page", "Close it there first."));
      return new Promise((release) => work(release).then(resolve, (error) => release(reject(error))));
    };
    navigator.locks.request(`vigie-draft-${id}`, { ifAvailable: true }, held).catch(reject);
  });
}

/** @param {OpenVault} vault @param {string} id */
async function row(vault, id) {
  const [meta, delivery] = await Promise.all([vault.get("drafts", id), readDelivery(vault, id)]);
  if (!meta) return null; // another page, or this one, erased it since the keys were listed
  const { queued_at = null, receipt = null, received = {}, fault = null } = delivery ?? {};
  const state = stateOf(delivery);
  if (state === "sent" && (await vault.count(chunkStore(id)))) await erase(vault, id, { whole: false }); // killed while it was done
  return { ...meta, state, queued_at, receipt, received, fault, isRefused: isRefused(delivery), isOnlyHere: isOnlyHere(delivery) };
}

/**
 * Give the latest moment that the office has told: of a receipt, or of the package.
 * @param {OpenVault} vault @param {ListedDraft[]} rows
 */
async function lastHeard(vault, rows) {
  const made_at = (await vault.get("package", "current"))?.made_at;
  return Math.max(...[made_at, ...rows.map((one) => one.receipt?.received_at)].filter((moment) => moment !== undefined).map((moment) => Date.parse(moment)));
}

/** @param {ListedDraft} draft @param {number} heard */
function isPast(draft, heard) {
  const received = draft.state === "sent" && draft.receipt?.received_at;
  return Boolean(received) && heard - Date.parse(String(received)) > SENT_KEPT_MILLISECONDS;
}
