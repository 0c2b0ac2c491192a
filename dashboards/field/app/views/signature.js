/**
 * A text that somebody reads, or is read, in their own language, and signs below it by finger or pen, or refuses to with a
 * reason. What was read is kept word for word with its hash, its language and the minute; who cannot draw has the name typed.
 * @module
 */
import { select } from "../choosing.js";
import { desk, draftInHand, formOf } from "../desk.js";
import { add, button, chips, el, field, say } from "../dom.js";
import { amend, called, control, entries, nextRef, personOf, PLACE, put } from "../filling.js";
import { handOver, paragraphs } from "../handed.js";
import { sha256 } from "../ids.js";
import { dayText } from "../leaving.js";
import { clock, day, momentWords, now } from "../moments.js";
import { blobOf, penOf } from "../redrawing.js";
import { ofEmployer, ofHearing, ofPerson } from "../summary.js";
import { language, t } from "../texts.js";
import { heading } from "./heading.js";
import { whereWords } from "./place_words.js";
import { languageName } from "./tongues.js";
import { SPOKEN, wordsIn } from "./worker.js";

const WIDTH = 900;
const HEIGHT = 360;
/** @type {Signed[]} */
const WAYS = ["signed", "refused", "unable"];

/**
 * Show the text with the pad below it.
 * @param {{draft: string, ref: string, hearing?: number}} params `hearing`: the record that is signed, if it is one
 * @param {HTMLElement} page
 */
export async function show(page, params) {
  const hearing = params.hearing == null ? undefined : entries("hearings")[params.hearing];
  const { form, rules } = await formOf(control().sector, control().checklist);
  const pad = el("canvas", { class: "sign-pad", width: WIDTH, height: HEIGHT, role: "img", "aria-label": t("signature.pad") });
  const pen = penOf(pad);
  const name = el("input", { type: "text", maxlength: "200", autocomplete: "off" });
  const reason = el("textarea", { rows: "2", maxlength: "2000", autocomplete: "off" });
  const why = el("div", { hidden: true }, field(t("signature.reason"), reason));
  const [paper, unchecked] = [el("div", {}), el("p", { class: "hint" })];
  const said = el("p", { class: "fault", role: "alert" });
  let isDrawn = false;
  /** @type {Signed|null} */
  let what = null;
  let read = { text: "", isChecked: false };

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    isDrawn = false;
  };
  /** @param {Signed|null} key */
  const choose = (key) => {
    what = key;
    why.hidden = !key || key === "signed";
  };
  const way = chips(t("signature.what"), WAYS.map((key) => ({ key, label: t(`signed.${key}`) })), null, choose, { kind: "three" });
  draws(pad, pen, () => {
    isDrawn = true;
    choose("signed");
    way.choose(what);
  });
  clear();
  const tongue = select(SPOKEN.map((tag) => [tag, languageName(tag)]), tongueFor(params.ref, hearing), draw);

  async function draw() {
    const tag = tongue.value;
    const words = await wordsIn(tag);
    if (tag !== tongue.value) return;
    const text = words?.summary ? textOf(words.summary, tag) : "";
    read = { text, isChecked: words?.checked ?? false };
    paper.replaceChildren(text ? paragraphs(text, tag, words?.direction ?? "ltr") : el("p", { class: "fault", text: t("brochure.none") }));
    unchecked.textContent = text && !words?.checked ? t("worker.unchecked") : "";
  }

  /** @param {Record<string, string>} words @param {string} tag */
  function textOf(words, tag) {
    const visit = { day: dayText(day(control().entered_at)), time: clock(control().entered_at), place: whereWords(tag).join(", ") };
    if (hearing?.statement?.trim()) return ofHearing(hearing.statement, words, visit);
    const person = personOf(params.ref);
    return person ? ofPerson(person, form, rules, control().answers, words, visit) : ofEmployer(control().persons.length, words, visit);
  }

  await draw();
  const who = params.ref === PLACE ? t(`heard.${hearing?.person ?? "employer"}`) : called(params.ref);
  add(page, heading(t("signature.title"), who), field(t("brochure.language"), tongue), unchecked, paper,
    el("p", { class: "hint", text: t("signature.how") }), pad,
    button(t("signature.clear"), clear, { icon: "erase" }), field(t("signature.name"), name), way, why, said,
    button(t("signature.keep"), keep, { icon: "check", kind: "main wide" }));
  return handOver();

  async function keep() {
    if (!what || (what === "signed" && !isDrawn && !name.value.trim())) {
      said.textContent = t("signature.first");
      return;
    }
    if (what !== "signed" && !reason.value.trim()) {
      said.textContent = t("signature.why_first");
      return;
    }
    if (!read.text) {
      said.textContent = t("brochure.none");
      return;
    }
    const text = read.text;
    const digest = await sha256(new TextEncoder().encode(text));
    const signature = isDrawn || name.value.trim() ? await drawn(what) : null;
    await put(["summaries"], [...entries("summaries"), {
      ref: nextRef("summaries", "T"), person: params.ref || hearing?.person || "employer", hearing: hearing?.ref ?? null, language: tongue.value,
      text, sha256: digest, is_checked: read.isChecked, answered_at: now(), answer: what, reason: what === "signed" ? "" : reason.value.trim(), signature,
    }]);
    if (hearing && params.hearing != null) await amend("hearings", params.hearing, { signed: what });
    say(t("signature.kept"));
    desk.back();
  }

  /** Keep what was drawn, or the typed name, as a picture; gives its hash. @param {Signed} answered */
  async function drawn(answered) {
    const words = [name.value.trim(), t(`signed.${answered}`), momentWords(now())].filter(Boolean).join(" · ");
    if (!isDrawn) writes(pen, words);
    const blob = await blobOf(pad, "image/png");
    const meta = { kind: "signature", question: null, person: params.ref || null };
    return draftInHand().addAttachment(blob, { ...meta, taken_at: now(), position: null, comment: words });
  }
}

/** In which language somebody reads first: the one they are heard in, else that of the report. @param {string} ref @param {Hearing} [hearing] */
function tongueFor(ref, hearing) {
  const wanted = [hearing?.language, personOf(ref)?.hearing_language, control().report_language, language()];
  return wanted.find((tag) => tag && SPOKEN.includes(tag)) ?? SPOKEN[0];
}

/** @param {HTMLCanvasElement} pad @param {CanvasRenderingContext2D} pen @param {() => unknown} begun */
function draws(pad, pen, begun) {
  /** @param {PointerEvent} event @returns {[x: number, y: number]} */
  const at = (event) => {
    const box = pad.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    begun();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) pen.lineTo(...at(point));
    pen.stroke();
  });
}

/** The words in place of a drawing: typed, and it looks typed. @param {CanvasRenderingContext2D} pen @param {string} words */
function writes(pen, words) {
  pen.fillStyle = "#111";
  pen.font = "28px monospace";
  pen.fillText(words, 24, HEIGHT / 2, WIDTH - 48);
}
