/**
 * What a person says of the reception centres: one tap each, with the moment, the language and the interpreter. It
 * stands in the guarded part of a person's card, and what was said before stays said.
 * @module
 */
import { select, yesNo } from "../choosing.js";
import { button, el, field, say } from "../dom.js";
import { append, entries, personOf } from "../filling.js";
import { clock, now } from "../moments.js";
import { t } from "../texts.js";
import { consentOf, offered } from "../consents.js";
import { HEARD_IN, languageName } from "./tongues.js";

const INTERPRETERS = ["none", "telephone", "present"];

/** The part of a person's card that is about the centres. @param {string} ref */
export function consent(ref) {
  const tongue = select(HEARD_IN.map((tag) => [tag, languageName(tag)]));
  const theirs = personOf(ref)?.hearing_language ?? "";
  tongue.value = HEARD_IN.includes(theirs) ? theirs : HEARD_IN[0];
  const through = select(INTERPRETERS.map((key) => [key, t(`consent.${key}`)]), "none");
  let nameToo = false;
  const name = yesNo(t("consent.name_too"), null, (value) => { nameToo = value === true; });
  const taps = el("div", { class: "row" });
  const said = el("ul", { class: "rows" });
  const draw = () => {
    const mine = consentOf(entries("consents"), ref);
    said.replaceChildren(...mine.map((one) => el("li", { text: `${clock(one.at)} · ${t(`consent.${one.answer}`)}` })));
    taps.replaceChildren(...offered(mine).map((answer) => button(t(`consent.${answer}`), () => keep(answer), { name: `${t(`consent.${answer}`)}: ${ref}` })));
  };
  /** @param {Consent["answer"]} answer */
  const keep = (answer) => {
    const how = { language: tongue.value, explained_by: "inspector", interpreter: through.value };
    append("consents", { person: ref, answer, at: now(), ...how, name_too: answer === "given" && nameToo });
    draw();
    say(t("steps.kept", { step: t(`consent.${answer}`), time: clock() }));
  };
  draw();
  return el("section", { class: "extra" }, el("h3", { text: t("consent.title") }), el("p", { class: "hint", text: t("consent.hint") }),
    el("div", { class: "pair" }, field(t("consent.language"), tongue), field(t("consent.interpreter"), through)), name, taps, said);
}
