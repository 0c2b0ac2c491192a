/**
 * A photo, with where and when in the record itself. It is drawn anew before it is kept, so that whatever the camera
 * wrote into the file is gone, and it never reaches the gallery when it is taken on this page.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { add, button, el, field, say } from "../dom.js";
import { called, PLACE } from "../filling.js";
import { now } from "../moments.js";
import { position } from "../position.js";
import { faultWords } from "../notice.js";
import { redrawn } from "../redrawing.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";

/**
 * Show camera and file chooser.
 * @param {{draft: string, ref: string, question?: string}} params what the photo is of
 * @param {HTMLElement} page
 */
export function show(page, params) {
  const stage = el("div", { class: "stage" });
  const comment = el("textarea", { rows: "2", maxlength: "2000" });
  const said = el("p", { class: "fault", role: "alert" });
  const keep = button(t("photo.keep"), () => kept(), { icon: "check", kind: "main wide", disabled: true });
  const file = el("input", { type: "file", accept: "image/*", capture: "environment" });
  file.addEventListener("change", () => file.files?.[0] && take(file.files[0]));
  const where = position();
  /** @type {{blob: Blob, taken_at: Moment}|null} */
  let taken = null;
  /** @type {MediaStream|null} */
  let stream = null;

  add(page, heading(t("photo.title")),
    el("p", { class: "card-title", text: params.ref === PLACE ? t("control.place") : called(params.ref) }),
    button(t("photo.camera"), () => camera(), { icon: "camera", kind: "wide" }), stage,
    field(t("photo.file"), file, el("p", { class: "hint", text: t("photo.file_hint") })),
    field(t("photo.comment"), comment), said, keep);

  async function camera() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1920 } });
    } catch {
      said.textContent = t("photo.no_camera");
      return;
    }
    const video = el("video", { autoplay: true, playsinline: true, "aria-label": t("photo.camera") });
    video.muted = true;
    video.srcObject = stream;
    const shoot = button(t("photo.take"), () => take(video), { icon: "camera", kind: "main wide", disabled: true });
    video.addEventListener("loadeddata", () => (shoot.disabled = false)); // before it there is no picture to take
    stage.replaceChildren(video, shoot);
  }

  /** @param {Blob|HTMLVideoElement} source */
  async function take(source) {
    try {
      const { canvas, blob } = await redrawn(source);
      taken = { blob, taken_at: now() };
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", t("photo.preview"));
      stage.replaceChildren(canvas);
      keep.disabled = false;
      say(t("photo.taken"));
    } catch {
      said.textContent = t("photo.unreadable");
    }
    stop();
  }

  async function kept() {
    if (!taken) return;
    keep.disabled = true;
    const of = { question: params.question ?? null, person: params.ref || null };
    const meta = { kind: "photo", ...of, comment: comment.value.trim() };
    const at = await Promise.race([where, new Promise((resolve) => setTimeout(resolve, 3_000, null))]);
    try {
      await draftInHand().addAttachment(taken.blob, { ...meta, taken_at: taken.taken_at, position: at });
      say(t("photo.kept"));
      desk.back();
    } catch (fault) {
      said.textContent = faultWords(fault);
      keep.disabled = false;
    }
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  return stop;
}
