/**
 * The inspector's own decision. The page shows which answers are signs, and of what; it never adds them up: the rule's
 * proposal is the server's, and it decides nothing either.
 * @module
 */
import { desk, formOf } from "../desk.js";
import { add, button, chips, el, field, say } from "../dom.js";
import { answersOf, called, control, PLACE, put } from "../filling.js";
import { momentWords, now } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { isAsked, subjects } from "../asking.js";
import { faultWords, refusalWords } from "../notice.js";
import { pinPad, wrongPin } from "./pin.js";
import * as sync from "../sync.js";

const DIMENSIONS = ["DR", "CR", "RV", "EX", "CD", "VD"];
const FORMS = ["economic", "sexual", "begging", "forced_crime", "organs", "smuggling"];

/** Ask for the PIN first: what stands here is guarded as the answers are. */
export async function show(page, params) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  const body = el("div", { class: "stack" });
  add(page, heading(t("suspicion.title")), body);
  if (desk.vault.isSensitiveOpen) return open(body, form, rules);
  const pad = pinPad(t("guarded.pin"), async (pin) => {
    if (!(await desk.vault.unlockSensitive(pin))) return wrongPin();
    stop = open(body, form, rules);
    return null;
  }, { action: t("unlock.go") });
  let stop = null;
  body.append(pad);
  pad.focusInput();
  return () => stop?.();
}

function open(body, form, rules) {
  body.replaceChildren(el("p", { text: t("suspicion.yours") }), signs(form, rules), ...decision());
  const watch = setInterval(() => desk.vault && !desk.vault.isSensitiveOpen && desk.back(), 2_000);
  const stop = desk.draft.onChange(tellReport);
  return () => {
    clearInterval(watch);
    stop();
  };
}

function signs(form, rules) {
  const found = subjects().flatMap((ref) => signsOf(ref, form, rules));
  const groups = DIMENSIONS.map((key) => [t(`dimension.${key}`), found.filter((one) => one.dimension === key)]);
  const other = found.filter((one) => !DIMENSIONS.includes(one.dimension));
  const lists = [...groups, [t("suspicion.other_signs"), other]].filter(([, rows]) => rows.length).map(([words, rows]) =>
    el("div", {}, el("h3", { text: words }), el("ul", {}, rows.map((row) => el("li", { text: row.words })))));
  const none = el("p", { class: "hint", text: t("suspicion.no_signs") });
  return el("section", { class: "card" }, el("h2", { text: t("suspicion.signs") }),
    el("p", { class: "hint", text: t("suspicion.no_verdict") }), lists.length ? lists : none);
}

function signsOf(ref, form, rules) {
  const answers = [answersOf(PLACE), ref === PLACE ? {} : answersOf(ref)];
  const mine = answers[ref === PLACE ? 0 : 1];
  const scope = ref === PLACE ? "workplace" : "person";
  return form.questions
    .filter((one) => one.scope === scope && mine[one.id] != null && isAsked(rules[one.id], ...answers))
    .flatMap((one) => one.signs.filter((sign) => isGiven(sign.answer, mine[one.id]))
      .map((sign) => ({ dimension: sign.indicator.slice(0, 2), words: words(one, sign, ref) })));
}

function isGiven(answer, given) {
  return Array.isArray(given) ? given.includes(answer) : String(given) === answer;
}

function words(one, sign, ref) {
  const choice = one.choices.find((made) => made.key === sign.answer);
  const said = choice ? labelOf(choice.label) : sign.answer === "true" ? t("word.yes") : t("word.no");
  const how = sign.how ? ` (${t(`how.${sign.how}`)})` : "";
  return `${ref === PLACE ? t("control.place") : called(ref)} · ${labelOf(one.label)} ${said}${how}`;
}

function decision() {
  const said = control().suspicion ?? {};
  const keep = (fields) => {
    const before = control().suspicion ?? {};
    const next = { grounds: "", ...before, ...fields };
    if (fields.decision && fields.decision !== before.decision) next.decided_at = now();
    return put(["suspicion"], next.decision ? next : null);
  };
  const grounds = el("textarea", { rows: "4", maxlength: "10000", value: said.grounds ?? "" });
  grounds.addEventListener("input", () => keep({ grounds: grounds.value }));
  const choices = ["yes", "no", "undecided"].map((key) => ({ key, label: t(`suspicion.${key}`) }));
  const forms = FORMS.map((key) => ({ key, label: t(`form.${key}`) }));
  const after = el("div", { class: "stack" });
  const draw = () => after.replaceChildren(...following(control().suspicion?.decision, grounds, forms, keep));
  const pick = chips(t("suspicion.decision"), choices, said.decision ?? null, async (chosen) => {
    await (chosen ? keep({ decision: chosen }) : put(["suspicion"], null));
    draw();
  }, { kind: "three" });
  draw();
  return [pick, after];
}

function following(decided, grounds, forms, keep) {
  if (!decided) return [];
  const words = field(t(decided === "no" ? "suspicion.reason" : "suspicion.grounds"), grounds);
  if (decided !== "yes") return [words];
  const chosen = control().suspicion?.forms ?? [];
  const form = chips(t("suspicion.forms"), forms, chosen, (keys) => keep({ forms: keys }), { many: true });
  return [words, form, report(), button(t("bar.steps"), () => desk.go("steps"), { icon: "list", kind: "wide" })];
}

/** The first report leaves from inside the unfinished control. */
function report() {
  const said = el("p", { class: "hint", id: "report-said" });
  const state = el("div", { class: "stack", id: "report-state", role: "alert" }, reportState());
  const send = button(t("suspicion.send"), async () => {
    const { grounds, forms } = control().suspicion;
    if (!grounds.trim() || !forms?.length) {
      said.textContent = t("suspicion.first_grounds");
      return;
    }
    send.disabled = true;
    try {
      await desk.draft.send();
      said.textContent = desk.queue.online ? t("suspicion.sent") : t("suspicion.will_send");
      sync.run({ now: true });
    } catch (fault) {
      said.textContent = faultWords(fault);
    }
    say(said.textContent);
    send.disabled = false;
  }, { icon: "send", kind: "main wide" });
  return el("section", { class: "card" }, el("h2", { text: t("suspicion.report") }),
    el("p", { text: t("suspicion.report_why") }), send, said, state);
}

/** Say anew what became of the last report; a refusal takes the place of "on its way". */
function tellReport() {
  document.getElementById("report-state")?.replaceChildren(...reportState());
  const said = document.getElementById("report-said");
  if (said && desk.draft?.fault) said.textContent = "";
}

function reportState() {
  return desk.draft?.fault ? refused(desk.draft.fault) : [received()].filter(Boolean);
}

/** The report did not leave: the server's words, and what to do. */
function refused(fault) {
  return [el("p", { class: "fault", text: t("suspicion.refused") }), el("p", { class: "fault", text: refusalWords(fault) }),
    el("p", { class: "needs", text: t("queue.report_refused") })];
}

/** What the server said of the last report: when it came, and what its rules propose. */
function received() {
  const receipt = desk.draft.receipt;
  if (!receipt) return null;
  const { reference, positive, open } = receipt.saved ?? {};
  const proposed = positive ? "suspicion.proposed" : open ? "suspicion.left_open" : "suspicion.not_proposed";
  return el("div", {}, el("p", { text: t("suspicion.received", { when: momentWords(receipt.received_at) }) }),
    reference && el("p", { text: t("queue.reference", { reference }) }),
    positive != null && el("p", { class: "hint", text: t(proposed) }));
}
