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
import { PERSON_NUMBERS } from "../readings.js";
import { numberField } from "./inputs.js";
import { proposals } from "./proposals.js";
import { registers } from "./registers.js";
import { scanButton } from "./scan.js";
import { twice } from "./twice.js";
import { wordsIn } from "./worker.js";
import { zoneField } from "./zone_field.js";

const LONGEST_PAPERS = 500; // signs

/** The fields of a person's identity. @param {string} ref */
export function identity(ref) {
  const person = personOf(ref) ?? { ref, answers: {} };
  const words = { type: "text", autocomplete: "off", spellcheck: "false" };
  const name = el("input", { ...words, maxlength: "200", value: person.name ?? "" });
  name.addEventListener("input", () => putPerson(ref, "name", name.value.trim() || null));
  name.addEventListener("change", () => document.dispatchEvent(new CustomEvent("person-named", { detail: { ref } })));
  /** @param {string} typed */
  const keepNumber = (typed) => {
    putPerson(ref, "national_number", typed.trim() || null);
    byNumber.of(typed);
  };
  const wanted = { kinds: PERSON_NUMBERS, texts: 64 };
  const number = numberField(t("person.number"), person.national_number, keepNumber, wanted);
  const birth = el("input", { type: "date", max: day(), value: person.birth_date ?? "" });
  birth.addEventListener("change", () => putPerson(ref, "birth_date", birth.value || null));
  const papers = el("input", { ...words, maxlength: LONGEST_PAPERS, value: person.documents ?? "" });
  papers.addEventListener("input", () => putPerson(ref, "documents", papers.value));
  const young = yesNo(t("person.under_age"), person.under_age, (isYoung) => putPerson(ref, "under_age", isYoung));
  /** Put into a field what was proposed and taken, as if it were typed. @param {HTMLInputElement} input @param {string} value */
  const write = (input, value) => {
    input.value = value;
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type));
  };
  /** @param {string} text */
  const noted = (text) => write(papers, [papers.value.trim(), text].filter(Boolean).join("; ").slice(0, LONGEST_PAPERS));
  const byNumber = proposals(ref, { born: (day) => write(birth, day), minor: () => {
    young.choose(true);
    putPerson(ref, "under_age", true);
  } });
  byNumber.of(person.national_number ?? "");
  const read = scanButton(t("person.documents"), { kinds: [], texts: 300 }, noted);
  return el("div", { class: "extra" },
    field(t("person.name"), name),
    number.element, byNumber.element,
    registers(ref),
    el("div", { class: "pair" }, field(t("person.birth_date"), birth), spoken(ref, person)),
    field(t("person.documents"), papers, read),
    zoneField((zone) => {
      if (zone.name) write(name, zone.name);
      if (zone.birth_date) write(birth, zone.birth_date);
      noted([zone.issuer, zone.number, zone.expires && `→ ${zone.expires}`].filter(Boolean).join(" "));
    }),
    young,
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
