/**
 * What the answers show, folded: how many signs, of what, and how each is known; nobody adds them up here.
 * @module
 */
import { isAsked, subjects } from "../asking.js";
import { el } from "../dom.js";
import { answersOf, answersRead, called, PLACE } from "../filling.js";
import { labelOf, t } from "../texts.js";

const DIMENSIONS = ["DR", "CR", "RV", "EX", "CD", "VD"];

/** The fold. @param {Form} form @param {RulesByQuestion} rules */
export function signs(form, rules) {
  const found = subjects().flatMap((ref) => signsOf(ref, form, rules));
  /** @type {[words: string, found: typeof found][]} */
  const groups = DIMENSIONS.map((key) => [t(`dimension.${key}`), found.filter((one) => one.dimension === key)]);
  groups.push([t("suspicion.other_signs"), found.filter((one) => !DIMENSIONS.includes(one.dimension))]);
  const lists = groups.filter(([, rows]) => rows.length).map(([words, rows]) =>
    el("div", {}, el("h3", { text: words }), el("ul", {}, rows.map((row) => el("li", { text: row.words })))));
  const none = el("p", { class: "hint", text: t("suspicion.no_signs") });
  return el("details", { class: "signs" }, el("summary", { text: t("suspicion.signs_n", { n: found.length }) }),
    el("p", { class: "hint", text: t("suspicion.no_verdict") }), lists.length ? lists : none);
}

/** @param {string} ref @param {Form} form @param {RulesByQuestion} rules */
function signsOf(ref, form, rules) {
  const [answers, mine] = [answersRead(ref), answersOf(ref)];
  const scope = ref === PLACE ? "workplace" : "person";
  return form.questions
    .filter((one) => one.scope === scope && mine[one.id] != null && isAsked(rules[one.id], ...answers))
    .flatMap((one) => one.signs.filter((sign) => isGiven(sign.answer, mine[one.id]))
      .map((sign) => ({ dimension: sign.indicator.slice(0, 2), words: words(one, sign, ref) })));
}

/** @param {string} answer @param {Answer} given */
function isGiven(answer, given) {
  return Array.isArray(given) ? given.includes(answer) : String(given) === answer;
}

/** @param {Question} one @param {Sign} sign @param {string} ref */
function words(one, sign, ref) {
  const choice = one.choices.find((made) => made.key === sign.answer);
  const said = choice ? labelOf(choice.label) : sign.answer === "true" ? t("word.yes") : t("word.no");
  const how = sign.how ? ` (${t(`how.${sign.how}`)})` : "";
  return `${ref === PLACE ? t("control.place") : called(ref)} · ${labelOf(one.label)} ${said}${how}`;
}
