/**
 * The worker that looks for codes in pictures: a look takes a while, and a tap on the page must not wait for it. It alone may
 * run what is compiled (files.py), and with it ends every picture that it was given.
 *
 * It says {ready} or {fault} once, then answers each picture, {pixels, width, height, kind}, with {texts}.
 *
 * One reader everywhere (reader/, made of `barcode-detector` and `zxing-wasm`), also where a browser has one of its own:
 * what was tried is what an inspector gets.
 */
const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const READER = new URL("reader/", import.meta.url).href;
/** Of cards, certificates and declarations; not those of goods, whose bars are read out of half of another code. */
const FORMATS = { bars: ["code_128", "code_39", "pdf417"], squares: ["qr_code", "data_matrix", "aztec"] };

/** @typedef {{detect: (picture: ImageData) => Promise<{rawValue: string}[]>}} Detector */
/** @typedef {{pixels: ArrayBuffer, width: number, height: number, kind: keyof typeof FORMATS}} Look */
/** @returns {Promise<Record<keyof typeof FORMATS, Detector>>} */
async function load() {
  const { BarcodeDetector, prepareZXingModule } = await import(`${READER}reader.js`);
  await prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ name) => READER + name }, fireImmediately: true });
  return { bars: new BarcodeDetector({ formats: FORMATS.bars }), squares: new BarcodeDetector({ formats: FORMATS.squares }) };
}

const loaded = load();
loaded.then(() => worker.postMessage({ ready: true }), (error) => worker.postMessage({ fault: error.name }));

worker.addEventListener("message", async (/** @type {MessageEvent<Look>} */ { data }) => {
  const picture = new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height);
  const codes = await (await loaded)[data.kind].detect(picture).catch(() => []);
  worker.postMessage({ texts: codes.map((code) => code.rawValue) });
});
