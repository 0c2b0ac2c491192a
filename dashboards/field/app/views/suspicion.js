/**
 * One screen before the decision: danger, what the person in charge knows, who is where, one's own number, photographs,
 * whom to ring; then the inspector's own decision. Nothing on it is recognised across a counter: ink and blue, small words.
 *
 * It shows which answers are signs, and of what; it never adds them up: the rule's proposal is the server's, and it
 * decides nothing either.
 * @module
 */
import { desk, draftInHand, formOf, unlockedVault } from "../desk.js";
import { add, button, chips, el, field } from "../dom.js";
import { control, entries, PLACE, put } from "../filling.js";
import { buttonsBelow } from "../frame.js";
import { clock, now } from "../moments.js";
import { t } from "../texts.js";
import { callPanel } from "./calls.js";
import { heading } from "./heading.js";
import { pinPad, wrongPin } from "./pin.js";
import { report, tellReport } from "./report.js";
import { signs } from "./signs.js";
import { thumbnails } from "./thumbnails.js";
import { whoIsWhere } from "./whereabouts.js";

const FORMS = ["economic", "sexual", "begging", "forced_crime", "organs", "smuggling"];

/** Ask for the PIN first: what stands here is guarded as the answers are. @param {HTMLElement} page */
export async function show(page) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  const body = el("div", { class: "stack" });
  const top = heading(t("suspicion.title"));
  add(page, top, body);
  /** Once it is open the way back lies at the thumb, with whom to ring. */
  const opened = () => {
    top.replaceWith(el("h1", { text: t("suspicion.title") }));
    return open(body, form, rules);
  };
  if (unlockedVault().isSensitiveOpen) return opened();
  const pad = pinPad(t("guarded.pin"), async (pin) => {
    if (!(await unlockedVault().unlockSensitive(pin))) return wrongPin();
    stop = opened();
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
  const left = el("p", { class: "hint", id: "report-left", role: "status" });
  const phone = callPanel();
  buttonsBelow(button(t("word.back"), () => desk.back(), { icon: "back" }), ...phone.atHand);
  const sendable = report(form);
  body.replaceChildren(el("p", { class: "hint", text: t("suspicion.empty") }), left, sendable.first, whoIsWhere(), sendable.mine,
    pictures(), phone.element, el("section", { class: "card stack", id: "decision" }, ...decision(sendable)), signs(form, rules));
  tellLeft(left);
  const watch = setInterval(() => desk.vault && !desk.vault.isSensitiveOpen && desk.back(), 2_000);
  const stop = draftInHand().onChange(() => {
    tellReport();
    tellLeft(left);
  });
  return () => {
    clearInterval(watch);
    stop();
  };
}

/** Whether a report has left, and under which reference it can be spoken of. @param {HTMLElement} line */
function tellLeft(line) {
  const receipt = desk.draft?.receipt;
  const reference = receipt?.saved?.reference;
  const words = reference ? t("suspicion.left", { reference, when: clock(receipt.received_at) }) : t("suspicion.not_left");
  if (line.textContent !== words) line.textContent = words;
}

/** What goes with the report: every photograph of the control, whomever or whatever it was taken of. */
function pictures() {
  const here = { draft: control().control_id, ref: PLACE };
  const shots = thumbnails(entries("attachments").filter((one) => one.kind === "photo"));
  return el("section", { class: "stack" }, el("h2", { text: t("photos.with_report") }), shots,
    el("div", { class: "row" }, button(t("photo.add"), () => desk.go("photo", here), { icon: "camera" }),
      button(t("photos.link"), () => desk.go("photos", here), { icon: "list" })));
}

/** @param {ReturnType<typeof report>} sendable */
function decision(sendable) {
  const said = control().suspicion ?? {};
  /** @param {Suspicion} fields */
  const keep = (fields) => {
    const before = control().suspicion ?? {};
    const isNew = fields.decision && fields.decision !== before.decision;
    return put(["suspicion"], { grounds: "", ...before, ...fields, ...(isNew ? { decided_at: now() } : {}) });
  };
  /** Nothing is decided any more; what was said not to be known stays so. */
  const takeBack = () => {
    const { not_known = [] } = control().suspicion ?? {};
    return put(["suspicion"], not_known.length ? { not_known } : null);
  };
  const grounds = el("textarea", { rows: "4", maxlength: "10000", value: said.grounds ?? "" });
  grounds.addEventListener("input", () => keep({ grounds: grounds.value }));
  const choices = /** @type {const} */ (["yes", "no", "undecided"]).map((key) => ({ key, label: t(`suspicion.${key}`) }));
  const forms = FORMS.map((key) => ({ key, label: t(`form.${key}`) }));
  const after = el("div", { class: "stack" });
  const draw = () => after.replaceChildren(...following(control().suspicion?.decision, { sendable, grounds, forms, keep }));
  const pick = chips(t("suspicion.decision"), choices, said.decision ?? null, async (chosen) => {
    await (chosen ? keep({ decision: chosen }) : takeBack());
    draw();
  }, { kind: "three" });
  draw();
  return [el("p", { class: "hint", text: t("suspicion.yours") }), pick, after];
}

/**
 * @param {Suspicion["decision"]|undefined} decided
 * @param {{sendable: ReturnType<typeof report>, grounds: HTMLElement, forms: Choice<string>[],
 *     keep: (fields: Suspicion) => unknown}} parts
 */
function following(decided, { sendable, grounds, forms, keep }) {
  if (!decided) return [];
  const words = field(t(decided === "no" ? "suspicion.reason" : "suspicion.grounds"), grounds);
  if (decided !== "yes") return [words];
  const chosen = control().suspicion?.forms ?? [];
  const named = chips(t("suspicion.forms"), forms, chosen, (keys) => keep({ forms: keys }), { many: true });
  return [words, named, sendable.element, button(t("bar.steps"), () => desk.go("steps"), { icon: "list", kind: "wide" })];
}
