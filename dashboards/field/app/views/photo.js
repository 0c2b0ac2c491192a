/**
 * Photographs in bursts: each is kept at the tap, with where and when in the record itself, and linked afterwards. Each is
 * drawn anew before it is kept, so that whatever the camera wrote into the file is gone, and none reaches the gallery when
 * it is taken on this page.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { add, button, el, field, say } from "../dom.js";
import { buttonsBelow } from "../frame.js";
import { entries, PLACE } from "../filling.js";
import { now } from "../moments.js";
import { position } from "../position.js";
import { faultWords } from "../notice.js";
import { redrawn } from "../redrawing.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { subjectName, thumbnails } from "./thumbnails.js";

const WAITS_MS = 3_000;

/**
 * Show camera and file chooser.
 * @param {{draft: string, ref: string, question?: string}} params what the photographs are of
 * @param {HTMLElement} page
 */
export function show(page, params) {
  const stage = el("div", { class: "stage" });
  const taken = el("div", {});
  const comment = el("textarea", { rows: "2", maxlength: "2000" });
  const about = field(t("photo.comment"), comment);
  const said = el("p", { class: "fault", role: "alert" });
  const file = el("input", { type: "file", accept: "image/*", capture: "environment", multiple: true });
  /** @type {string[]} hashes of what this burst has kept */
  const mine = [];
  let keeping = Promise.resolve();
  /** @type {MediaStream|null} */
  let stream = null;
  /** @type {HTMLVideoElement|null} */
  let video = null;

  file.addEventListener("change", () => {
    for (const one of file.files ?? []) take(one);
    file.value = "";
  });
  comment.addEventListener("input", () => (keeping = keeping.then(described)));
  about.hidden = true;
  add(page, heading(t("photo.title"), subjectName(params.ref)), stage, said, taken, about,
    field(t("photo.file"), file, el("p", { class: "hint", text: t("photo.file_hint") })));

  const back = button(t("word.done"), () => desk.back(), { icon: "check" });
  const link = button(t("photos.link"), () => desk.go("photos", { draft: params.draft, ref: params.ref }), { icon: "list" });
  const shoot = button(t("photo.take"), () => video && take(video), { icon: "camera", kind: "main", disabled: true });
  const start = button(t("photo.camera"), () => camera(), { icon: "camera", kind: "main" });
  buttonsBelow(back, link, start);

  async function camera() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1920 } });
    } catch {
      said.textContent = t("photo.no_camera");
      return;
    }
    if (!page.isConnected) return stop();
    video = el("video", { autoplay: true, playsinline: true, "aria-label": t("photo.camera") });
    video.muted = true;
    video.srcObject = stream;
    video.addEventListener("loadeddata", () => (shoot.disabled = false)); // before it there is no picture to take
    stage.replaceChildren(video);
    buttonsBelow(back, link, shoot);
  }

  /** Take a picture now, and keep it after those before it: a burst is kept in its order. @param {Blob|HTMLVideoElement} source */
  function take(source) {
    const drawn = redrawn(source).catch(() => null);
    const [taken_at, where] = [now(), Promise.race([position(), new Promise((done) => setTimeout(done, WAITS_MS, null))])];
    keeping = keeping.then(async () => kept((await drawn)?.blob, taken_at, await where));
  }

  /** @param {Blob|undefined} blob @param {Moment} taken_at @param {Position|null} at */
  async function kept(blob, taken_at, at) {
    if (!blob) {
      said.textContent = t("photo.unreadable");
      return;
    }
    const of = { question: params.question ?? null, person: params.ref === PLACE ? null : params.ref };
    try {
      mine.push(await draftInHand().addAttachment(blob, { kind: "photo", ...of, comment: comment.value.trim(), taken_at, position: at }));
      said.textContent = "";
      say(t("photo.kept_n", { n: mine.length }));
    } catch (fault) {
      said.textContent = faultWords(fault);
    }
    about.hidden = !mine.length;
    taken.replaceChildren(el("p", { class: "hint", text: t("photo.kept_n", { n: mine.length }) }), thumbnails(shots()));
  }

  /** The latest first: that is the one to look at. */
  function shots() {
    return entries("attachments").filter((one) => mine.includes(one.sha256)).reverse();
  }

  async function described() {
    await draftInHand().pictures.describe(shots(), comment.value.trim()).catch((fault) => (said.textContent = faultWords(fault)));
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  return stop;
}
