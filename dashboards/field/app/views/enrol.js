/**
 * The first screen on a device: the one-time code, the inspector's number, then a PIN typed twice. On a device that holds
 * something already a new code changes nothing but that the office knows it again.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { faultWords } from "../notice.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import { languageChoice } from "./language.js";
import { pinPad } from "./pin.js";
import { telephoneStep } from "./telephone.js";
import { opened } from "./unlock.js";
import * as sync from "../sync.js";
import * as vault from "../vault.js";

/** Ask for the code; it may have come with the address of the QR, from which it is taken away at once. @param {HTMLElement} page */
export async function show(page) {
  const isAgain = await vault.isCreated();
  const code = el("input", {
    type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true, maxlength: "80",
    value: fromAddress(),
  });
  const label = el("input", { type: "text", autocomplete: "off", maxlength: "60", value: deviceWords() });
  const said = el("p", { class: "fault", role: "alert" });
  const go = button(t("enrol.next"), () => {}, { kind: "main" });
  go.type = "submit";
  const form = el("form", { class: "narrow", onsubmit: (event) => sent(event) },
    field(t("enrol.code"), code), field(t("enrol.label"), label), said, go);
  add(page, isAgain ? heading(t("enrol.again_title")) : el("h1", { text: t("enrol.title") }), languageChoice(),
    isAgain && el("p", { text: t("enrol.again_why") }), el("p", { text: t("enrol.why") }), form);

  /** @param {SubmitEvent} event */
  async function sent(event) {
    event.preventDefault();
    go.disabled = true;
    said.textContent = "";
    try {
      await (isAgain ? again : first)(code.value.trim(), label.value.trim());
    } catch (fault) {
      go.disabled = false;
      said.textContent = refusal(fault);
    }
  }

  /** @param {string} code @param {string} label */
  async function first(code, label) {
    const device = await sync.enrol(code, label);
    const step = telephoneStep(device.telephone, (telephone) => choosePin(page, device, telephone));
    page.replaceChildren(el("h1", { text: t("telephone.title") }), step);
    step.querySelector("input")?.focus();
  }
}

/** A new code for what is here: then the PIN again, or on with what is open. @param {string} code @param {string} label */
async function again(code, label) {
  await sync.renew(code, label);
  sync.run({ now: true });
  await desk.go(desk.vault ? "start" : "unlock", {}, { replace: true });
}

/** @param {unknown} caught */
function refusal(caught) {
  const { code = "" } = /** @type {Caught} */ (caught);
  if (code === "other_user") return faultWords(caught);
  return navigator.onLine ? `${t("enrol.refused")} ${code}` : t("enrol.offline");
}

/** @param {HTMLElement} page @param {Me} device @param {string|null} telephone */
function choosePin(page, device, telephone) {
  /** @type {string|null} */
  let first = null;
  const pad = pinPad(t("pin.choose"), async (pin) => {
    if (first === null) {
      first = pin;
      pad.relabel(t("pin.again"));
      pad.focusInput();
      return null;
    }
    if (pin !== first) {
      first = null;
      pad.relabel(t("pin.choose"));
      return t("pin.differs");
    }
    const open = await vault.create(pin);
    await vault.belongsTo(device);
    if (telephone) await sync.keepNumber(telephone);
    await opened(open);
    return null;
  }, { action: t("pin.next") });
  page.replaceChildren(el("h1", { text: t("enrol.pin_title") }), el("p", { text: t("enrol.pin_why") }), pad);
  pad.focusInput();
}

/** Only what stands behind the # is read: that part of an address never reaches a server or its logs. */
function fromAddress() {
  const said = new URLSearchParams(location.hash.slice(1)).get("enrol") ?? "";
  if (said) history.replaceState(history.state, "", location.pathname);
  return said;
}

/** What a device is called until its owner says more: its kind and its browser, as far as they tell; never a language. */
function deviceWords() {
  const agent = navigator.userAgent;
  const kind = /Android|iPhone|iPad|Windows|Macintosh|CrOS|Linux/.exec(agent)?.[0];
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0].replace("Edg", "Edge");
  return [kind, browser].filter(Boolean).join(" · ");
}
