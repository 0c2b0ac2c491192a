/**
 * Words for the person who was found at work, in that person's language, to be read on the screen together; shown over the
 * whole of it, and read aloud by the device's own voice, in words.js.
 * @module
 */
import { desk } from "../desk.js";
import { button, drawing, el } from "../dom.js";
import { personOf, PLACE } from "../filling.js";
import { pictogram } from "../pictograms.js";
import { labelOf, language, t } from "../texts.js";

/** Languages that the rules hold words in; each is fetched once while there is a network. */
export const SPOKEN = ["fr", "nl", "de", "en", "ar", "bg", "bn", "pa", "pl", "pt", "ro", "tr", "uk", "ur", "vi", "zh"];

/** A telephone number keeps its order in a line that runs from the right: else it is read backwards, and nobody answers. */
const NUMBER = /\+?\d[\d ]*\d/g;

/** @type {Map<string, Promise<WorkerWords|null>>} */
const loaded = new Map();

/**
 * The line of a question in the language that its person speaks now, nothing for the workplace or for one's own language.
 * @param {Question} one @param {string} ref
 * @returns {{element: HTMLElement, speak: () => Promise<void>}} `speak`: say it in the language that is chosen by now
 */
export function forWorker(one, ref) {
  const element = el("div", { hidden: true });
  const isAsked = one.worker && ref !== PLACE;
  const chosen = () => (isAsked && desk.draft && personOf(ref)?.hearing_language) || null; // it may be hidden meanwhile

  async function speak() {
    const tag = chosen();
    const words = tag && tag !== language() ? await wordsIn(tag) : null;
    if (tag !== chosen()) return; // another one was chosen while these came
    const line = el("p", { class: "worker" });
    element.replaceChildren(line);
    fill(line, words, words?.questions[one.id], one.id);
    element.hidden = !line.textContent;
    if (line.textContent) element.append(shower(one, ref));
  }

  speak();
  return { element, speak };
}

/** Show the line over the whole screen; what is guarded is never shown so. @param {Question} one @param {string} ref */
function shower(one, ref) {
  if (one.sensitive) return "";
  const go = () => desk.go("line", { draft: desk.draft?.id, ref, question: one.id });
  return el("div", { class: "worker-line" }, button(t("words.show"), go, { icon: "eye", name: `${t("words.show")}: ${labelOf(one.label)}` }));
}

/** A line as it is shown: numbers keep their order in it. @param {string} text */
export function plainLine(text) {
  return text.replace(NUMBER, (digits) => `\u2066${digits.replaceAll(" ", "\u00a0")}\u2069`);
}

/**
 * Put words into an element with their pictogram, language, direction, and whether a translator has read them.
 * @param {HTMLElement} line @param {WorkerWords|null} words @param {string|undefined} text @param {string} key
 */
export function fill(line, words, text, key) {
  if (!words || !text) return;
  line.lang = words.code;
  line.dir = words.direction;
  line.textContent = plainLine(text);
  const shown = pictogram(key);
  if (shown) line.prepend(drawing(shown, "pictogram"));
  if (!words.checked) line.after(el("small", { class: "hint", text: t("worker.unchecked") }));
}

/**
 * The words of a language, or null where there are none on this device.
 * @param {string} tag
 * @returns {Promise<WorkerWords|null>}
 */
export function wordsIn(tag) {
  const known = loaded.get(tag);
  if (known) return known;
  const coming = fetched(tag);
  loaded.set(tag, coming);
  coming.then((words) => words ?? loaded.delete(tag)); // asked again: there may be a network by then
  return coming;
}

/** @param {string} tag */
async function fetched(tag) {
  const answer = await fetch(`/field/api/worker/${tag}.json`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/** Have every language on the device before there is no network; the service worker keeps what was fetched. */
export async function keepWords() {
  for (const tag of SPOKEN) if (!(await wordsIn(tag))) return;
}
