/**
 * The end: how the control ended, what is still open, and one button that puts it into the queue.
 * @module
 */
import { desk, draftInHand, formOf, unlockedVault } from "../desk.js";
import { add, button, chips, el, say } from "../dom.js";
import { called, control, entries, persons, PLACE, put } from "../filling.js";
import { now } from "../moments.js";
import { openPoints } from "../asking.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { pinPad, wrongPin } from "./pin.js";
import { faultWords } from "../notice.js";
import * as sync from "../sync.js";

const OUTCOMES = ["done", "closed", "refused_access", "moved", "called_off", "unsafe"];

/** Show what is open; each line leads to its card. @param {HTMLElement} page */
export async function show(page) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  const open = openPoints(form, rules);
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
  add(page, heading(t("finish.title")), summary(), pick, nobody,
    list("finish.missing", open.missing, "fault"), list("finish.wrong", open.wrong, "fault"),
    list("finish.needs", open.needs, "needs"), undecided(), said, go, el("p", { class: "hint", text: t("finish.after") }));

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

/** @param {string} key @param {OpenPoint[]} points @param {string} kind */
function list(key, points, kind) {
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

function undecided() {
  const isClosed = !unlockedVault().isSensitiveOpen;
  if (!isClosed && control().suspicion?.decision) return null;
  return el("p", { class: "needs", text: t(isClosed ? "finish.decision_closed" : "finish.decision_open") });
}
