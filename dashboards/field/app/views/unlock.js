/**
 * The PIN, without any network.
 * @module
 */
import { desk } from "../desk.js";
import { add, el } from "../dom.js";
import { t } from "../texts.js";
import { pinPad, wrongPin } from "./pin.js";
import { standing } from "./standing.js";
import { keepWords } from "./worker.js";
import * as sync from "../sync.js";
import * as vault from "../vault.js";

/**
 * Ask for the PIN, and say what stands between this device and the office: what is here can be opened all the same.
 * @param {HTMLElement} page
 */
export async function show(page) {
  const pad = pinPad(t("unlock.pin"), async (pin) => {
    const open = await vault.unlock(pin);
    if (!open) {
      if (!(await vault.attemptsLeft())) desk.go("unlock", {}, { replace: true });
      return wrongPin("main");
    }
    await opened(open);
    return null;
  }, { action: t("unlock.go") });
  const isBarred = !(await vault.attemptsLeft());
  add(page, el("h1", { class: "quiet-title", text: t("unlock.title") }), await standing(), !isBarred && pad);
  if (!isBarred) pad.focusInput();
}

/** Go on with an unlocked vault: show what is kept at once, and fetch what is new behind it. @param {OpenVault} open */
export async function opened(open) {
  desk.vault = open;
  desk.package = await sync.package();
  if (!desk.package && navigator.onLine) desk.package = await sync.refreshPackage().catch(() => null);
  await desk.go("start", {}, { replace: true });
  keepWords();
}
