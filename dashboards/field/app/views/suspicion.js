/**
 * The inspector's own decision. The page shows which answers are signs, and of what; it never adds them up: the rule's
 * proposal is the server's, and it decides nothing either.
 * @module
 */
import { desk, draftInHand, formOf, unlockedVault } from "../desk.js";
import { add, button, chips, el, field } from "../dom.js";
import { answersOf, answersRead, called, control, PLACE, put } from "../filling.js";
import { now } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { isAsked, subjects } from "../asking.js";
import { pinPad, wrongPin } from "./pin.js";
import { report, tellReport } from "./report.js";

const DIMENSIONS = ["DR", "CR", "RV", "EX", "CD", "VD"];
const FORMS = ["economic", "sexual", "begging", "forced_crime", "organs", "smuggling"];

/** Ask for the PIN first: what stands here is guarded as the answers are. @param {HTMLElement} page */
export async function show(page) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  const body = el("div", { class: "stack" });
  add(page, heading(t("suspicion.title")), body);
  if (unlockedVault().isSensitiveOpen) return open(body, form, rules);
  const pad = pinPad(t("guarded.pin"), async (pin) => {
    if (!(await unlockedVault().unlockSensitive(pin))) return wrongPin();
    stop = open(body, form, rules);
    return null;
  }, { action: t("unlock.go") });
  /** @type {Undo|null} */
  let stop = null;
  body.append(pad);
  pad.focusInput();
  return () => stop?.();
}

/** @param {HTMLElement} body @param {Form} form @param {RulesByQuestion} rules */
function open(body, form, rules) {
  body.replaceChildren(el("p", { text: t("suspicion.yours") }), signs(form, rules), ...decision(form));
  const watch = setInterval(() => desk.vault && !desk.vault.isSensitiveOpen && desk.back(), 2_000);
  const stop = draftInHand().onChange(tellReport);
  return () => {
    clearInterval(watch);
    stop();
  };
}

/** @param {Form} form @param {RulesByQuestion} rules */
function signs(form, rules) {
  const found = subjects().flatMap((ref) => signsOf(ref, form, rules));
  /** @type {[words: string, found: typeof found][]} */
  const groups = DIMENSIONS.map((key) => [t(`dimension.${key}`), found.filter((one) => one.dimension === key)]);
  groups.push([t("suspicion.other_signs"), found.filter((one) => !DIMENSIONS.includes(one.dimension))]);
  const lists = groups.filter(([, rows]) => rows.length).map(([words, rows]) =>
    el("div", {}, el("h3", { text: words }), el("ul", {}, rows.map((row) => el("li", { text: row.words })))));
  const none = el("p", { class: "hint", text: t("suspicion.no_signs") });
  return el("section", { class: "card" }, el("h2", { text: t("suspicion.signs") }),
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

/** @param {Form} form */
function decision(form) {
  /** @type {Partial<Suspicion>} */
  const said = control().suspicion ?? {};
  /** @param {Partial<Suspicion>} fields */
  const keep = (fields) => {
    /** @type {Partial<Suspicion>} */
    const before = control().suspicion ?? {};
    const next = { grounds: "", ...before, ...fields };
    if (fields.decision && fields.decision !== before.decision) next.decided_at = now();
    return put(["suspicion"], next.decision ? next : null);
  };
  const grounds = el("textarea", { rows: "4", maxlength: "10000", value: said.grounds ?? "" });
  grounds.addEventListener("input", () => keep({ grounds: grounds.value }));
  const choices = /** @type {const} */ (["yes", "no", "undecided"]).map((key) => ({ key, label: t(`suspicion.${key}`) }));
  const forms = FORMS.map((key) => ({ key, label: t(`form.${key}`) }));
  const after = el("div", { class: "stack" });
  const draw = () => after.replaceChildren(...following(control().suspicion?.decision, { form, grounds, forms, keep }));
  const pick = chips(t("suspicion.decision"), choices, said.decision ?? null, async (chosen) => {
    await (chosen ? keep({ decision: chosen }) : put(["suspicion"], null));
    draw();
  }, { kind: "three" });
  draw();
  return [pick, after];
}

/**
 * @param {Suspicion["decision"]|undefined} decided
 * @param {{form: Form, grounds: HTMLElement, forms: Choice<string>[], keep: (fields: Partial<Suspicion>) => unknown}} parts
 */
function following(decided, { form, grounds, forms, keep }) {
  if (!decided) return [];
  const words = field(t(decided === "no" ? "suspicion.reason" : "suspicion.grounds"), grounds);
  if (decided !== "yes") return [words];
  const chosen = control().suspicion?.forms ?? [];
  const named = chips(t("suspicion.forms"), forms, chosen, (keys) => keep({ forms: keys }), { many: true });
  return [words, named, report(form), button(t("bar.steps"), () => desk.go("steps"), { icon: "list", kind: "wide" })];
}
