/** What is a telephone number: the office's own rule (inspection/acts/own_numbers.py), so that it refuses none. Pure. */

const NUMBER = /^\+?[0-9][0-9 ./]{1,24}$/;
const FEWEST_DIGITS = 8;

/** Tell whether somebody can be rung on what was typed. @param {string} typed */
export function isTelephone(typed) {
  const number = typed.trim();
  return NUMBER.test(number) && number.replace(/\D/g, "").length >= FEWEST_DIGITS;
}
