/**
 * What the last contact said of this telephone's clock, kept in the vault between two shifts, and noted on the control in
 * hand: a clock that is out is never taken without a word.
 * @module
 */
import { clockCheck, isOff, spanWords, withCheck } from "./clocks.js";
import { desk } from "./desk.js";
import { warn } from "./notice.js";
import { clock, momentWords } from "./moments.js";
import { onContact } from "./server.js";
import { t } from "./texts.js";
import { current } from "./vault.js";

/** Until the first package came; the rules' own stands in it. */
const LIMIT_SECONDS = 60;

/** @type {ClockCheck|null} */
let last = null;
let isTold = false;

/** Note every contact from now on, and tell whoever shows it; `changed` is called when what is to be said changes. @param {() => unknown} changed */
export function watchClock(changed) {
  onContact((contact) => {
    const check = clockCheck(contact);
    if (check) note(check, changed);
  });
}

/** Bring what the last shift's last contact said, once the vault is open. */
export async function recallClock() {
  const kept = (await current()?.get("package", "clock")) ?? null;
  if (!last || (kept && Date.parse(kept.at) > Date.parse(last.at))) last = kept;
  await onControl();
}

/** The last contact that told of the clock, for a control that begins. */
export function lastCheck() {
  return last;
}

/** Forget it with the vault. */
export function forgetClock() {
  [last, isTold] = [null, false];
}

/** Say above everything, once while the form is open, that the clock is out; what a locked form learnt is said when it opens. */
export function tellClock() {
  const words = clockWords();
  if (words && !isTold && desk.vault) warn(words.join(" "));
  isTold = Boolean(words && (isTold || desk.vault));
}

/** The words of a clock that is out, one line for what it is and one for what to do; null where it is right. */
export function clockWords() {
  if (!last || !isOff(last, limit())) return null;
  const span = spanOf(last);
  const when = Date.now() - Date.parse(last.at) < 43_200_000 && Date.parse(last.at) < Date.now() ? clock(last.at) : momentWords(last.at);
  return [t(last.clock_skew_s > 0 ? "clock.ahead" : "clock.behind", { span, at: when }), t("clock.mend")];
}

/** The same in the few words that the bar has room for, or null. */
export function clockShort() {
  return last && isOff(last, limit()) ? t("clock.bar", { span: spanOf(last) }) : null;
}

function limit() {
  return desk.package?.clock_limit_s ?? LIMIT_SECONDS;
}

/** @param {ClockCheck} check */
function spanOf(check) {
  return spanWords(check.clock_skew_s, (n) => t("clock.days", { n }));
}

/** @param {ClockCheck} check @param {() => unknown} changed */
async function note(check, changed) {
  const was = clockShort();
  last = check;
  await current()?.put("package", "clock", check).catch(() => {}); // a full disk is told by whatever else is written
  await onControl();
  tellClock();
  if (clockShort() !== was) changed();
}

/** Note it with the control in hand, as long as that is open; what was finished stays as it was. */
export async function onControl() {
  const draft = desk.draft;
  if (!last || draft?.state !== "open") return;
  const checks = draft.control.clock_checks ?? [];
  const now = withCheck(checks, last);
  if (now !== checks) await draft.set(["clock_checks"], now).catch(() => {});
}
