/**
 * Words of the inspector's own where no picture shows it: on an answer, a person, or the workplace.
 *
 * They are kept as they are typed; a comment without words is none, and goes.
 * @module
 */
import { desk, draftInHand, formOf } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { called, control, entries, PLACE } from "../filling.js";
import { now } from "../moments.js";
import { faultWords } from "../notice.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";

/**
 * Show a comment, or begin one.
 * @param {{draft: string, ref: string, question?: string, written_at?: string}} params what it is on; when it was begun
 * @param {HTMLElement} page
 */
export async function show(page, params) {
  const place = { question: params.question ?? null, person: params.ref || null, written_at: params.written_at ?? now() };
  history.replaceState({ name: "comment", params: { ...params, written_at: place.written_at } }, "");
  const known = entries("comments").find((one) => isAt(one, place));
  const input = el("textarea", { rows: "8", maxlength: "10000", value: known?.words ?? "" });
  const said = el("p", { class: "fault", role: "alert" });
  input.addEventListener("input", keep);
  add(page, heading(t("comment.title"), await about(params.ref, place.question)),
    field(t("comment.words"), input, el("p", { class: "hint", text: t("comment.hint") })), said,
    button(t("comment.done"), done, { icon: "check", kind: "main wide" }));

  /** A comment on a guarded question cannot be kept once the guarded part has closed: the words stay where they are. */
  async function keep() {
    const comment = { ...place, words: input.value };
    const fault = await draftInHand().append("comments", comment).then(() => null, (error) => error);
    said.textContent = fault ? faultWords(fault) : "";
    return !fault;
  }

  async function done() {
    if (await keep()) desk.back();
  }
}

/**
 * Tell whether a comment is the one on this place that was begun at this moment.
 * @param {Remark} one @param {Omit<Remark, "words">} parts
 */
function isAt(one, { question, person, written_at }) {
  return one.written_at === written_at && (one.question ?? null) === question && (one.person ?? null) === person;
}

/** Whom a comment is about, and which question. @param {string} ref @param {string|null} question */
async function about(ref, question) {
  const whose = ref === PLACE ? t("control.place") : called(ref);
  if (!question) return whose;
  const { form } = await formOf(control().sector, control().checklist);
  return [whose, labelOf(form.questions.find((one) => one.id === question)?.label)].filter(Boolean).join(" · ");
}
