/**
 * Words for the person who was found at work, in that person's language: shown, or read aloud by the telephone's voice.
 * @module
 */
import { drawing, el } from "../dom.js";
import { personOf, PLACE } from "../filling.js";
import { pictogram } from "../pictograms.js";
import { language, t } from "../texts.js";

/** Languages that the rules hold words in; each is fetched once while there is a network. */
export const SPOKEN = ["fr", "nl", "de", "en", "ar", "bg", "bn", "pa", "pl", "pt", "ro", "tr", "uk", "ur", "vi", "zh"];

/** A telephone number keeps its order in a line that runs from the right: else it is read backwards, and nobody answers. */
const NUMBER = /\+?\d[\d ]*\d/g;

const loaded = new Map();

/** A line that fills itself once the words are there; nothing for the workplace or for one's own language. */
export function forWorker(one, ref) {
  const tag = ref === PLACE ? null : personOf(ref)?.hearing_language;
  if (!one.worker || !tag || tag === language()) return null;
  const line = el("p", { class: "worker" });
  wordsIn(tag).then((words) => fill(line, words, words?.questions[one.id], one.id));
  return line;
}

/** Put words into an element with their pictogram, language, direction, and whether a translator has read them. */
export function fill(line, words, text, key) {
  if (!text) return;
  line.lang = words.code;
  line.dir = words.direction;
  line.textContent = text.replace(NUMBER, (digits) => `\u2066${digits.replaceAll(" ", "\u00a0")}\u2069`);
  const shown = pictogram(key);
  if (shown) line.prepend(drawing(shown, "pictogram"));
  if (!words.checked) line.after(el("small", { class: "hint", text: t("worker.unchecked") }));
}

/**
 * The words of a language, or null where there are none on this device.
 * @returns {Promise<{code, name, direction, checked, questions, brochure: {key, text}[]}|null>}
 */
export async function wordsIn(tag) {
  if (!loaded.has(tag)) {
    const answer = await fetch(`/field/api/worker/${tag}.json`).catch(() => null);
    if (!answer?.ok) return null;
    loaded.set(tag, await answer.json());
  }
  return loaded.get(tag);
}

/** Have every language on the device before there is no network; the service worker keeps what was fetched. */
export async function keepWords() {
  for (const tag of SPOKEN) if (!(await wordsIn(tag))) return;
}
