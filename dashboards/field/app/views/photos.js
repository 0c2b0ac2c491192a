/**
 * All photographs of the control: take first, link afterwards, several at once, to a person and a question or to the place;
 * pixelate or mark one, and discard what was taken by mistake.
 * @module
 */
import { openPoints } from "../asking.js";
import { isSamePlace } from "../pictures.js";
import { select } from "../choosing.js";
import { desk, draftInHand, formOf, unlockedVault } from "../desk.js";
import { add, button, chips, el, field, say } from "../dom.js";
import { buttonsBelow } from "../frame.js";
import { control, entries, PLACE } from "../filling.js";
import { faultWords } from "../notice.js";
import { subjects } from "../asking.js";
import { labelOf, t } from "../texts.js";
import { pickable, subjectName } from "./thumbnails.js";
import { twice } from "./twice.js";

/**
 * Show them.
 * @param {{draft: string, ref?: string}} params  whom they are proposed for
 * @param {HTMLElement} page
 */
export async function show(page, params) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  if (!page.isConnected) return undefined;
  const body = el("div", { class: "stack" });
  /** @type {Attachment[]} */
  let chosen = [];
  let person = params.ref ?? PLACE;
  /** @type {string|null} */
  let question = null;
  let shown = -1;
  add(page, body);
  draw();
  const stop = draftInHand().onChange(() => photographs().length !== shown && draw()); // what is guarded comes and goes
  return stop;

  function draw() {
    const all = photographs();
    shown = all.length;
    chosen = all.filter((one) => chosen.some((other) => isSamePlace(one, other)));
    const grid = pickable(all, (one) => chosen.includes(one), () => {
      chosen = grid.chosen();
      drawChosen();
    });
    const rest = el("div", { class: "stack" });
    const n = all.filter((one) => !one.question).length;
    body.replaceChildren(el("h1", { text: t("photos.title", { all: all.length, n }) }), el("p", { class: "hint", text: t("photos.why") }),
      all.length ? grid.element : el("p", { class: "hint", text: t("photos.none") }), rest);
    drawChosen();

    function drawChosen() {
      rest.replaceChildren(...(chosen.length ? linking() : []));
      const go = button(t("photos.link_to", { whom: subjectName(person) }), linked, { icon: "check", kind: "main", disabled: !chosen.length });
      buttonsBelow(button(t("word.back"), () => desk.back(), { icon: "back" }),
        button(t("photos.burst"), () => desk.go("photo", { draft: params.draft, ref: person }), { icon: "camera" }), go);
    }

    function linking() {
      const whom = subjects().map((key) => ({ key, label: subjectName(key) }));
      const pick = chips(t("photos.link_n", { n: chosen.length }), whom, person, (key) => {
        person = key ?? PLACE;
        question = null;
        drawChosen();
      });
      return [pick, ...expected(), described(), el("div", { class: "row" }, ...marking(), discarding())];
    }
  }

  /** The questions whose proof is missing, then any other; what is guarded is named only while it is open. */
  function expected() {
    const isOpen = unlockedVault().isSensitiveOpen;
    const scope = person === PLACE ? "workplace" : "person";
    const asked = form.questions.filter((one) => one.scope === scope && (isOpen || !one.sensitive));
    const wanted = openPoints(form, rules).needs.filter((one) => one.ref === person && one.need?.kind === "photo" && asked.includes(one.question));
    const unique = [...new Map(wanted.map((one) => [one.question.id, one])).values()];
    const missing = unique.map((one) => ({ key: one.question.id, label: labelOf(one.need?.label) || labelOf(one.question.label) }));
    const others = asked.filter((one) => !missing.some(({ key }) => key === one.id)).map((one) => [one.id, labelOf(one.label)]);
    const other = select([["", t("photos.no_question")], ...others], question, (key) => {
      question = key;
      first?.choose(null);
    });
    const first = missing.length ? chips(t("photos.expected"), missing, question, (key) => {
      question = key;
      other.value = "";
    }) : null;
    return [...(first ? [first] : []), field(t(first ? "photos.other_question" : "photos.question"), other)];
  }

  function described() {
    const words = el("input", { type: "text", maxlength: "2000", value: chosen.length === 1 ? (chosen[0].comment ?? "") : "" });
    words.addEventListener("input", () => draftInHand().pictures.describe(chosen, words.value.trim()).catch(failed));
    return field(t("photo.comment"), words);
  }

  /** A marked copy is made of an original, one at a time. */
  function marking() {
    const [one] = chosen;
    if (chosen.length !== 1 || one.marked_of) return [];
    return [button(t("photos.mark"), () => desk.go("marking", { draft: params.draft, digest: one.sha256 }), { icon: "pen" })];
  }

  /** What the office has stays there: it is not offered. */
  function discarding() {
    const gone = chosen.filter((one) => !draftInHand().isDelivered(one.sha256));
    if (!gone.length) return null;
    return twice(t("photos.discard", { n: gone.length }), () => t("attachment.remove_sure"), () => tried(async () => {
      for (const one of gone) await draftInHand().removeAttachment(one);
      chosen = [];
    }));
  }

  async function linked() {
    const n = chosen.length;
    await tried(() => draftInHand().pictures.link(chosen, { person: person === PLACE ? null : person, question }));
    chosen = [];
    draw();
    say(t("photos.linked", { n, whom: subjectName(person) }));
  }

  /** @param {() => Promise<unknown>} work */
  async function tried(work) {
    try {
      await work();
      draw();
    } catch (fault) {
      failed(fault);
    }
  }
}

/** @param {unknown} fault */
function failed(fault) {
  document.dispatchEvent(new CustomEvent("not-kept", { detail: fault }));
  say(faultWords(fault));
}

/** The photographs in the order in which they were taken, the latest first. */
function photographs() {
  return entries("attachments").filter((one) => one.kind === "photo")
    .sort((one, other) => other.taken_at.localeCompare(one.taken_at));
}
