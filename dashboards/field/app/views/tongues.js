/**
 * Languages that persons are heard in, by their tag; the browser knows their names.
 * @module
 */
import { language } from "../texts.js";

export const HEARD_IN = [
  "fr", "nl", "de", "en", "ar", "bg", "bn", "cs", "el", "es", "fa", "hi", "hu", "it", "lt", "mk", "ne", "pa", "pl", "ps",
  "pt", "ro", "ru", "sk", "so", "sq", "sr", "th", "ti", "tl", "tr", "uk", "ur", "vi", "zh",
];

/** The name of a language in the language of the screen. @param {string} tag */
export function languageName(tag) {
  return new Intl.DisplayNames([language()], { type: "language" }).of(tag) ?? tag;
}
