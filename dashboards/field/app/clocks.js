/**
 * How far this telephone's clock is from the office's: measured at each contact, and what of it a control keeps. Pure.
 *
 * Minutes stay as the telephone showed them. What is kept beside them tells by how much they are out, and when that was seen.
 */

/** A longer round trip tells too little: nobody knows when in it the office looked at its clock. */
const LONGEST_TRIP_MILLISECONDS = 10_000;
const MOST_CHECKS = 100; // as many as the office takes (ClockCheck in onsite.py)
const MOST_SECONDS = 4_000_000_000;
/** Two contacts that lie no farther apart than this tell the same. */
const SAME_SECONDS = 5;
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/**
 * Tell what one contact says of the clock; null where it says nothing: no moment came, it took too long, or the clock was
 * set while it lasted.
 *
 * @param {{before: number, after: number, trip: number, date: string|null}} contact  `before` and `after`: what the clock
 *        showed, in milliseconds; `trip`: how long it took by a clock that nobody sets; `date`: the office's moment, to the second
 * @returns {ClockCheck|null}
 */
export function clockCheck({ before, after, trip, date }) {
  const office = Date.parse(date ?? "");
  const wasSet = Math.abs(after - before - trip) > 1000;
  if (Number.isNaN(office) || wasSet || trip < 0 || trip > LONGEST_TRIP_MILLISECONDS) return null;
  const skew = Math.round((before + trip / 2 - (office + 500)) / 1000); // on average half a second of it has passed
  if (Math.abs(skew) > MOST_SECONDS) return null;
  return { at: new Date(office).toISOString().replace(/\.\d+Z$/, "Z"), clock_skew_s: skew, within_s: Math.ceil((trip / 2 + 500) / 1000) };
}

/**
 * Take a contact into those of a control: of each stretch in which the clock was as far out stay the first and the latest.
 * The office's moments only rise in it, so that the office never refuses a control for them.
 * @param {ClockCheck[]} checks @param {ClockCheck} fresh
 */
export function withCheck(checks, fresh) {
  const [before, last] = [checks.at(-2), checks.at(-1)];
  const isSooner = last && Date.parse(fresh.at) <= Date.parse(last.at);
  if (isSooner) return Date.parse(fresh.at) === Date.parse(last.at) ? [...checks.slice(0, -1), fresh] : checks;
  const goesOn = before && last && isAlike(before, last) && isAlike(last, fresh);
  return goesOn || checks.length >= MOST_CHECKS ? [...checks.slice(0, -1), fresh] : [...checks, fresh];
}

/** @param {ClockCheck} one @param {ClockCheck} other */
function isAlike(one, other) {
  return Math.abs(one.clock_skew_s - other.clock_skew_s) <= SAME_SECONDS + Math.max(one.within_s, other.within_s);
}

/**
 * Tell whether a clock is so far out that it is to be said.
 * @param {ClockCheck|null|undefined} check @param {number} limit seconds
 */
export function isOff(check, limit) {
  return Boolean(check) && Math.abs(/** @type {ClockCheck} */ (check).clock_skew_s) > limit;
}

/**
 * A length of time as short as it can be told, by key and values of the words, or as plain text where it needs none.
 * @param {number} seconds @param {(n: number) => string} days gives days in words
 */
export function spanWords(seconds, days) {
  const all = Math.abs(seconds);
  if (all >= 2 * DAY) return days(Math.round(all / DAY));
  if (all >= HOUR) return `${Math.floor(Math.round(all / MINUTE) / 60)} h ${Math.round(all / MINUTE) % 60} min`;
  return all >= 2 * MINUTE ? `${Math.round(all / MINUTE)} min` : `${all} s`;
}
