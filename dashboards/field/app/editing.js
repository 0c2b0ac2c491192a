/** Changes of a control in memory, each marked to be written: what draft.js offers once it has seen that it may. */

import { isList, isSensitiveItem, isSensitivePath, LISTS, personOf, readPath } from "./chunks.js";
import { Fault } from "./fault.js";
import { withoutPerson } from "./removing.js";

/** @type {Partial<Record<ListName, string>>} */
const SIGNS = { seen: "S", hearings: "H", lookups: "L", summaries: "T" };

/**
 * Change one place; in memory at once (a sensitive one after its half was brought), the value undefined deletes.
 * @param {KeptControl} kept @param {string|string[]} path @param {unknown} value
 * @returns {Promise<void>} resolves when durable
 * @throws {Fault} bad_path, no_person, sensitive_locked
 */
export async function setPlace(kept, path, value) {
  const { steps, chunk } = readPath(path);
  const isSensitive = isSensitivePath(steps, kept.questions);
  if (isSensitive && !kept.isRevealed) await kept.reveal();
  const [holder, name] = [holderOf(kept.control, steps), steps[steps.length - 1]];
  if (value === undefined) delete holder[name];
  else holder[name] = value;
  if (chunk === "attachments") kept.meta.attachments = kept.control.attachments?.length ?? 0;
  const isInBoth = isList(chunk) && kept.isRevealed;
  await kept.mark([chunk], isInBoth ? [false, true] : [isSensitive]);
}

/**
 * Add a person, and give the reference ("P7"), which is never used again for another.
 * @param {KeptControl} kept @param {Partial<Person>} fields
 */
export async function addPerson(kept, fields) {
  const ref = `P${(kept.meta.persons_made += 1)}`;
  Object.assign(personOf(kept.control, ref), fields, { ref });
  kept.meta.persons = kept.control.persons.length;
  await kept.mark([ref], [false]);
  return ref;
}

/**
 * Take a person out, with what is about them alone. Errors: {Fault} sensitive_locked, when there is anything sensitive.
 * @param {KeptControl} kept @param {string} ref
 */
export async function removePerson(kept, ref) {
  await kept.needWhole();
  Object.assign(kept.control, withoutPerson(kept.control, ref));
  kept.meta.persons = kept.control.persons.length;
  await kept.mark([ref, "fields", ...LISTS], kept.isRevealed ? [false, true] : [false]);
}

/**
 * Add an item to a list; gives it with its reference ("S1", "H1", "L1"), where items of the list have one.
 * @template {ListName} L @param {KeptControl} kept @param {L} list @param {Partial<ItemOf<L>>} item
 */
export async function append(kept, list, item) {
  if (list === "comments") return putComment(kept, /** @type {Remark} */ (item));
  const items = kept.control[list] ?? [];
  const last = Math.max(0, ...items.map((one) => ("ref" in one ? Number(one.ref.slice(1)) : 0)));
  const made = SIGNS[list] ? { ref: `${SIGNS[list]}${last + 1}`, ...item } : { ...item };
  await setPlace(kept, [list], [...items, made]);
  return made;
}

/**
 * Put a comment in the place of the one that was begun at the same moment on the same thing; one without words is taken out.
 * A comment on a guarded question is as guarded: once that has closed, {Fault} sensitive_locked.
 * @param {KeptControl} kept @param {Remark} comment
 */
async function putComment(kept, comment) {
  if (isSensitiveItem(comment, kept.questions)) await kept.reveal();
  const others = (kept.control.comments ?? []).filter((one) => !isSameComment(one, comment));
  await setPlace(kept, ["comments"], comment.words.trim() ? [...others, comment] : others);
  return comment;
}

/** @param {Remark} one @param {Remark} other */
function isSameComment(one, other) {
  const parts = /** @type {const} */ (["written_at", "question", "person"]);
  return parts.every((part) => (one[part] ?? null) === (other[part] ?? null));
}

/** @param {Control} control @param {string[]} steps @returns {any} what holds the place: each name has a type of its own */
function holderOf(control, steps) {
  if (steps.length === 1) return control;
  if (steps.length === 2) return (control.answers ??= {});
  const person = control.persons.find((one) => one.ref === steps[1]);
  if (!person) throw new Fault("no_person", "Nobody here has this reference", "Add the person first.");
  return steps.length === 3 ? person : (person.answers ??= {});
}
