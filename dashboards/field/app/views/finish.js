/**
 * The end: how the control ended, what is still open, and one button that puts it into the queue.
 * @module
 */
import { desk, draftInHand, formOf, unlockedVault } from "../desk.js";
import { add, button, chips, el, say } from "../dom.js";
import { called, control, entries, persons, PLACE, put } from "../filling.js";
import { clock, now } from "../moments.js";
import { openPoints } from "../asking.js";
import { sensitiveQuestions } from "../chunks.js";
import { byFinding, pointsOf } from "../pointing.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { whenItCloses } from "./opening.js";
import { pinPad, wrongPin } from "./pin.js";
import { faultWords } from "../notice.js";
import * as sync from "../sync.js";

const OUTCOMES = ["done", "closed", "refused_access", "moved", "called_off", "unsafe"];

/** Show what is open; each line leads to its card. @param {HTMLElement} page */
export async function show(page) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  const [open, guarded] = [openPoints(form, rules), sensitiveQuestions(form)];
  const said = el("p", { class: "fault", role: "alert" });
  let chosen = control().outcome === "done" ? null : control().outcome; // nobody has said so before it is tapped here
  const isRefused = () => Boolean(chosen) && chosen !== "done" && persons().length > 0; // for certain: CONTROL-048
  const blocks = () => !chosen || isRefused() || (chosen === "done" && open.missing.length + open.wrong.length > 0);
  const nobody = el("p", { class: "fault", role: "alert" });
  const tell = () => (nobody.textContent = isRefused() ? t("finish.nobody", { n: persons().length }) : "");
  const go = button(t("finish.go"), () => finish(), { icon: "check", kind: "main wide", disabled: blocks() });
  const outcomes = OUTCOMES.map((key) => ({ key, label: t(`outcome.${key}`) }));
  const pick = chips(t("finish.outcome"), outcomes, chosen, async (key) => {
    chosen = key;
    go.disabled = blocks();
    tell();
    await put(["outcome"], key ?? "done");
  });
  tell();
  const behind = el("section", { class: "guarded-part stack" });
  /** @param {boolean} isGuarded @param {ReturnType<typeof openPoints>} [points] */
  const lists = (isGuarded, points = open) => /** @type {const} */ (["missing", "wrong", "needs"]).map((key) =>
    list(`finish.${key}`, points[key].filter((one) => guarded.has(one.question.id) === isGuarded), key === "needs" ? "needs" : "fault", isGuarded));
  add(page, heading(t("finish.title")), summary(), pick, nobody, ...lists(false), proofs(form, rules), summaries(), visit(),
    behind, said, go, el("p", { class: "hint", text: t("finish.after") }));

  const drawBehind = () => {
    if (!desk.draft) return;
    behind.replaceChildren();
    add(behind, ...lists(true, openPoints(form, rules)), undecided());
  };
  drawBehind();
  return whenItCloses(drawBehind);

  async function finish() {
    go.disabled = true;
    try {
      if (!control().left_at) await put(["left_at"], now());
      await draftInHand().finish();
    } catch (fault) {
      go.disabled = false;
      if (/** @type {Caught} */ (fault).code === "sensitive_locked") return askPin();
      said.textContent = faultWords(fault);
      return undefined;
    }
    desk.draft = null;
    sync.run({ now: true });
    say(t("finish.queued"));
    return desk.go("queue", {}, { replace: true });
  }

  /** The whole control leaves, so the guarded part of it must be open for a moment. */
  function askPin() {
    const pad = pinPad(t("finish.pin"), async (pin) => {
      if (!(await unlockedVault().unlockSensitive(pin))) return wrongPin();
      pad.remove();
      await finish();
      return null;
    }, { action: t("finish.go") });
    go.before(pad);
    go.hidden = true;
    pad.focusInput();
  }
}

function summary() {
  /** @param {string} kind */
  const attached = (kind) => entries("attachments").filter((one) => one.kind === kind).length;
  const counts = { persons: persons().length, photos: attached("photo"), signatures: attached("signature"),
    hearings: entries("hearings").length };
  return el("dl", { class: "counts" }, Object.entries(counts).map(([name, n]) =>
    el("div", {}, el("dt", { text: t(`finish.${name}`) }), el("dd", { text: String(n) }))));
}

/** @param {string} key @param {OpenPoint[]} points @param {string} kind @param {boolean} isGuarded */
function list(key, points, kind, isGuarded) {
  if (!points.length && isGuarded) return null;
  if (!points.length) return el("p", { class: "hint", text: `✓ ${t(`${key}_none`)}` });
  const rows = points.map(({ question, ref, need }) => {
    const whose = ref === PLACE ? t("control.place") : called(ref);
    const words = [whose, labelOf(question.label), need && t(`question.needs_${need.kind}`)].filter(Boolean).join(" · ");
    const section = question.sensitive ? "guarded" : question.section;
    const go = () => desk.go("control", { draft: control().control_id, ref, section });
    return el("li", {}, button(words, go, { icon: "warn", kind }));
  });
  return el("section", {}, el("h2", { text: t(key) }), el("ul", { class: "rows" }, rows));
}

/** What the answers may point to stands on a screen of its own: here is only how many proofs can still be got. @param {Form} form @param {RulesByQuestion} rules */
function proofs(form, rules) {
  const open = pointsOf(form, rules, control()).filter((one) => !one.isGuarded);
  const n = byFinding(open, control(), desk.package).reduce((sum, one) => sum + one.missing.length, 0);
  return button(t("finish.proofs", { n }), () => desk.go("points", { draft: control().control_id }), { icon: "list", kind: "wide" });
}

/** Whoever was found, and the employer, may read and sign what they told: offered for each, the same way in every control. */
function summaries() {
  const refs = [PLACE, ...persons().map((one) => one.ref)];
  const rows = refs.map((ref) => {
    const last = entries("summaries").filter((one) => one.person === (ref || "employer")).at(-1);
    const words = [ref === PLACE ? t("heard.employer") : called(ref), last && `✓ ${t(`signed.${last.answer}`)}, ${clock(last.answered_at)}`];
    const go = () => desk.go("signature", { draft: control().control_id, ref });
    return el("li", {}, button(words.filter(Boolean).join(" · "), go, { icon: "pen" }));
  });
  return el("section", {}, el("h2", { text: t("finish.summaries") }), el("p", { class: "hint", text: t("finish.summaries_how") }), el("ul", { class: "rows" }, rows));
}

function visit() {
  const kept = control().visit_record;
  const go = () => desk.go("visit_record", { draft: control().control_id });
  return el("section", {}, el("h2", { text: t("record.title") }), el("p", { class: "hint", text: t("record.same") }),
    button(t("record.open"), go, { icon: "copy", kind: "wide" }), kept && el("p", { class: "hint", text: `✓ ${t(`record.given_${kept.given}`)}, ${clock(kept.shown_at)}` }));
}

function undecided() {
  const isClosed = !desk.vault?.isSensitiveOpen;
  if (!isClosed && control().suspicion?.decision) return null;
  return el("p", { class: "needs", text: t(isClosed ? "finish.decision_closed" : "finish.decision_open") });
}
