/**
 * What goes with a person who was added by mistake, and what stays without naming them: the office refuses a control that
 * names somebody who is not in it. Pure.
 */

import { saidUnknown } from "./asked_first.js";

/** Lists whose entries are about one person alone, with the field that names them. */
/** @type {[list: ListName, field: string][]} */
const ABOUT = [
  ["hearings", "person"], ["pay", "person"], ["lookups", "subject"], ["consents", "person"], ["comments", "person"], ["attachments", "person"],
  ["marks", "person"], ["summaries", "person"],
];

/**
 * Give the parts of a control that change when a person is taken out; what was seen, and who was called, stays.
 * @param {Control} control @param {string} ref
 */
export function withoutPerson(control, ref) {
  /** @type {Partial<Control>} */
  const changed = { persons: control.persons.filter((person) => person.ref !== ref) };
  for (const [list, field] of ABOUT) {
    if (control[list]) Object.assign(changed, { [list]: control[list].filter((one) => Reflect.get(one, field) !== ref) });
  }
  /** @type {<T extends {person?: string|null}>(one: T) => T} */
  const unnamed = (one) => (one.person === ref ? { ...one, person: null } : one);
  /** @type {(one: Seen) => Seen} */
  const unseen = (one) => (one.person === ref && one.state === "identified" ? { ...unnamed(one), state: "not_identified" } : unnamed(one));
  if (control.rooms) changed.rooms = control.rooms.map((one) => (one.by === ref ? { ...one, by: null } : one));
  if (control.steps) changed.steps = control.steps.map(unnamed);
  if (control.seen) changed.seen = control.seen.map(unseen);
  if (changed.marks) changed.marks = changed.marks.map((one) => (one.of === ref ? { ...one, of: null } : one));
  if (control.suspicion) changed.suspicion = saidUnknown(control.suspicion, [ref], false);
  return changed;
}

/**
 * Count what would go with a person: {answers, hearings, pay, lookups, consents, comments, attachments}.
 * @param {Control} control @param {string} ref
 */
export function goesWith(control, ref) {
  const answers = Object.keys(control.persons.find((person) => person.ref === ref)?.answers ?? {}).length;
  const counted = ABOUT.map(([list, field]) => [list, (control[list] ?? []).filter((one) => Reflect.get(one, field) === ref).length]);
  return { answers, ...Object.fromEntries(counted) };
}
