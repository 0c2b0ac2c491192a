/**
 * The brochure in the language of the person, large enough to be read together; that it was given, and in which language,
 * is kept with one tap.
 * @module
 */
import { select } from "../choosing.js";
import { desk } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { append, called, persons } from "../filling.js";
import { now } from "../moments.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { languageName } from "./tongues.js";
import { fill, SPOKEN, wordsIn } from "./worker.js";

/** Show it in the language of the first person who needs another than the screen's, until one is chosen. @param {HTMLElement} page */
export function show(page) {
  const words = el("div", { class: "stack leaflet" });
  const said = el("p", { class: "hint", "aria-live": "polite" });
  const tongue = select(SPOKEN.map((tag) => [tag, languageName(tag)]));
  const who = select([["", t("steps.everybody")], ...persons().map((person) => [person.ref, called(person.ref)])]);
  const spoken = persons().map((person) => person.hearing_language ?? "").find((tag) => SPOKEN.includes(tag));
  tongue.value = spoken ?? SPOKEN[0];
  tongue.addEventListener("change", draw);
  who.addEventListener("change", () => {
    const theirs = persons().find((person) => person.ref === who.value)?.hearing_language;
    if (theirs && SPOKEN.includes(theirs)) tongue.value = theirs;
    draw();
  });

  async function draw() {
    const found = await wordsIn(tongue.value);
    said.textContent = found ? (found.checked ? "" : t("worker.unchecked")) : t("brochure.none");
    words.replaceChildren(...(found?.brochure ?? []).map(({ key, text }) => {
      const line = el("p", {});
      fill(line, found && { ...found, checked: true }, text, key);
      return line;
    }));
  }

  function given() {
    const note = languageName(tongue.value);
    append("steps", { step: "brochure", at: now(), outcome: "done", who: "", number: "", note, person: who.value || null });
    desk.back();
  }

  const chosen = el("div", { class: "pair" }, field(t("steps.person"), who), field(t("brochure.language"), tongue));
  const give = desk.draft && button(t("brochure.given"), given, { icon: "check", kind: "main wide" });
  add(page, heading(t("brochure.title")), chosen, said, words, give);
  draw();
}
