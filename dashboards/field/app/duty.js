/**
 * Which number of the card answers now, by the rule that the office rings by: rosters change while the form is without a
 * network, and a night belongs to the day on which it began. Pure.
 * @module
 */
import { clock, day } from "./moments.js";

const DAY = 86_400_000;

/**
 * Tell whether a number is good at a moment: on its days, and while nobody is absent.
 * @param {Pick<DutyNumber, "valid_from"|"valid_until"|"night_ends"|"absent">} one  as the package gives it
 */
export function isGood(one, at = new Date()) {
  const moment = new Date(at).getTime();
  if ((one.absent ?? []).some(([from, to]) => Date.parse(from) <= moment && moment < Date.parse(to))) return false;
  const today = day(at);
  const begun = one.night_ends && clock(at) < one.night_ends ? day(Date.parse(`${today}T12:00:00Z`) - DAY) : today;
  return (!one.valid_from || one.valid_from <= begun) && (!one.valid_until || begun <= one.valid_until);
}
