/**
 * Who is where: a line for each person and for whoever was seen and is not known, with what was last said of it.
 * @module
 */
import { button, chips, el, field } from "../dom.js";
import { called, entries, personOf, persons, putPerson } from "../filling.js";
import { t } from "../texts.js";

/** @type {NonNullable<Person["now_at"]>[]} */
const NOW_AT = ["with_police", "with_centre", "stayed", "left", "unknown"];

/** The lines; a tap on one opens where that person is now. */
export function whoIsWhere() {
  const lines = [...persons().map((one) => personLine(one.ref)), ...strangers()];
  const none = el("p", { class: "hint", text: t("where.nobody") });
  return el("section", { class: "stack", id: "where" }, el("h2", { text: t("where.title") }),
    lines.length ? el("ul", { class: "lines" }, lines) : none);
}

/** @param {string} ref */
function personLine(ref) {
  const said = el("span", { class: "hint block" });
  const body = el("div", { class: "stack" });
  const toggle = button(t("where.elsewhere"), () => (body.childElementCount ? body.replaceChildren() : open()), { name: `${t("where.elsewhere")}: ${called(ref)}` });
  const tell = () => {
    const one = personOf(ref);
    said.textContent = [one?.now_at && t(`now_at.${one.now_at}`), one?.whereabouts].filter(Boolean).join(" · ") || t("where.not_said");
  };
  const open = () => {
    const choices = NOW_AT.map((key) => ({ key, label: t(`now_at.${key}`) }));
    const words = el("textarea", { rows: "2", maxlength: "2000", value: personOf(ref)?.whereabouts ?? "" });
    words.addEventListener("input", () => {
      putPerson(ref, "whereabouts", words.value);
      tell();
    });
    const pick = chips(t("person.now_at"), choices, personOf(ref)?.now_at, (key) => {
      putPerson(ref, "now_at", key);
      tell();
    });
    body.replaceChildren(pick, field(t("person.whereabouts"), words));
  };
  tell();
  return el("li", {}, el("div", { class: "line" }, el("span", { class: "who" }, called(ref), said), toggle), body);
}

/** Whoever was seen at work and is none of the persons: fled, hidden, or not identified. */
function strangers() {
  return entries("seen").filter((one) => !one.person).map((one) => {
    const words = [one.at, t(`seen.${one.state}`), one.place, one.doing].filter(Boolean).join(" · ");
    return el("li", {}, el("span", {}, one.ref, el("span", { class: "hint block", text: words })));
  });
}
