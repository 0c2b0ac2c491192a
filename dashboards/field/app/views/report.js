/**
 * The first report, which leaves from inside the unfinished control. Before it does, what police ask first and nobody has
 * answered is asked, and the number on which the inspector answers; nothing of it can hold the report back.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { button, chips, el, field, say } from "../dom.js";
import { answer, called, control, PLACE, put, putPerson } from "../filling.js";
import { momentWords } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { ASKED_FIRST, saidUnknown, unanswered } from "../asked_first.js";
import { faultWords, refusalWords } from "../notice.js";
import { contact } from "./contact.js";
import * as sync from "../sync.js";

const UNKNOWN = "unknown";

/**
 * What is asked first, my number, and the card with the button: three parts of one screen, of which the first two stand
 * above the decision.
 * @param {Form} form  the definition of the control
 */
export function report(form) {
  const said = el("p", { class: "hint", id: "report-said" });
  const state = el("div", { class: "stack", id: "report-state", role: "alert" }, reportState());
  const questions = form.questions.filter((one) => ASKED_FIRST.includes(one.id));
  const open = el("div", { class: "stack" });
  const first = el("section", { class: "stack", id: "asked-first" }, questions.map(asked), open);
  const number = contact();
  const send = button(t("suspicion.send"), go, { icon: "send", kind: "main wide" });

  async function go() {
    const { grounds = "", forms = [] } = control().suspicion ?? {};
    if (!grounds.trim() || !forms.length) return tell("suspicion.first_grounds");
    const left = unanswered(control(), form);
    const isOpen = left.questions.length > 0 || left.persons.length > 0 || (await number.isOpen());
    if (!isOpen) return leave();
    if (open.childElementCount) tell("report.first");
    else open.append(el("h3", { tabindex: "-1", text: t("report.before") }),
      ...(left.persons.length ? [whereabouts(left.persons)] : []), ...(await number.asked()));
    first.scrollIntoView({ block: "nearest" });
    return open.querySelector("h3")?.focus();
  }

  async function leave() {
    send.disabled = true;
    try {
      await draftInHand().send();
      open.replaceChildren();
      tell(desk.queue.online ? "suspicion.sent" : "suspicion.will_send");
      sync.run({ now: true });
    } catch (fault) {
      said.textContent = faultWords(fault);
    }
    say(said.textContent);
    send.disabled = false;
  }

  /** @param {string} key */
  function tell(key) {
    said.textContent = t(key);
  }

  const element = el("section", { class: "stack" }, el("h2", { text: t("suspicion.report") }),
    el("p", { text: t("suspicion.report_why") }), send, said, state);
  return { element, first, mine: number.element };
}

/**
 * A question with "not known" beside its answers, as it was answered; each tap is kept at once, as everywhere.
 * @param {Question} question
 */
function asked(question) {
  const given = control().answers[question.id];
  const isUnknownYet = given == null && (control().suspicion?.not_known ?? []).includes(question.id);
  const [label, unknown] = [labelOf(question.label), { key: UNKNOWN, label: t("report.not_known") }];
  /** @param {Answer} value @param {boolean} isUnknown */
  const keep = (value, isUnknown) => Promise.all([answer(PLACE, question.id, value), putUnknown([question.id], isUnknown)]);
  if (question.kind !== "choices") {
    /** @type {Choice<string|boolean>[]} */
    const choices = [{ key: true, label: t("word.yes") }, { key: false, label: t("word.no") }, unknown];
    const chosen = isUnknownYet ? UNKNOWN : typeof given === "boolean" ? given : null;
    return chips(label, choices, chosen, (key) => keep(key === UNKNOWN ? null : key, key === UNKNOWN), { kind: "three" });
  }
  const choices = [...question.choices.map((one) => ({ key: one.key, label: labelOf(one.label) })), unknown];
  /** @type {string[]} */
  let before = isUnknownYet ? [UNKNOWN] : Array.isArray(given) ? given : [];
  const set = chips(label, choices, before, async (chosen) => {
    const keys = chosen.includes(UNKNOWN) && chosen.length > 1 ? latest(chosen, before) : chosen;
    before = keys;
    if (keys !== chosen) set.choose(keys);
    const isUnknown = keys.includes(UNKNOWN);
    await keep(isUnknown || !keys.length ? null : keys, isUnknown);
  }, { many: true });
  return set;
}

/**
 * "Not known" stands alone: it goes when something is known, and everything goes for it.
 * @param {string[]} chosen @param {string[]} before
 */
function latest(chosen, before) {
  return before.includes(UNKNOWN) ? chosen.filter((one) => one !== UNKNOWN) : [UNKNOWN];
}

/**
 * Where the persons are of whom nobody has said it: one line for all of them; each has a field of their own on the card.
 * @param {string[]} refs
 */
function whereabouts(refs) {
  const input = el("textarea", { rows: "2", maxlength: "2000" });
  const unknown = chips(t("report.not_known_where"), [{ key: UNKNOWN, label: t("report.not_known") }], null, async (chosen) => {
    if (chosen) input.value = "";
    await Promise.all([all(input.value), putUnknown(refs, Boolean(chosen))]);
  }, { hideLegend: true });
  /** @param {string} words */
  const all = (words) => Promise.all(refs.map((ref) => putPerson(ref, "whereabouts", words || null)));
  input.addEventListener("input", () => {
    unknown.choose(null);
    all(input.value);
    putUnknown(refs, false);
  });
  return el("div", {}, field(t("report.where", { who: refs.map(called).join(", ") }), input), unknown);
}

/** What is not known is kept before anybody decides, and leaves with the decision. @param {string[]} keys @param {boolean} isUnknown */
function putUnknown(keys, isUnknown) {
  const next = saidUnknown(control().suspicion ?? {}, keys, isUnknown);
  return put(["suspicion"], Object.keys(next).length ? next : null);
}

/** Say anew what became of the last report; a refusal takes the place of "on its way". */
export function tellReport() {
  document.getElementById("report-state")?.replaceChildren(...reportState());
  const said = document.getElementById("report-said");
  if (said && desk.draft?.fault) said.textContent = "";
}

function reportState() {
  return desk.draft?.fault ? refused(desk.draft.fault) : [received()].filter((one) => one !== null);
}

/** The report did not leave: the server's words, and what to do. @param {PlainFault} fault */
function refused(fault) {
  return [el("p", { class: "fault", text: t("suspicion.refused") }), el("p", { class: "fault", text: refusalWords(fault) }),
    el("p", { class: "needs", text: t("queue.report_refused") })];
}

/** What the server said of the last report: when it came, and what its rules propose. */
function received() {
  const receipt = desk.draft?.receipt;
  if (!receipt) return null;
  const { reference, positive, open } = receipt.saved ?? {};
  const proposed = positive ? "suspicion.proposed" : open ? "suspicion.left_open" : "suspicion.not_proposed";
  return el("div", {}, el("p", { text: t("suspicion.received", { when: momentWords(receipt.received_at) }) }),
    reference && el("p", { text: t("queue.reference", { reference }) }),
    positive != null && el("p", { class: "hint", text: t(proposed) }));
}
