/**
 * The machine-readable zone of a passport, a card or a visa, as it is typed: ICAO Doc 9303, parts 3 to 7. Its check digits
 * tell a slip of the finger; nothing is given of a part whose check digit disagrees.
 * @module
 */
import { calendarDay } from "./identifiers.js";

const WEIGHTS = [7, 3, 1];
const SIGNS = /^[0-9A-Z<]*$/;
/**
 * Where the parts stand, by the length of a line; each part is [line, first, last], the digit that checks it comes after.
 * `whole` is what the last digit checks. A passport's second line holds all numbers: it may be typed alone.
 * @typedef {[line: number, from: number, to: number]} Part
 * @typedef {{lines: number, number: Part, birth: Part, expiry: Part, whole: Part[]|null, names: Part, numbers: number[]}} Layout
 * @type {Record<string, Layout>}
 */
const LAYOUTS = {
  passport: { lines: 2, number: [1, 0, 9], birth: [1, 13, 19], expiry: [1, 21, 27],
    whole: [[1, 0, 10], [1, 13, 20], [1, 21, 43]], names: [0, 5, 44], numbers: [1] },
  card: { lines: 3, number: [0, 5, 14], birth: [1, 0, 6], expiry: [1, 8, 14],
    whole: [[0, 5, 30], [1, 0, 7], [1, 8, 15], [1, 18, 29]], names: [2, 0, 30], numbers: [0, 1] },
  small: { lines: 2, number: [1, 0, 9], birth: [1, 13, 19], expiry: [1, 21, 27],
    whole: [[1, 0, 10], [1, 13, 20], [1, 21, 35]], names: [0, 5, 36], numbers: [1] },
  visa: { lines: 2, number: [1, 0, 9], birth: [1, 13, 19], expiry: [1, 21, 27], whole: null, names: [0, 5, 44], numbers: [1] },
};
/** @type {Record<number, string>} */
const BY_LENGTH = { 44: "passport", 30: "card", 36: "small" };

/** The digit that checks a text: weights 7, 3, 1; letters count from 10, the filler 0. @param {string} text */
export function checkDigit(text) {
  const sum = [...text].reduce((total, sign, at) => total + valueOf(sign) * WEIGHTS[at % 3], 0);
  return String(sum % 10);
}

/** @param {string} sign */
function valueOf(sign) {
  return sign === "<" ? 0 : parseInt(sign, 36);
}

/**
 * Read a zone. Spaces are left out, small letters are capitals, and "«" is two fillers, as some keyboards write it.
 * @param {string} typed its lines; the line with the numbers of a passport may stand alone, and so the first two of a card
 * @param {Day} today a birth date lies before it
 * @returns {ZoneRead}
 */
export function readZone(typed, today) {
  const lines = typed.toUpperCase().replace(/«/g, "<<").split("\n").map((line) => line.replace(/\s/g, "")).filter(Boolean);
  const kind = layoutOf(lines);
  if (!kind) return { zone: null, faults: ["length"] };
  const layout = LAYOUTS[kind];
  const all = lines.length === layout.lines ? lines : placed(lines, layout);
  if (!lines.every((line) => SIGNS.test(line))) return { zone: null, faults: ["signs"] };
  const faults = faultsOf(all, layout);
  return { zone: faults.length ? null : zoneOf(all, layout, kind, today), faults };
}

/** @param {string[]} lines */
function layoutOf(lines) {
  const kind = BY_LENGTH[lines[0]?.length];
  if (!kind || lines.some((line) => line.length !== lines[0].length)) return null;
  const { lines: many, numbers } = LAYOUTS[kind];
  if (lines.length !== many && lines.length !== numbers.length) return null;
  return many === 2 && lines.length === 2 && lines[0][0] === "V" ? "visa" : kind; // a visa's last digit checks nothing
}

/** Put lines that hold the numbers where they stand in a whole zone. @param {string[]} lines @param {Layout} layout */
function placed(lines, layout) {
  return Array.from({ length: layout.lines }, (_, at) => lines[layout.numbers.indexOf(at)] ?? "");
}

/** @param {string[]} lines @param {Layout} layout @returns {ZoneRead["faults"]} */
function faultsOf(lines, layout) {
  /** @param {Part} part */
  const agrees = (part) => {
    const digit = lines[part[0]][part[2]];
    return checkDigit(textOf(lines, part)) === (digit === "<" ? "0" : digit);
  };
  /** @type {[ZoneRead["faults"][number], boolean][]} */
  const checked = [
    ["number", numberOf(lines, layout) !== null],
    ["birth", agrees(layout.birth)],
    ["expiry", agrees(layout.expiry)],
    ["whole", !layout.whole || checkDigit(layout.whole.map((part) => textOf(lines, part)).join("")) === lines[1].at(-1)],
  ];
  return checked.filter(([, isRight]) => !isRight).map(([name]) => name);
}

/** @param {string[]} lines @param {Part} part */
function textOf(lines, [line, from, to]) {
  return lines[line].slice(from, to);
}

/**
 * The document's number, or null where its check digit disagrees. A card's may be longer than its place: then the place
 * of the check digit holds a filler, and the rest with the digit begins what is left free (part 5, note j).
 * @param {string[]} lines @param {Layout} layout
 */
function numberOf(lines, { number, lines: many }) {
  const [first, digit] = [textOf(lines, number), lines[number[0]][number[2]]];
  if (digit !== "<") return checkDigit(first) === digit ? first.replace(/</g, "") : null;
  const rest = many === 3 ? lines[0].slice(15).split("<")[0] : "";
  const long = first + rest.slice(0, -1);
  return rest && checkDigit(long) === rest.at(-1) ? long.replace(/</g, "") : null;
}

/** @param {string[]} lines @param {Layout} layout @param {string} kind @param {Day} today @returns {Zone} */
function zoneOf(lines, layout, kind, today) {
  const [last, given] = textOf(lines, layout.names).split("<<");
  const plain = (/** @type {string|undefined} */ text) => (text ?? "").replace(/</g, " ").trim();
  return {
    kind,
    number: numberOf(lines, layout) ?? "",
    name: [plain(given), plain(last)].filter(Boolean).join(" ") || null,
    birth_date: bornOn(textOf(lines, layout.birth), today),
    expires: dayIn(textOf(lines, layout.expiry), 2000),
    issuer: lines[0].slice(2, 5).replace(/</g, ""),
  };
}

/** Two digits hold no century: it is the last in which the day lies before today. @param {string} six @param {Day} today */
function bornOn(six, today) {
  const later = dayIn(six, 2000);
  return later && later <= today ? later : dayIn(six, 1900);
}

/** @param {string} six @param {number} century */
function dayIn(six, century) {
  if (!/^\d{6}$/.test(six)) return null; // a part of a day that nobody knows is filled
  return calendarDay(century + Number(six.slice(0, 2)), Number(six.slice(2, 4)), Number(six.slice(4)));
}
