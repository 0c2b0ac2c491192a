/**
 * Beginning and resuming a control; where the device is, is asked once and never waited for.
 * @module
 */
import { lastCheck, onControl } from "../clock_kept.js";
import { desk, formOf } from "../desk.js";
import { Fault } from "../fault.js";
import { put } from "../filling.js";
import { position } from "../position.js";
import * as drafts from "../drafts.js";
import { keepCount } from "./count_pad.js";

/** Begin the control of a mission, with how many were at work at that minute if somebody counted. @param {Mission} mission @param {number} [count] */
export function beginAt(mission, count) {
  return begin({ mission, sector: mission.sector }, count);
}

/**
 * Begin a control of a sector: at a mission, or where `what` says.
 * @param {{sector: string, mission?: Mission, name?: string} & Partial<Control>} parts
 * @param {number} [count] of persons at work on entry
 */
export async function begin({ sector, ...what }, count) {
  const list = desk.package?.checklists.find((one) => one.sector === sector);
  if (!desk.package || !list) throw new Fault("not_kept", "The package has no checklist for this sector", "Fetch it again.");
  const { form } = await formOf(sector, list);
  const check = lastCheck();
  const draft = await drafts.beginDraft({ clock_checks: check ? [check] : undefined, team: [desk.package.user], ...what, checklist: form });
  desk.draft = draft;
  if (count !== undefined) keepCount(count);
  await desk.go("control", { draft: draft.id });
  const where = await position();
  if (where && desk.draft === draft) await put(["position"], where);
}

/** Go on with a draft that was begun before. @param {string} id */
export async function resume(id, how = {}) {
  const row = (await drafts.listDrafts()).find((one) => one.id === id);
  if (row?.state !== "open") return desk.go("start", {}, { replace: true });
  desk.draft = await drafts.openDraft(id, await checklistOf(row));
  await onControl();
  return desk.go("control", { draft: id }, how);
}

/** The definition that a draft was begun under, as drafts.js wants it. @param {{sector: string, checklist: ChecklistRef}} parts */
export async function checklistOf({ sector, checklist }) {
  return (await formOf(sector, checklist)).form;
}
