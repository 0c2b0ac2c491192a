/**
 * The way into what is guarded, from a screen that shows some of it: the PIN, and nothing said of what is there.
 * @module
 */
import { desk, unlockedVault } from "../desk.js";
import { button, el } from "../dom.js";
import { t } from "../texts.js";
import { pinPad, wrongPin } from "./pin.js";

const LOOK_EVERY_MS = 2_000;

/**
 * Draw anew whenever what is guarded opens or closes: it closes by itself, and nothing of it may stay on the page.
 * @param {() => unknown} draw
 * @returns {() => void} what is to be done when the screen is left
 */
export function whenItCloses(draw) {
  let isOpen = Boolean(desk.vault?.isSensitiveOpen);
  const watch = setInterval(() => {
    if (!desk.vault || isOpen === desk.vault.isSensitiveOpen) return;
    isOpen = desk.vault.isSensitiveOpen;
    draw();
  }, LOOK_EVERY_MS);
  return () => clearInterval(watch);
}

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
