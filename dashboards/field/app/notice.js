/**
 * What went wrong, on a line above everything, until it is tapped away: nothing that was not kept may pass unseen.
 * @module
 */
import { t } from "./texts.js";

/** Show faults that no screen took: of a write, or of anything that nobody waited for. */
export function tellFaults() {
  addEventListener("unhandledrejection", (event) => event.reason?.code && notice(event.reason));
  document.addEventListener("not-kept", (event) => notice(event.detail));
  document.getElementById("notice").addEventListener("click", hide);
}

function notice(fault) {
  warn(faultWords(fault));
}

/** Show words above everything. */
export function warn(words) {
  const line = document.getElementById("notice");
  line.hidden = false;
  line.textContent = words;
}

function hide(event) {
  event.currentTarget.hidden = true;
}

/** The words of a fault of the form, or its code. */
export function faultWords({ code = "unexpected" }) {
  const words = t(`fault.${code}`);
  return words === `fault.${code}` ? t("fault.other", { code }) : words;
}

/** What the server said when it refused, in its own words: the office asks for the code. */
export function refusalWords({ code, what, advice }) {
  return [code, what, advice].filter(Boolean).join(" · ");
}
