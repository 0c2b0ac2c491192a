/**
 * Who a person is, as far as it is known. Nobody needs a number; nothing here is required.
 * @module
 */
import { chips, el, field } from "../dom.js";
import { personOf, putPerson } from "../filling.js";
import { day } from "../moments.js";
import { t } from "../texts.js";
import { HEARD_IN, languageName } from "./tongues.js";
import { numberField } from "./inputs.js";

/** The fields of a person's identity. */
export function identity(ref) {
  const person = personOf(ref);
  const name = el("input", { type: "text", maxlength: "200", autocomplete: "off", spellcheck: "false", value: person.name ?? "" });
  name.addEventListener("input", () => putPerson(ref, "name", name.value.trim() || null));
  name.addEventListener("change", () => document.dispatchEvent(new CustomEvent("person-named", { detail: { ref } })));
  const number = numberField(t("person.number"), person.national_number, (typed) => putPerson(ref, "national_number", typed.trim() || null));
  const birth = el("input", { type: "date", max: day(), value: person.birth_date ?? "" });
  birth.addEventListener("change", () => putPerson(ref, "birth_date", birth.value || null));
  const papers = el("input", { type: "text", maxlength: "500", autocomplete: "off", value: person.documents ?? "" });
  papers.addEventListener("input", () => putPerson(ref, "documents", papers.value));
  const yesNo = [{ key: true, label: t("word.yes") }, { key: false, label: t("word.no") }];
  return el("div", { class: "extra" },
    field(t("person.name"), name),
    number.element,
    el("div", { class: "pair" }, field(t("person.birth_date"), birth), spoken(ref, person)),
    field(t("person.documents"), papers),
    chips(t("person.met_before"), yesNo, person.met_before ?? null, (met) => putPerson(ref, "met_before", met), { kind: "two" }));
}

function spoken(ref, person) {
  const options = ["", ...HEARD_IN].map((tag) => el("option", { value: tag, text: tag ? languageName(tag) : "–" }));
  const pick = el("select", {}, options);
  pick.value = person.hearing_language ?? "";
  pick.addEventListener("change", () => putPerson(ref, "hearing_language", pick.value || null));
  return field(t("person.hearing_language"), pick);
}
