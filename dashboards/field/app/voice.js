/**
 * A voice of this device itself, to read a line aloud. One that is made elsewhere would hear what is asked at a control:
 * it is never used, and where the device has none for a language there is no voice.
 * @module
 */
const LONGEST_WAIT_MILLISECONDS = 1_000; // browsers bring their voices a moment after they are first asked

/** Give the device's own voice for a language, or null. @param {string} tag @returns {Promise<SpeechSynthesisVoice|null>} */
export async function localVoice(tag) {
  if (!globalThis.speechSynthesis) return null;
  const voices = speechSynthesis.getVoices();
  return chosen(voices.length ? voices : await arrived(), tag);
}

/**
 * Choose among voices: of the device itself, and of the language. Pure.
 * @template {{localService: boolean, lang: string, default?: boolean}} V
 * @param {V[]} voices @param {string} tag
 * @returns {V|null}
 */
export function chosen(voices, tag) {
  const fitting = voices.filter((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === tag.toLowerCase());
  return fitting.find((one) => one.default) ?? fitting[0] ?? null;
}

/** Read a line aloud, in place of what is being read. @param {SpeechSynthesisVoice} voice @param {string} text */
export function read(voice, text) {
  quiet();
  const line = new SpeechSynthesisUtterance(text);
  line.voice = voice;
  line.lang = voice.lang;
  speechSynthesis.speak(line);
}

/** Be silent. */
export function quiet() {
  globalThis.speechSynthesis?.cancel();
}

/** @returns {Promise<SpeechSynthesisVoice[]>} */
function arrived() {
  return new Promise((done) => {
    const give = () => done(speechSynthesis.getVoices());
    speechSynthesis.addEventListener("voiceschanged", give, { once: true });
    setTimeout(give, LONGEST_WAIT_MILLISECONDS);
  });
}
