/**
 * Who a person is, as far as it is known. Nobody needs a number; nothing here is required.
 * @module
 */
import { select, yesNo } from "../choosing.js";
import { desk, draftInHand } from "../desk.js";
import { el, field, say } from "../dom.js";
import { called, control, personOf, PLACE, putPerson } from "../filling.js";
import { day } from "../moments.js";
import { goesWith } from "../removing.js";
import { language, t } from "../texts.js";
import { HEARD_IN, languageName } from "./tongues.js";
import { numberField } from "./inputs.js";
import { registers } from "./registers.js";
import { twice } from "./twice.js";
import { wordsIn } from "./worker.js";

/** The fields of a person's identity. @param {string} ref */
export function identity(ref) {
  const person = personOf(ref) ?? { ref, answers: {} };
  const words = { type: "text", autocomplete: "off", spellcheck: "false" };
  const name = el("input", { ...words, maxlength: "200", value: person.name ?? "" });
  name.addEventListener("input", () => putPerson(ref, "name", name.value.trim() || null));
  name.addEventListener("change", () => document.dispatchEvent(new CustomEvent("person-named", { detail: { ref } })));
  /** @param {string} typed */
  const keepNumber = (typed) => putPerson(ref, "national_number", typed.trim() || null);
  const number = numberField(t("person.number"), person.national_number, keepNumber);
  const birth = el("input", { type: "date", max: day(), value: person.birth_date ?? "" });
  birth.addEventListener("change", () => putPerson(ref, "birth_date", birth.value || null));
  const papers = el("input", { ...words, maxlength: "500", value: person.documents ?? "" });
  papers.addEventListener("input", () => putPerson(ref, "documents", papers.value));
  return el("div", { class: "extra" },
    field(t("person.name"), name),
    number.element,
    registers(ref),
    el("div", { class: "pair" }, field(t("person.birth_date"), birth), spoken(ref, person)),
    field(t("person.documents"), papers),
    yesNo(t("person.under_age"), person.under_age, (young) => putPerson(ref, "under_age", young)),
    yesNo(t("person.accompanied"), person.accompanied, (there) => putPerson(ref, "accompanied", there)),
    yesNo(t("person.met_before"), person.met_before, (met) => putPerson(ref, "met_before", met)),
    removal(ref));
}

/** Somebody added by mistake would count in every offence of the workplace, so they can be taken out again. @param {string} ref */
function removal(ref) {
  const asked = () => t("person.remove_sure", { who: called(ref), ...goesWith(control(), ref) });
  return twice(t("person.remove"), asked, async () => {
    await draftInHand().removePerson(ref);
    await desk.go("control", { draft: control().control_id, ref: PLACE }, { replace: true });
    say(t("person.removed", { ref }));
  }, { name: `${t("person.remove")}: ${ref}` });
}

/** @param {string} ref @param {Person} person */
function spoken(ref, person) {
  const options = [["", "–"], ...HEARD_IN.map((tag) => [tag, languageName(tag)])];
  const said = el("p", { class: "hint", role: "status" });
  /** @param {string|null} tag */
  const keep = async (tag) => {
    putPerson(ref, "hearing_language", tag);
    document.dispatchEvent(new CustomEvent("person-speaks", { detail: { ref } }));
    const lacks = tag && tag !== language() && !(await wordsIn(tag));
    said.textContent = lacks ? t("brochure.none") : "";
  };
  return field(t("person.hearing_language"), select(options, person.hearing_language, keep), said);
}
