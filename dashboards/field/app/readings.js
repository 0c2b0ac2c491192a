/**
 * What a code says that the camera read. A number is one when its check digits agree; one of a number's length whose check
 * digits disagree is refused. Of anything else the text is shown and asked about: no format of a card, a certificate or a
 * declaration has a source that was published, so none is taken apart.
 * @module
 */
import { identifyNumber } from "./identifiers.js";

/** @type {NumberKind[]} */
export const PERSON_NUMBERS = ["national", "bis"];
/** @type {NumberKind[]} */
export const PLACE_NUMBERS = ["enterprise", "establishment"];
/** @type {NumberKind[]} */
export const NUMBERS = [...PERSON_NUMBERS, ...PLACE_NUMBERS];
const SHAPE = /^(?:BE[ .]?)?(\d[\d .\-/]*\d)$/; // an enterprise number may have the letters of a VAT number before it
/** @type {Record<number, NumberKind[]>} how many digits a number of these kinds has */
const LENGTHS = { 10: PLACE_NUMBERS, 11: PERSON_NUMBERS };
/** @type {Record<string, string>} */
const PATTERNS = { national: "##.##.##-###.##", bis: "##.##.##-###.##", enterprise: "####.###.###", establishment: "#.###.###.###" };

/**
 * Tell what a text of a code says, for a field that wants something.
 * @param {string} text @param {Wanted} wanted @returns {Reading}
 */
export function understood(text, wanted) {
  const shown = text.replace(/\p{Cc}+/gu, " ").trim();
  const number = shown.match(SHAPE)?.[1].replace(/\D/g, "") ?? "";
  const kind = identifyNumber(number);
  if (kind && NUMBERS.includes(kind) && wanted.kinds.length) {
    const isWanted = wanted.kinds.includes(kind);
    return { text: shown, kind, number, refused: isWanted ? null : "other" };
  }
  const isAlmost = LENGTHS[number.length]?.some((one) => wanted.kinds.includes(one));
  const refused = isAlmost ? "check" : shown.length > wanted.texts ? (wanted.texts ? "long" : "other") : null;
  return { text: shown, kind: null, number: null, refused };
}

/** A number as it is written on paper. @param {NumberKind|null} kind @param {string} digits */
export function written(kind, digits) {
  let at = 0;
  return PATTERNS[kind ?? ""]?.replace(/#/g, () => digits[at++]) ?? digits;
}
