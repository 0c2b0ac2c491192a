/**
 * What a person's national number says of their birth: shown, and taken by a tap or not at all. A number of somebody else
 * may be on the paper.
 * @module
 */
import { desk } from "../desk.js";
import { button, el } from "../dom.js";
import { control, personOf } from "../filling.js";
import { ageOn, birthOf } from "../identifiers.js";
import { dateWords } from "../moments.js";
import { t } from "../texts.js";

/**
 * Make the place where it is proposed; `of` looks at a number.
 * @param {string} ref @param {{born: (day: Day) => unknown, minor: () => unknown}} take
 */
export function proposals(ref, take) {
  const element = el("div", { class: "proposed", role: "status" });
  return { element, of };

  /** @param {string} number */
  function of(number) {
    const on = control().facts_on;
    const born = birthOf(number, on);
    if (!born) return element.replaceChildren();
    const age = ageOn(born, on);
    const isMinor = age < (desk.package?.minor_under_years ?? 0);
    const known = personOf(ref);
    const day = () => button(t("person.take_birth"), taken(() => take.born(born)), { icon: "check" });
    const minor = () => button(t("person.take_minor", { age: desk.package?.minor_under_years }), taken(take.minor), { icon: "check" });
    return element.replaceChildren(
      el("p", { text: t("person.by_number", { age, date: dateWords(born) }) }),
      ...(known?.birth_date === born ? [] : [day()]),
      ...(isMinor && known?.under_age !== true ? [minor()] : []));

    /** @param {() => unknown} act */
    function taken(act) {
      return () => {
        act();
        of(number);
        element.closest(".extra")?.querySelector("input")?.focus({ preventScroll: true });
      };
    }
  }
}
