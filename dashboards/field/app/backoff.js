/** When to try again. Pure. */

const FIRST_MILLISECONDS = 1_000;
const LONGEST_MILLISECONDS = 300_000;

/**
 * Give how long to wait until a moment; no wait is longer than the longest: a clock that was wrong made that one.
 * @param {number} moment
 */
export function waitUntil(moment, now = Date.now()) {
  const wait = moment - now;
  return wait > LONGEST_MILLISECONDS ? 0 : Math.max(0, wait);
}

/**
 * Give the wait after the n-th failure in a row: 1 s, 2 s, 4 s … at most 5 minutes, half of it by chance, so that the
 * phones of a whole team do not come back in the same second.
 * @param {number} tries
 */
export function waitAfter(tries, chance = Math.random()) {
  const whole = Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** Math.min(tries - 1, 20));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
