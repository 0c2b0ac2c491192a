/**
 * A question in the language of the person who is asked it, where the server has it: to be shown, or read aloud.
 * @module
 */
import { el } from "../dom.js";
import { personOf, PLACE } from "../filling.js";
import { language, t } from "../texts.js";
import { direction } from "./tongues.js";

const loaded = new Map();

/** A line that fills itself once the words are there; nothing for the workplace or for one's own language. */
export function forWorker(one, ref) {
  const tag = ref === PLACE ? null : personOf(ref)?.hearing_language;
  if (!one.worker || !tag || tag === language()) return null;
  const line = el("p", { class: "worker", lang: tag, dir: direction(tag) });
  wordsIn(tag).then((words) => {
    const said = words?.questions?.[one.id];
    line.textContent = typeof said === "string" ? said : (said?.label ?? "");
    if (said && words.checked === false) line.title = t("worker.unchecked");
  });
  return line;
}

function wordsIn(tag) {
  if (!loaded.has(tag)) {
    const answer = fetch(`/field/api/worker/${tag}.json`).then((got) => (got.ok ? got.json() : null));
    loaded.set(tag, answer.catch(() => null));
  }
  return loaded.get(tag);
}
