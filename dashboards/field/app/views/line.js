/**
 * One line for the person opposite, over the whole screen, in their language: large, with its pictogram, silent until the
 * loudspeaker is pressed. Pointing at something records nothing: the inspector does, on the card.
 * @module
 */
import { isAsked } from "../asking.js";
import { desk, formOf } from "../desk.js";
import { add, button, drawing, el, iconButton } from "../dom.js";
import { answersRead, control, personOf } from "../filling.js";
import { buttonsBelow } from "../frame.js";
import { pictogram } from "../pictograms.js";
import { labelOf, t } from "../texts.js";
import { localVoice, quiet, read } from "../voice.js";
import { languageName } from "./tongues.js";
import { plainLine, wordsIn } from "./worker.js";

/** What one points at, without words, where yes or no is asked. @type {Record<string, string>} */
const POINTED = { yes: "M5 13l4 4L19 7", no: "M6 6l12 12M18 6 6 18", unknown: "M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.5" };

/**
 * Show the line of a question, and the next from there.
 * @param {HTMLElement} page @param {{draft: string, ref: string, question: string}} params
 */
export async function show(page, { ref, question, draft }) {
  const tag = personOf(ref)?.hearing_language;
  const [{ form, rules }, words] = [await formOf(control().sector, control().checklist), tag ? await wordsIn(tag) : null];
  if (!page.isConnected) return undefined;
  const all = form.questions.filter((one) => one.worker && words?.questions[one.id] && !one.sensitive && isAsked(rules[one.id], ...answersRead(ref)));
  const at = Math.max(0, all.findIndex((one) => one.id === question));
  const close = button(t("words.close"), () => desk.back(), { icon: "back" });
  if (!words || !all.length) {
    add(page, el("p", { text: t("brochure.none") }));
    buttonsBelow(close);
    return undefined;
  }
  const text = plainLine(words.questions[all[at].id]);
  add(page, line(words, all[at], text), el("p", { class: "hint", text: labelOf(all[at].label) }));
  /** @param {number} next */
  const turn = (next) => desk.go("line", { draft, ref, question: all[next].id }, { replace: true });
  const count = t("words.of", { n: at + 1, all: all.length });
  const next = button(t("words.next"), () => turn(at + 1), { icon: "next", kind: "main", disabled: at + 1 >= all.length });
  buttonsBelow(close, button(t("words.before"), () => turn(at - 1), { disabled: at === 0 }), next);
  add(page, el("p", { class: "hint", text: [languageName(words.code), count, !words.checked && t("worker.unchecked")].filter(Boolean).join(" · ") }));
  loudspeaker(page, words.code, text);
  return quiet;
}

/** @param {WorkerWords} words @param {Question} question @param {string} text */
function line(words, question, text) {
  const shown = pictogram(question.id);
  const said = el("h1", { class: "said", lang: words.code, dir: words.direction, text });
  const pointed = Object.values(POINTED).map((one) => el("div", { class: "point" }, drawing(one, "pictogram")));
  return el("div", { class: "shown", dir: words.direction }, shown && drawing(shown, "pictogram tall"), said,
    question.kind === "yes_no" && el("div", { class: "points", "aria-hidden": "true" }, pointed));
}

/** A voice of the device itself, once it is pressed; where there is none, that is said. @param {HTMLElement} page @param {string} tag @param {string} text */
async function loudspeaker(page, tag, text) {
  const voice = await localVoice(tag);
  if (!page.isConnected) return;
  const spot = page.querySelector(".shown");
  if (voice) spot?.prepend(iconButton(t("words.listen"), "speaker", () => read(voice, text), "listen"));
  else add(page, el("p", { class: "hint", text: t("words.no_voice") }));
}
