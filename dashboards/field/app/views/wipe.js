/**
 * Taking everything off this device: said twice, with what would be lost; and where something would, behind the PIN, since
 * whoever holds the telephone for a moment may want it gone.
 * @module
 */
import { desk, emptyDesk } from "../desk.js";
import { add, button, el } from "../dom.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { pinPad, wrongPin } from "./pin.js";
import * as drafts from "../drafts.js";
import * as vault from "../vault.js";

/** Ask, and wipe. @param {HTMLElement} page */
export async function show(page) {
  const kept = (await drafts.listDrafts()).filter((draft) => draft.state !== "sent").length;
  const sure = el("input", { type: "checkbox" });
  const go = button(t("wipe.go"), () => (kept ? ask() : wiped()), { icon: "erase", kind: "danger wide", disabled: true });
  sure.addEventListener("change", () => (go.disabled = !sure.checked));
  add(page, heading(t("wipe.title")),
    el("p", { text: t("wipe.what") }), kept > 0 && el("p", { class: "fault", text: t("wipe.lost", { n: kept }) }),
    el("div", { class: "plain-list" }, el("label", {}, sure, t("wipe.sure"))), go);

  function ask() {
    const pad = pinPad(t("unlock.pin"), async (pin) => ((await vault.isPin(pin)) ? wiped() : wrongPin("main")), { action: t("wipe.go") });
    go.replaceWith(pad);
    pad.focusInput();
  }
}

/** What is said then, and why, is every page's (main.js). */
async function wiped() {
  emptyDesk();
  await vault.wipe();
  return null;
}
