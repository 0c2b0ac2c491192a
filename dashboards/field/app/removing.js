/**
 * What goes with a person who was added by mistake, and what stays without naming them: the office refuses a control that
 * names somebody who is not in it. Pure.
 */

import { saidUnknown } from "./asked_first.js";

/** Lists whose entries are about one person alone, with the field that names them. */
const ABOUT = { hearings: "person", pay: "person", lookups: "subject", consents: "person", comments: "person", attachments: "person" };

/** Give the parts of a control that change when a person is taken out; what was seen, and who was called, stays. */
export function withoutPerson(control, ref) {
  const changed = { persons: control.persons.filter((person) => person.ref !== ref) };
  for (const [list, field] of Object.entries(ABOUT)) {
    if (control[list]) changed[list] = control[list].filter((one) => one[field] !== ref);
  }
  const unnamed = (one) => (one.person === ref ? { ...one, person: null } : one);
  const unseen = (one) => (one.person === ref && one.state === "identified" ? { ...unnamed(one), state: "not_identified" } : unnamed(one));
  if (control.steps) changed.steps = control.steps.map(unnamed);
  if (control.seen) changed.seen = control.seen.map(unseen);
  if (control.suspicion) changed.suspicion = saidUnknown(control.suspicion, [ref], false);
  return changed;
}

/** Count what would go with a person: {answers, hearings, pay, lookups, consents, comments, attachments}. */
export function goesWith(control, ref) {
  const answers = Object.keys(control.persons.find((person) => person.ref === ref)?.answers ?? {}).length;
  const counted = Object.entries(ABOUT).map(([list, field]) => [list, (control[list] ?? []).filter((one) => one[field] === ref).length]);
  return { answers, ...Object.fromEntries(counted) };
}
