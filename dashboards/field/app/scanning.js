/**
 * Reads barcodes and QR codes off the camera, on this device alone. Its pictures live in memory for as long as a look
 * takes: none is kept, sent or drawn anywhere but in the finder.
 *
 * One reader everywhere (reader/, made of `barcode-detector` and `zxing-wasm`), also where a browser has one of its own:
 * what was tried is what an inspector gets.
 * @module
 */
import { Fault } from "./fault.js";

const READER = new URL("reader/", import.meta.url).href;
/** Of cards, certificates and declarations; not those of goods, whose bars are read out of half of another code. */
const FORMATS = ["qr_code", "data_matrix", "aztec", "pdf417", "code_128", "code_39"];
const LONGEST_SIDE = 1280; // of a look, in pixels: more costs time and finds no more
const PAUSE_MS = 40; // between two looks, so that a tap is heard

/** @typedef {{detect: (picture: HTMLCanvasElement) => Promise<{rawValue: string}[]>}} Reader */
/** @type {Promise<Reader>|null} */
let ready = null;

/** Give the reader; the first call loads it. Errors: {Fault} no_reader when it was never fetched and there is no network. */
export function reader() {
  ready ??= load().catch((error) => {
    ready = null;
    throw new Fault("no_reader", error instanceof Error ? error.name : "", "Connect once, then go on.");
  });
  return ready;
}

/** @returns {Promise<Reader>} */
async function load() {
  const { BarcodeDetector, prepareZXingModule } = await import(`${READER}reader.js`);
  await prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ name) => READER + name }, fireImmediately: true });
  return new BarcodeDetector({ formats: FORMATS });
}

/**
 * Open the camera at the back and look for codes until `stop` is called, the picture leaves the page or the page is hidden.
 * A text counts once two looks in a row have read it: one look may misread what is worn.
 * @param {HTMLVideoElement} video where the camera is shown
 * @param {(text: string) => boolean} found gets each text; true when it wants no more for now
 * @returns {Promise<{stop: () => void, again: () => void, light: (() => void)|null}>} `again`: look on; `light`: the lamp on and off
 * @throws {Fault} no_camera, no_reader
 */
export async function lookForCodes(video, found) {
  const stream = await openCamera();
  const track = stream.getVideoTracks()[0];
  let isOver = false;
  let isResting = false;
  /** @type {string[]} */
  let before = [];

  const stop = () => {
    isOver = true;
    track.stop();
    video.srcObject = null;
    document.removeEventListener("visibilitychange", stop);
  };
  document.addEventListener("visibilitychange", stop);
  try {
    const read = await reader();
    video.srcObject = stream;
    await video.play();
    look(read);
  } catch (fault) {
    stop();
    throw fault;
  }
  return { stop, again: () => (isResting = false), light: lamp(track) };

  /** @param {Reader} read */
  async function look(read) {
    const canvas = document.createElement("canvas");
    while (!isOver && video.isConnected) {
      if (!isResting && video.videoWidth) {
        const texts = (await read.detect(drawn(video, canvas)).catch(() => [])).map((code) => code.rawValue);
        const sure = texts.filter((text) => before.includes(text));
        before = texts;
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

/** @param {HTMLVideoElement} video @param {HTMLCanvasElement} canvas */
function drawn(video, canvas) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d", { willReadFrequently: true })?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
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
