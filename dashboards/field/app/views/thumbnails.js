/**
 * Small pictures in a grid. Each is opened from the encrypted store into the memory of the page and drawn on a canvas: no
 * address leads to it, and it is gone with the screen.
 * @module
 */
import { draftInHand } from "../desk.js";
import { el } from "../dom.js";
import { called, PLACE } from "../filling.js";
import { clock } from "../moments.js";
import { penOf, shrunk } from "../redrawing.js";
import { t } from "../texts.js";

/** @typedef {{ref: Attachment, box: HTMLInputElement}} Picked */

/** A grid to look at. @param {Attachment[]} refs */
export function thumbnails(refs) {
  if (!refs.length) return el("p", { class: "hint", text: t("photos.none") });
  return el("ul", { class: "shots" }, refs.map((ref) => el("li", {}, shot(ref), caption(ref))));
}

/**
 * A grid to choose from.
 * @param {Attachment[]} refs @param {(ref: Attachment) => boolean} isChosen @param {() => unknown} changed
 * @returns {{element: HTMLElement, chosen: () => Attachment[]}}
 */
export function pickable(refs, isChosen, changed) {
  /** @type {Picked[]} */
  const picked = refs.map((ref) => ({ ref, box: el("input", { type: "checkbox", checked: isChosen(ref), onclick: changed }) }));
  const rows = picked.map(({ ref, box }) => el("li", {}, el("label", { class: "pick" }, box, shot(ref), caption(ref))));
  return { element: el("ul", { class: "shots" }, rows), chosen: () => picked.filter(({ box }) => box.checked).map(({ ref }) => ref) };
}

/** @param {Attachment} ref */
function shot(ref) {
  const canvas = el("canvas", { class: "shot", width: 240, height: 180, "aria-hidden": "true" });
  draw(ref, canvas).catch(() => {});
  return canvas;
}

/** @param {Attachment} ref @param {HTMLCanvasElement} canvas */
async function draw(ref, canvas) {
  const blob = await draftInHand().pictures.small(ref, shrunk);
  if (!blob) return;
  const picture = await createImageBitmap(blob);
  penOf(canvas).drawImage(picture, 0, 0);
  picture.close();
}

/** Whose it is, whether it is a marked copy, and the minute. @param {Attachment} ref */
function caption(ref) {
  const whose = ref.person ? called(ref.person) : t("control.place");
  const words = [whose, !ref.question && t("photos.open"), ref.marked_of && t("photos.copy")].filter(Boolean).join(" · ");
  return el("span", { class: "caption" }, el("b", { text: words }), el("span", { class: "hint", text: [clock(ref.taken_at), ref.comment].filter(Boolean).join(" · ") }));
}

/** What a photograph of nobody in particular is of. @param {string} ref */
export function subjectName(ref) {
  return ref === PLACE ? t("control.place") : called(ref);
}
