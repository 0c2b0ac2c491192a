/**
 * The inputs by kind of question. Nothing is ever chosen beforehand: an answer is the inspector's tap or nothing.
 * Each gives {element, put}; `put` shows a value that came from elsewhere.
 * @module
 */
import { yesNo } from "../choosing.js";
import { button, chips, el, field, freshId } from "../dom.js";
import { identifyNumber } from "../identifiers.js";
import { clock, day } from "../moments.js";
import { NUMBERS } from "../readings.js";
import { labelOf, t } from "../texts.js";
import { scanButton } from "./scan.js";

const LONGEST = 64; // signs of a number

/** @type {MakeInput} */
function twoButtons(one, label, value, changed) {
  return chosen(yesNo(label, /** @type {boolean|null} */ (value), changed));
}

/** @type {MakeInput} */
function choice(one, label, value, changed) {
  return chosen(chips(label, choicesOf(one), /** @type {string|null} */ (value), changed));
}

/** @type {MakeInput} */
function choices(one, label, value, changed) {
  return chosen(chips(label, choicesOf(one), /** @type {string[]|null} */ (value), (keys) => changed(keys.length ? keys : null), { many: true }));
}

/** @param {Question} one */
function choicesOf(one) {
  return one.choices.map((made) => ({ key: made.key, label: labelOf(made.label) }));
}

/** @param {Choices<any>} element @returns {QuestionInput} */
function chosen(element) {
  return { element, put: element.choose };
}

/** Large − and + around a number; from blank, − says "none" in one tap. @type {MakeInput} */
function integer(one, label, value, changed) {
  const digits = { type: "text", inputmode: "numeric", pattern: "[0-9]*", maxlength: "7", class: "number" };
  const input = el("input", { ...digits, value: value ?? "" });
  const read = () => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : null);
  const tell = () => changed(read());
  /** @param {number} by */
  const step = (by) => {
    const before = read();
    input.value = String(Math.max(0, (before ?? 0) + by));
    tell();
  };
  input.addEventListener("input", tell);
  const row = el("div", { class: "counter" },
    button("−", () => step(-1), { kind: "key", name: t("input.less", { label }) }), input,
    button("+", () => step(1), { kind: "key", name: t("input.more", { label }) }));
  return { element: labelled(label, input, row), put: (given) => (input.value = String(given ?? "")) };
}

/** @type {MakeInput} */
function number(one, label, value, changed) {
  const digits = { type: "text", inputmode: "decimal", maxlength: "14", class: "number" };
  const input = el("input", { ...digits, value: shownNumber(value) });
  input.addEventListener("input", () => changed(readNumber(input.value)));
  return { element: field(label, input), put: (given) => (input.value = shownNumber(given)) };
}

/** @param {Answer} value */
function shownNumber(value) {
  return value == null ? "" : String(value).replace(".", ",");
}

/** Read a number with a comma or a point; null for anything else. @param {string} text */
export function readNumber(text) {
  const plain = text.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** @type {MakeInput} */
function text(one, label, value, changed) {
  const input = el("textarea", { rows: "2", maxlength: "10000", value: value ?? "", autocomplete: "off" });
  input.addEventListener("input", () => changed(input.value.trim() ? input.value : null));
  return { element: field(label, input), put: (given) => (input.value = String(given ?? "")) };
}

/** @type {MakeInput} */
function time(one, label, value, changed) {
  return withNow("time", label, value, changed, t("input.now"), clock);
}

/** @type {MakeInput} */
function date(one, label, value, changed) {
  return withNow("date", label, value, changed, t("input.today"), day);
}

/**
 * @param {string} type @param {string} label @param {Answer} value @param {(value: string|null) => unknown} changed
 * @param {string} words @param {() => string} current
 */
function withNow(type, label, value, changed, words, current) {
  const input = el("input", { type, value: value ?? "" });
  input.addEventListener("input", () => changed(input.value || null));
  /** @param {Answer} given */
  const put = (given) => (input.value = String(given ?? ""));
  const press = () => {
    put(current());
    changed(input.value);
  };
  const row = el("div", { class: "with-now" }, input, button(words, press, { icon: "clock", name: `${words}: ${label}` }));
  return { element: labelled(label, input, row), put };
}

/** @type {MakeInput} */
function identifier(one, label, value, changed) {
  const made = numberField(label, value, (typed) => changed(typed.trim() || null));
  return { element: made.element, put: made.put };
}

/**
 * A field for a number, typed or read by the camera, with what kind of number it is said as it is typed; anything may
 * stand in it.
 * @param {string} label @param {Answer} value @param {(typed: string) => unknown} changed @param {Wanted} [wanted] of a code
 */
export function numberField(label, value, changed, wanted = { kinds: NUMBERS, texts: LONGEST }) {
  const input = el("input", { type: "text", maxlength: LONGEST, value: value ?? "", autocomplete: "off", spellcheck: "false" });
  const kind = el("p", { class: "hint", "aria-live": "polite" });
  const tell = () => {
    const words = kindWords(input.value);
    if (kind.textContent !== words) kind.textContent = words;
  };
  const told = () => {
    changed(input.value);
    tell();
  };
  /** @param {Answer} given */
  const put = (given) => {
    input.value = String(given ?? "");
    tell();
  };
  const scanned = scanButton(label, wanted, (text) => {
    put(text);
    changed(text);
  });
  input.addEventListener("input", told);
  tell();
  const element = labelled(label, input, el("div", { class: "with-scan" }, input, scanned));
  element.append(kind);
  return { element, put };
}

/** @param {string} typed */
function kindWords(typed) {
  if (typed.replace(/\D/g, "").length < 7) return "";
  const kind = identifyNumber(typed);
  return kind ? `✓ ${t(`number.${kind}`)}` : t("number.none");
}

/** @param {string} label @param {HTMLInputElement} input @param {HTMLElement} row */
function labelled(label, input, row) {
  input.id = freshId();
  return el("div", { class: "field" }, el("label", { for: input.id, text: label }), row);
}

/** @type {Record<QuestionKind, MakeInput>} */
export const INPUTS = { yes_no: twoButtons, choice, choices, integer, number, text, time, date, identifier };
