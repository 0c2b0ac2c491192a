/**
 * The way into what is guarded, from a screen that shows some of it: the PIN, and nothing said of what is there.
 * @module
 */
import { unlockedVault } from "../desk.js";
import { button, el } from "../dom.js";
import { t } from "../texts.js";
import { pinPad, wrongPin } from "./pin.js";

/** A button that becomes a pad for the PIN, and calls `opened` once it is open. @param {() => unknown} opened */
export function openingGuarded(opened) {
  const ask = button(t("guarded.open"), () => {
    const pad = pinPad(t("guarded.pin"), async (pin) => {
      if (!(await unlockedVault().unlockSensitive(pin))) return wrongPin();
      opened();
      return null;
    }, { action: t("unlock.go") });
    ask.replaceWith(pad);
    pad.focusInput();
  }, { icon: "lock", kind: "wide" });
  return el("div", {}, ask);
}
