/**
 * The words of the screens in the inspector's language. They come from the server's catalogues and are kept on the
 * device: they hold nothing about anybody, so they need no lock, and the page that asks for the PIN needs them already.
 * @module
 */
/** @type {Label} */
export const LANGUAGES = { fr: "Français", nl: "Nederlands", de: "Deutsch", en: "English" };
const CHOSEN = "vigie.lang";

let lang = "fr";
/** @type {Record<string, string>} */
let words = {};

/** The language that the screens speak now. */
export function language() {
  return lang;
}

/** Give the language chosen on this device, else the browser's, else French. */
export function preferred() {
  const wanted = [localStorage.getItem(CHOSEN), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((tag) => tag !== null && tag in LANGUAGES) ?? "fr";
}

/**
 * Speak a language from now on: fetch its words, or take those kept before when there is no network.
 * @param {string} wanted
 * @param {boolean} [isChosen] whether somebody chose it, so that it is remembered
 */
export async function speak(wanted, isChosen = false) {
  const fresh = await fetched(wanted);
  const kept = JSON.parse(localStorage.getItem(`vigie.texts.${wanted}`) ?? "null");
  if (fresh) localStorage.setItem(`vigie.texts.${wanted}`, JSON.stringify(fresh));
  words = fresh ?? kept ?? words;
  lang = wanted;
  if (isChosen) localStorage.setItem(CHOSEN, wanted);
  document.documentElement.lang = lang;
}

/** Keep the other languages too while there is a network: the choice must work in a cellar. */
export async function keepAll() {
  for (const other of Object.keys(LANGUAGES)) {
    const fresh = localStorage.getItem(`vigie.texts.${other}`) ? null : await fetched(other);
    if (fresh) localStorage.setItem(`vigie.texts.${other}`, JSON.stringify(fresh));
  }
}

/** @param {string} wanted @returns {Promise<Record<string, string>|null>} */
async function fetched(wanted) {
  try {
    const answer = await fetch(`/field/api/texts/${wanted}.json`, { headers: { "X-Vigie-Field": "1" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * Give the words of a key, with its {places} filled in. A missing key shows itself: a test looks for that.
 * @param {string} key without the leading `field.`
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const text = words[`field.${key}`] ?? key;
  return bound(text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)), lang);
}

/** Give the label of a thing that carries its four languages itself. @param {Label|null} [four] */
export function labelOf(four) {
  return bound(four?.[lang] ?? four?.en ?? "", lang);
}

/**
 * Bind the signs that French sets apart to the word before them: no line begins with a question mark.
 * @param {string} text
 * @param {string} spoken its language
 */
export function bound(text, spoken) {
  return spoken === "fr" ? text.replace(/ (?=[?!:;»])/g, "\u00a0").replace(/« /g, "«\u00a0") : text;
}
