/**
 * The fields of a look-up. Each says beside it what it does not keep: the office would refuse the whole control for it.
 * @module
 */
import { desk } from "../desk.js";
import { button, el, field } from "../dom.js";
import { dayOf, givesHours, isMoment, lookupFault } from "../lookups.js";
import { clock, day, momentAt, now } from "../moments.js";
import { t } from "../texts.js";

/**
 * A field that is held against another; `changed` is called when it changed, `again` looks anew.
 * @typedef {{said: HTMLElement, take: (value: string|null) => void, again: () => void, changed: () => void}} Fitting
 */

/**
 * A field that says beside it when what stands in it is no such thing; of that nothing is kept.
 * @param {"worker_type"|"joint_committee"|"planned_hours"} name @param {Lookup} one @param {Props} more
 * @param {(value: string|null) => unknown} keep
 */
export function typed(name, one, more, keep) {
  const input = el("input", { type: "text", autocomplete: "off", value: one[name] ?? "", ...more });
  const said = saying();
  input.addEventListener("input", () => {
    const isRight = input.checkValidity();
    keep((isRight && input.value) || null);
    said.textContent = isRight ? "" : t(`lookup.${name}_wrong`);
  });
  if (more.autocapitalize) input.addEventListener("change", () => (input.value = input.value.toUpperCase()));
  return field(t(`lookup.${name}`), input, said);
}

function saying() {
  return el("p", { class: "fault", role: "status" });
}

/**
 * Let two fields that are held against each other look again when the other one changes.
 * @param {Fitting} first @param {Fitting} second
 */
export function together(first, second) {
  first.changed = second.again;
  second.changed = first.again;
}

/**
 * What a field keeps: its value, unless the look-up would be one that the office refuses. Then that is said, and of what
 * was typed nothing is kept.
 * @param {{name: "looked_up_at"|"declared_at"|"period_from"|"period_to", one: () => Lookup,
 *     keep: (fields: Partial<Lookup>) => unknown, input: HTMLInputElement}} of `input`: where it was typed
 * @returns {Fitting}
 */
function fitting({ name, one, keep, input }) {
  const made = { said: saying(), take, again, changed: () => {} };
  const isNeeded = name === "looked_up_at"; // a look-up without its moment is none: the last good one stays
  let given = one()[name] ?? null;

  function tell() {
    const fault = given && lookupFault({ ...one(), [name]: given }, name);
    input.setCustomValidity(fault ?? "");
    made.said.textContent = fault ? t(`lookup.${fault}`) : "";
    return fault;
  }

  function again() {
    const kept = tell() ? null : given;
    if (kept !== (one()[name] ?? null) && (kept || !isNeeded)) keep({ [name]: kept });
  }

  /** @param {Moment|Day|null} value */
  function take(value) {
    given = value;
    again();
    made.changed();
  }

  tell(); // what was kept before the form held it against the other field is said where it can be mended
  return made;
}

/**
 * A day and a time with "now"; kept once both are there. `pressed` gets the moment of "now" before it is kept.
 * @param {"looked_up_at"|"declared_at"} name @param {() => Lookup} one @param {(fields: Partial<Lookup>) => unknown} keep
 */
export function moment(name, one, keep, pressed = (/** @type {Moment} */ _) => {}) {
  const [on, at, what] = [el("input", { type: "date" }), el("input", { type: "time" }), t(`lookup.${name}`)];
  const made = fitting({ name, one, keep, input: on });
  /** @param {Moment|null|undefined} value */
  const show = (value) => {
    on.value = value ? day(value) : "";
    at.value = value ? clock(value) : "";
  };
  /** @param {Moment} value */
  const put = (value) => {
    show(value);
    made.take(value);
  };
  const press = () => {
    const value = now();
    pressed(value);
    put(value);
  };
  for (const input of [on, at]) {
    input.addEventListener("input", () => made.take(on.value && at.value ? momentAt(on.value, at.value) : null));
  }
  on.id = `m-${name}`;
  at.setAttribute("aria-label", t("lookup.time_of", { what }));
  show(one()[name]);
  return Object.assign(made, { put, element: el("div", { class: "field" }, el("label", { for: on.id, text: what }),
    el("div", { class: "with-now" }, on, at, button(t("input.now"), press, { icon: "clock", name: `${t("input.now")}: ${what}` })),
    made.said) });
}

/**
 * A day of the period; with its hour too where a declaration for this type of worker gives hours.
 * @param {"period_from"|"period_to"} name @param {() => Lookup} one @param {(fields: Partial<Lookup>) => unknown} keep
 */
export function bound(name, one, keep) {
  const [before, what] = [one()[name], t(`lookup.${name}`)];
  const on = el("input", { type: "date", value: dayOf(before) });
  const at = el("input", { type: "time", value: before && isMoment(before) ? clock(before) : "", "aria-label": t("lookup.time_of", { what }) });
  const made = fitting({ name, one, keep, input: on });
  const refresh = () => (at.hidden = !at.value && !givesHours(one().worker_type, desk.package?.hours_needed));
  for (const input of [on, at]) {
    input.addEventListener("input", () => made.take(on.value && at.value ? momentAt(on.value, at.value) : on.value || null));
  }
  refresh();
  return Object.assign(made, { refresh, element: field(what, on, at, made.said) });
}
