/**
 * What went wrong, on a line above everything, until it is tapped away: nothing that was not kept may pass unseen.
 * @module
 */
import { part } from "./dom.js";
import { t } from "./texts.js";

/** Show faults that no screen took: of a write, or of anything that nobody waited for. */
export function tellFaults() {
  addEventListener("unhandledrejection", (event) => event.reason?.code && notice(event.reason));
  document.addEventListener("not-kept", (event) => notice(/** @type {CustomEvent} */ (event).detail));
  part("notice").addEventListener("click", () => (part("notice").hidden = true));
}

/** @param {unknown} fault */
function notice(fault) {
  warn(faultWords(fault));
}

/** Show words above everything. @param {string} words */
export function warn(words) {
  const line = part("notice");
  line.hidden = false;
  line.textContent = words;
}

/** The words of a fault of the form, or its code. @param {unknown} caught */
export function faultWords(caught) {
  const { code = "unexpected" } = /** @type {Caught} */ (caught);
  const words = t(`fault.${code}`);
  return words === `fault.${code}` ? t("fault.other", { code }) : words;
}

/** What the server said when it refused, in its own words: the office asks for the code. @param {PlainFault} parts */
export function refusalWords({ code, what, advice }) {
  return [code, what, advice].filter(Boolean).join(" · ");
}
