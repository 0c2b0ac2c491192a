/**
 * What a look-up cannot be: the office refuses the whole control for it, so the form never keeps it. Pure.
 * @module
 */
import { day } from "./moments.js";

/** Fields that are held against each other. */
/** @type {Record<string, string[]>} */
const TOGETHER = { declared_later: ["declared_at", "looked_up_at"], ends_before: ["period_from", "period_to"] };

/**
 * Tell which fault a field of a look-up has with its other fields: "declared_later", "ends_before", or null.
 * @param {Lookup} one @param {string} name
 */
export function lookupFault(one, name) {
  const found = Object.keys(TOGETHER).find((fault) => TOGETHER[fault].includes(name));
  if (found === "declared_later" && one.declared_at && Date.parse(one.declared_at) > Date.parse(one.looked_up_at)) return found;
  return found === "ends_before" && one.period_from && one.period_to && isBefore(one.period_to, one.period_from) ? found : null;
}

/**
 * Tell whether a declaration for a type of worker gives hours beside its days, on every day or on a single one.
 * @param {string|null|undefined} workerType @param {Record<string, unknown>|undefined} needed
 */
export function givesHours(workerType, needed) {
  return Boolean(workerType && needed?.[workerType]);
}

/** Compare moments as moments, and days where one of the two is only a day. @param {string} first @param {string} second */
function isBefore(first, second) {
  if (isMoment(first) && isMoment(second)) return Date.parse(first) < Date.parse(second);
  return dayOf(first) < dayOf(second);
}

/** Tell whether a bound of a period holds an hour. @param {Moment|Day|null|undefined} value */
export function isMoment(value) {
  return value?.includes("T") ?? false;
}

/** Give the day of a bound of a period. @param {Moment|Day|null|undefined} value */
export function dayOf(value) {
  return value && isMoment(value) ? day(value) : (value ?? "");
}
