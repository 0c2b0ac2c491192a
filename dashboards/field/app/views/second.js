/**
 * A PIN of its own for the guarded part: the present one, then the new one twice. Until then one PIN opens both.
 * @module
 */
import { desk, unlockedVault } from "../desk.js";
import { add, el, say } from "../dom.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { pinPad, wrongPin } from "./pin.js";

/** Ask three times on one pad; a wrong present PIN is counted, as everywhere. @param {HTMLElement} page */
export function show(page) {
  /** @type {string[]} */
  const typed = [];
  const labels = ["second.present", "second.fresh", "pin.again"];
  const pad = pinPad(t(labels[0]), async (pin) => {
    typed.push(pin);
    const fault = typed.length === labels.length ? await change(typed) : null;
    if (fault) typed.length = 0;
    pad.relabel(t(labels[typed.length % labels.length]));
    if (!fault) pad.focusInput();
    return fault;
  }, { action: t("pin.next") });
  add(page, heading(t("second.title")), el("p", { text: t("second.why") }), pad);
}

/** @param {string[]} parts */
async function change([present, fresh, again]) {
  if (fresh !== again) return t("pin.differs");
  if (!(await unlockedVault().changeSensitivePin(present, fresh))) return wrongPin();
  say(t("second.done"));
  desk.back();
  return null;
}
