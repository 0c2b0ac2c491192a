/**
 * Languages that persons are heard in, by their tag; the browser knows their names.
 * @module
 */
import { select } from "../choosing.js";
import { language } from "../texts.js";

export const HEARD_IN = [
  "fr", "nl", "de", "en", "ar", "bg", "bn", "cs", "el", "es", "fa", "hi", "hu", "it", "lt", "mk", "ne", "pa", "pl", "ps",
  "pt", "ro", "ru", "sk", "so", "sq", "sr", "th", "ti", "tl", "tr", "uk", "ur", "vi", "zh",
];

/** A list of the languages to choose one from. @param {string|null|undefined} chosen @param {(tag: string|null) => unknown} changed */
export function tongueOf(chosen, changed) {
  return select([["", "–"], ...HEARD_IN.map((tag) => [tag, languageName(tag)])], chosen ?? null, changed);
}

/** The name of a language in the language of the screen. @param {string} tag */
export function languageName(tag) {
  return new Intl.DisplayNames([language()], { type: "language" }).of(tag) ?? tag;
}
