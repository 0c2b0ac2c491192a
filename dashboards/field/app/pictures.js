/** Which references of a control are of one picture, and which of a marked copy of it. Pure. */

/**
 * Tell whether two references are of one picture at one place: the same picture may answer two questions.
 * @param {Attachment} one @param {Attachment} other
 */
export function isSamePlace(one, other) {
  /** @param {Attachment} parts */
  const place = ({ sha256, question, person }) => [sha256, question ?? null, person ?? null];
  return place(one).every((part, at) => part === place(other)[at]);
}

/**
 * Give pictures with the marked copies that were made of them. @param {KeptControl} kept @param {Attachment[]} refs
 * @returns {Attachment[]}
 */
export function withCopies(kept, refs) {
  const copies = (kept.control.attachments ?? []).filter((one) => refs.some((ref) => one.marked_of === ref.sha256));
  return [...refs, ...copies.filter((copy) => !refs.some((ref) => isSamePlace(copy, ref)))];
}
