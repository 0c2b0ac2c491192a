/**
 * What stands between this device and the office, said where one begins: its days are over, by the telephone's clock or by
 * the office's word, it is not known there any more, or no PIN is tried any more. A new code mends each, and nothing goes.
 * @module
 */
import { clockWords } from "../clock_kept.js";
import { desk } from "../desk.js";
import { button, el } from "../dom.js";
import { momentWords } from "../moments.js";
import { t } from "../texts.js";
import * as vault from "../vault.js";

/** Give the words and the way out, or nothing where all is well. */
export async function standing() {
  const [isEnded, isBarred] = [await vault.isEnded(), await isShut()];
  const isUnknown = desk.queue.isUnknown && !isEnded;
  const clock = clockWords();
  if (!isEnded && !isBarred && !isUnknown) return clock && saidOf(clock);
  const said = [...(clock ?? []), ...(isEnded ? await ended() : []), isUnknown && t("ended.unknown"), isBarred && t("unlock.barred")];
  return saidOf(said,
    button(t("enrol.again"), () => desk.go("enrol"), { icon: "pen", kind: "wide" }));
}

/** @param {(string|false)[]} said @param {...Child} more */
function saidOf(said, ...more) {
  return el("section", { class: "needs stack", role: "status" }, said.filter((one) => one !== false).map((text) => el("p", { text })), more);
}

async function ended() {
  const when = await vault.expiresAt();
  const isByClock = when && Date.parse(when) <= Date.now();
  const why = isByClock ? t("ended.clock", { now: momentWords(new Date()), when: momentWords(when) }) : t("ended.office");
  return [why, t("ended.still")];
}

/** Whether no PIN is tried any more: of the form, or of its guarded part. */
async function isShut() {
  return !(await vault.attemptsLeft()) || !(await vault.attemptsLeft("sensitive"));
}
