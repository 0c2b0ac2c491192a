/**
 * A signature by finger or pen, or, for whoever cannot draw one here, the typed name with what the person did.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { add, button, chips, el, field, say } from "../dom.js";
import { amend, called, entries, PLACE } from "../filling.js";
import { momentWords, now } from "../moments.js";
import { blobOf, penOf } from "../redrawing.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";

const WIDTH = 900;
const HEIGHT = 360;

/**
 * Show the pad.
 * @param {{draft: string, ref: string, hearing?: number}} params `hearing`: the record that is signed, if it is one
 * @param {HTMLElement} page
 */
export function show(page, params) {
  const pad = el("canvas", { class: "sign-pad", width: WIDTH, height: HEIGHT, role: "img", "aria-label": t("signature.pad") });
  const pen = penOf(pad);
  const name = el("input", { type: "text", maxlength: "200", autocomplete: "off" });
  const said = el("p", { class: "fault", role: "alert" });
  let isDrawn = false;
  /** @type {string|null} */
  let what = null;

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    isDrawn = false;
  };
  const ways = ["signed", "refused", "unable"].map((key) => ({ key, label: t(`signed.${key}`) }));
  const way = chips(t("signature.what"), ways, null, (key) => (what = key), { kind: "three" });
  draws(pad, pen, () => {
    isDrawn = true;
    what = "signed";
    way.choose(what);
  });
  clear();

  add(page, heading(t("signature.title")),
    el("p", { class: "card-title", text: params.ref === PLACE ? t("control.place") : called(params.ref) }),
    el("p", { class: "hint", text: t("signature.how") }), pad,
    button(t("signature.clear"), clear, { icon: "erase" }), field(t("signature.name"), name), way, said,
    button(t("signature.keep"), keep, { icon: "check", kind: "main wide" }));

  async function keep() {
    if (!what || (!isDrawn && !name.value.trim())) {
      said.textContent = t("signature.first");
      return;
    }
    const words = [name.value.trim(), t(`signed.${what}`), momentWords(now())].filter(Boolean).join(" · ");
    if (!isDrawn) writes(pen, words);
    const blob = await blobOf(pad, "image/png");
    const meta = { kind: "signature", question: null, person: params.ref || null };
    await draftInHand().addAttachment(blob, { ...meta, taken_at: now(), position: null, comment: words });
    if (params.hearing != null && entries("hearings")[params.hearing]) await amend("hearings", params.hearing, { signed: what });
    say(t("signature.kept"));
    desk.back();
  }
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
