/**
 * A marked copy of a photograph: what must not be seen is covered by blocks, what matters is framed or pointed at. The
 * original stays as it is; both leave with their hashes.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { add, button, chips, el, say } from "../dom.js";
import { buttonsBelow } from "../frame.js";
import { entries } from "../filling.js";
import { drawMarks } from "../marks.js";
import { faultWords } from "../notice.js";
import { blobOf } from "../redrawing.js";
import { t } from "../texts.js";

/** @typedef {import("../marks.js").Mark} Mark */

const KINDS = /** @type {const} */ (["pixelate", "frame", "arrow"]);
const FEWEST_PX = 8; // a tap without a drag marks nothing

/** Show the picture to draw on. @param {HTMLElement} page @param {{digest: string}} params */
export async function show(page, params) {
  const ref = entries("attachments").find((one) => one.sha256 === params.digest && one.kind === "photo");
  const blob = ref && (await draftInHand().attachment(ref.sha256));
  const said = el("p", { class: "fault", role: "alert" });
  add(page, el("h1", { text: t("marking.title") }), said);
  const back = button(t("word.back"), () => desk.back(), { icon: "back" });
  if (!ref || !blob) {
    said.textContent = t("marking.gone");
    buttonsBelow(back);
    return undefined;
  }
  const picture = await createImageBitmap(blob);
  const canvas = el("canvas", { class: "marked", width: picture.width, height: picture.height, role: "img", "aria-label": t("marking.picture") });
  /** @type {Mark[]} */
  const marks = [];
  /** @type {Mark["kind"]} */
  let kind = "pixelate";
  /** @type {Mark|null} */
  let drawing = null;
  const tools = chips(t("marking.tool"), KINDS.map((key) => ({ key, label: t(`marking.${key}`) })), kind, (key) => {
    kind = key ?? kind;
    if (!key) tools.choose(kind);
  }, { kind: "three" });
  const undo = button(t("marking.undo"), () => { marks.pop(); draw(); }, { icon: "back", disabled: true });
  const keep = button(t("marking.keep"), kept, { icon: "check", kind: "main", disabled: true });
  add(page, tools, el("p", { class: "hint", text: t("marking.why") }), canvas, undo);
  buttonsBelow(back, keep);
  canvas.addEventListener("pointerdown", begun);
  canvas.addEventListener("pointermove", moved);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, ended);
  draw();
  return () => picture.close();

  function draw() {
    drawMarks(canvas, picture, drawing ? [...marks, drawing] : marks);
    undo.disabled = keep.disabled = !marks.length;
  }

  /** @param {PointerEvent} event */
  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * canvas.width) / box.width, y: ((event.clientY - box.top) * canvas.height) / box.height };
  }

  /** @param {PointerEvent} event */
  function begun(event) {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = { kind, from: pointOf(event), to: pointOf(event) };
  }

  /** @param {PointerEvent} event */
  function moved(event) {
    if (!drawing) return;
    drawing = { ...drawing, to: pointOf(event) };
    requestAnimationFrame(draw);
  }

  function ended() {
    if (!drawing) return;
    const { from, to } = drawing;
    if (Math.hypot(to.x - from.x, to.y - from.y) > FEWEST_PX) marks.push(drawing);
    drawing = null;
    draw();
  }

  async function kept() {
    if (!ref) return;
    keep.disabled = true;
    const { question, person, position, taken_at, comment, sha256 } = ref;
    try {
      const copy = await blobOf(canvas, "image/jpeg");
      await draftInHand().addAttachment(copy, { kind: "photo", question, person, position, taken_at, comment, marked_of: sha256 });
      say(t("marking.kept"));
      desk.back();
    } catch (fault) {
      said.textContent = faultWords(fault);
      keep.disabled = false;
    }
  }
}
