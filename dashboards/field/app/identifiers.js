/**
 * Numbers as they are typed: which kind of number a text is, if any; the same answers as
 * inspection/control/identifiers.py, held against it by a test. Nothing here refuses anybody.
 * @module
 */
const LAST_FINAL = 199_999_934;
const UNKNOWN_BIRTH = ["000001", "002001", "004001"];

/**
 * @param {string} text
 * @param {number} [year] the year of today: a number of somebody born from 2000 cannot lie beyond it
 * @returns {"national"|"bis"|"enterprise"|"establishment"|"nsso"|"nsso_provisional"|null}
 */
export function identifyNumber(text, year = new Date().getFullYear()) {
  const digits = text.replace(/[ .\-/]/g, "");
  if (!/^[0-9]{7,11}$/.test(digits)) return null;
  if (digits.length === 11) return person(digits, year);
  return digits.length === 10 ? ten(digits) : final(digits);
}

/** @param {string} digits @param {number} year */
function person(digits, year) {
  if (Number(digits) === 0 || !isChecked(digits, year)) return null;
  const month = Number(digits.slice(2, 4));
  if (!UNKNOWN_BIRTH.includes(digits.slice(0, 6)) && month % 20 > 12) return null;
  if (month <= 12) return "national";
  return (month >= 20 && month <= 32) || (month >= 40 && month <= 52) ? "bis" : null;
}

/** Both check rules: born before 2000, and from 2000 with a 2 in front. @param {string} digits @param {number} year */
function isChecked(digits, year) {
  const body = Number(digits.slice(0, 9));
  const check = Number(digits.slice(9));
  if (97 - (body % 97) === check) return true;
  return Number(digits.slice(0, 2)) + 2000 <= year && 97 - ((2_000_000_000 + body) % 97) === check;
}

/** @param {string} digits */
function ten(digits) {
  const sum = (Number(digits.slice(0, 8)) % 97) + Number(digits.slice(8));
  if ("01".includes(digits[0])) return Number(digits) > 0 && sum % 97 === 0 ? "enterprise" : null;
  if ("2345678".includes(digits[0]) && sum === 97) return "establishment";
  return digits[0] === "5" && isNsso(digits) ? "nsso_provisional" : null;
}

/** @param {string} digits */
function final(digits) {
  return Number(digits) <= LAST_FINAL && isNsso(digits) ? "nsso" : null;
}

/** @param {string} digits */
function isNsso(digits) {
  const body = Number(digits.slice(0, -2));
  return body > 0 && Number(digits.slice(-2)) === 96 - ((body * 100) % 97);
}
