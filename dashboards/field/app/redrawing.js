/**
 * A picture drawn anew: at most 2,000 pixels on its longer side, as a JPEG that holds pixels and nothing else.
 * @module
 */
const LONGEST_PX = 2_000;
const SMALL_PX = [240, 180];
const QUALITY = 0.82;

/**
 * Draw a file, or what a camera shows now.
 * @param {Blob|HTMLVideoElement} source
 * @returns {Promise<{canvas: HTMLCanvasElement, blob: Blob}>}
 */
export async function redrawn(source) {
  const picture = source instanceof Blob ? await createImageBitmap(source) : source;
  const [width, height] = "videoWidth" in picture ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];
  const scale = Math.min(1, LONGEST_PX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  penOf(canvas).drawImage(picture, 0, 0, canvas.width, canvas.height);
  if ("close" in picture) picture.close();
  return { canvas, blob: await blobOf(canvas, "image/jpeg") };
}

/**
 * Draw a picture small, for a list of many. @param {Blob} source @returns {Promise<Blob>}
 */
export async function shrunk(source) {
  const picture = await createImageBitmap(source);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SMALL_PX[0], SMALL_PX[1]];
  const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  penOf(canvas).drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  picture.close();
  return blobOf(canvas, "image/jpeg");
}

/** What draws on a canvas. @param {HTMLCanvasElement} canvas */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** The bytes of a canvas. @param {HTMLCanvasElement} canvas @param {string} type */
export function blobOf(canvas, type) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("canvas"))), type, QUALITY);
  });
}
