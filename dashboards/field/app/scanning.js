/**
 * Looks for barcodes and QR codes before the camera, on this device alone. Pictures live in memory while the finder is open:
 * none is kept, sent or drawn anywhere else.
 * @module
 */
import { Fault } from "./fault.js";

const PAUSE_MS = 40; // between two looks
/**
 * A picture as it is, for a hand that moves; and one laid over those before at half the size, which takes away the noise of
 * poor light. `fresh`: how much of the new picture there is in it; `side`: the longer one in pixels, more finds no more.
 */
const WAYS = { sharp: { fresh: 1, side: 1280 }, steady: { fresh: 0.35, side: 640 } };
/** In turn. */
const LOOKS = /** @type {const} */ ([["squares", "sharp"], ["bars", "sharp"], ["squares", "steady"], ["bars", "steady"]]);

/**
 * Open the camera at the back and look for codes until `stop` is called, the finder leaves the page or the page is hidden.
 * A text counts once two pictures have given it: one look may misread what is worn.
 * @param {HTMLVideoElement} video where the camera is shown
 * @param {(text: string) => boolean} found gets each text; true when it wants no more for now
 * @returns {Promise<{stop: () => void, again: () => void, light: (() => void)|null}>} `again`: look on; `light`: the lamp on and off
 * @throws {Fault} no_camera; no_reader when it was never fetched and there is no network
 */
export async function lookForCodes(video, found) {
  const stream = await openCamera();
  const track = stream.getVideoTracks()[0];
  const worker = new Worker(new URL("looking.js", import.meta.url), { type: "module" });
  let isOver = false;
  let isResting = false;

  const stop = () => {
    isOver = true;
    track.stop();
    worker.terminate();
    video.srcObject = null;
    document.removeEventListener("visibilitychange", stop);
  };
  document.addEventListener("visibilitychange", stop);
  try {
    const ready = answerOf(worker);
    video.srcObject = stream;
    await video.play();
    await ready;
  } catch (fault) {
    stop();
    throw fault;
  }
  look();
  return { stop, again: () => (isResting = false), light: lamp(track) };

  async function look() {
    const pictures = { sharp: context(), steady: context() };
    const once = new Set();
    let [turn, seenAt] = [0, -1];
    while (!isOver && video.isConnected) {
      if (!isResting && video.videoWidth && video.currentTime !== seenAt) {
        seenAt = video.currentTime;
        const [kind, way] = LOOKS[turn++ % LOOKS.length];
        for (const each of /** @type {const} */ (["sharp", "steady"])) draw(video, pictures[each], WAYS[each]);
        const texts = await textsIn(worker, pictures[way], kind);
        const sure = texts.filter((text) => once.has(text));
        for (const text of texts) once.add(text);
        if (!isOver) isResting = sure.some(found);
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    stop();
  }
}

async function openCamera() {
  try {
    const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    return await navigator.mediaDevices.getUserMedia({ video: wanted });
  } catch {
    throw new Fault("no_camera", "The camera does not open", "Type it.");
  }
}

/** Wait for the worker's next answer. @param {Worker} worker @returns {Promise<{texts?: string[]}>} */
function answerOf(worker) {
  return new Promise((done, fail) => {
    const missing = (/** @type {string} */ what) => fail(new Fault("no_reader", what, "Connect once, then go on."));
    worker.onmessage = ({ data }) => (data.fault ? missing(data.fault) : done(data));
    worker.onerror = ({ message }) => missing(message);
  });
}

/** @param {Worker} worker @param {CanvasRenderingContext2D} picture @param {string} kind */
async function textsIn(worker, picture, kind) {
  const { data, width, height } = picture.getImageData(0, 0, picture.canvas.width, picture.canvas.height);
  const answer = answerOf(worker);
  worker.postMessage({ pixels: data.buffer, width, height, kind }, [data.buffer]);
  return (await answer).texts ?? [];
}

function context() {
  const made = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return /** @type {CanvasRenderingContext2D} */ (made);
}

/** @param {HTMLVideoElement} video @param {CanvasRenderingContext2D} into @param {{fresh: number, side: number}} way */
function draw(video, into, { fresh, side }) {
  const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight));
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  const isFirst = into.canvas.width !== width || into.canvas.height !== height;
  if (isFirst) Object.assign(into.canvas, { width, height });
  into.globalAlpha = isFirst ? 1 : fresh;
  into.drawImage(video, 0, 0, width, height);
}

/** What switches the lamp of a camera that has one. @param {MediaStreamTrack} track */
function lamp(track) {
  const can = /** @type {{torch?: boolean}} */ (track.getCapabilities?.() ?? {});
  let isOn = false;
  if (!can.torch) return null;
  return () => {
    isOn = !isOn;
    track.applyConstraints({ advanced: [/** @type {any} */ ({ torch: isOn })] }).catch(() => {});
  };
}
