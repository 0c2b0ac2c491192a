/**
 * A field for a PIN with large keys under it; a keyboard works as well as a thumb.
 * @module
 */
import { button, el, field } from "../dom.js";
import { t } from "../texts.js";
import { attemptsLeft } from "../vault.js";

export const SHORTEST = 6;

/** Give the words for a wrong PIN; those of the guarded part are counted by themselves. @param {SectionName} which */
export async function wrongPin(which = "sensitive") {
  const n = await attemptsLeft(which);
  return n ? t("unlock.left", { n }) : t("unlock.barred");
}

/**
 * @param {string} label
 * @param {(pin: string) => Promise<string|null>} done gets the PIN; gives words to show when it was refused
 * @param {{action: string, kind?: string}} how the words on the button that goes on
 */
export function pinPad(label, done, how) {
  const input = el("input", {
    type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "12", class: "pin",
    pattern: "[0-9]*", required: true,
  });
  const said = el("p", { class: "fault", role: "alert" });
  const go = button(how.action, () => {}, { kind: "main" });
  go.type = "submit";
  const asked = field(label, input);
  const form = el("form", { class: "pad", onsubmit: (event) => sent(event) },
    asked, said, el("div", { class: "keys" }, keys(input)), go);

  /** @param {SubmitEvent} event */
  async function sent(event) {
    event.preventDefault();
    if (go.disabled || input.value.length < SHORTEST) {
      said.textContent = go.disabled ? "" : t("pin.too_short", { n: SHORTEST });
      return;
    }
    go.disabled = true;
    said.textContent = t("pin.checking");
    const fault = await done(input.value);
    go.disabled = false;
    input.value = "";
    said.textContent = fault ?? "";
    if (fault && form.isConnected) input.focus();
  }

  const relabel = (/** @type {string} */ words) => asked.querySelector("label")?.replaceChildren(words);
  return Object.assign(form, { relabel, focusInput: () => input.focus() });
}

/** @param {HTMLInputElement} input */
function keys(input) {
  /** @param {number} n */
  const digit = (n) => button(String(n), () => type(input, String(n)), { kind: "key" });
  const erase = button("⌫", () => (input.value = input.value.slice(0, -1)), { kind: "key", name: t("pin.erase") });
  return [...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit), el("span"), digit(0), erase];
}

/** @param {HTMLInputElement} input @param {string} digit */
function type(input, digit) {
  if (input.value.length < input.maxLength) input.value += digit;
}
