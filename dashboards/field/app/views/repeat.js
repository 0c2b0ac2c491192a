/**
 * "Same as P1": answers about how the employer does things for everybody, taken over in one tap and marked until they
 * are looked at. What a person has seen, told or suffered is never taken over, and neither is what is guarded.
 * @module
 */
import { button } from "../dom.js";
import { answersOf, persons, PLACE } from "../filling.js";
import { t } from "../texts.js";

/**
 * The button of a chapter, or null where there is nothing to repeat.
 * @param {string} ref @param {string} section
 * @param {Question[]} asked the chapter's questions
 * @param {(id: string, value: Answer) => void} take
 */
export function repeatFrom(ref, section, asked, take) {
  const at = persons().findIndex((person) => person.ref === ref);
  if (ref === PLACE || at < 1) return null;
  const before = persons()[at - 1].ref;
  const same = asked.filter((one) => one.repeats && !one.sensitive && answersOf(before)[one.id] != null);
  if (!same.length) return null;
  return button(t("repeat.same_as", { ref: before, n: same.length }), () => {
    for (const one of same) if (answersOf(ref)[one.id] == null) take(one.id, answersOf(before)[one.id]);
  }, { icon: "copy", kind: "quiet" });
}
