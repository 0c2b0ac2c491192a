/**
 * The few words that every screen builds its elements with; nothing here knows the control.
 * @module
 */
import { path } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element: `class`, `text`, `on…` handlers, `data` and attributes in one object, then its children.
 * No inline style and no markup from text: the page runs under a strict content policy.
 * @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {Props} [props] @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(made, name, value);
  add(made, ...children);
  return made;
}

/** Put children into an element; what is not there is left out. @param {Element} into @param {...Child} children */
export function add(into, ...children) {
  into.append(...children.flat().filter(isThere));
}

/** @param {Child} child @returns {child is Node|string} */
function isThere(child) {
  return child != null && child !== false;
}

/** @param {HTMLElement} made @param {string} name @param {any} value */
function set(made, name, value) {
  if (value == null || value === false) return;
  if (name === "class") made.className = value;
  else if (name === "text") made.textContent = value;
  else if (name === "data") Object.assign(made.dataset, value);
  else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "disabled") Object.assign(made, { [name]: value });
  else made.setAttribute(name, value === true ? "" : value);
}

/** Make a drawing that says nothing to a screen reader: the words beside it do. @param {string} name */
export function icon(name) {
  return drawing(path(name), "icon");
}

/** Make a drawing of given lines. @param {string} lines @param {string} kind */
export function drawing(lines, kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", kind);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", lines);
  svg.append(line);
  return svg;
}

/**
 * Make a button of words, with a drawing before them if it has one.
 * @param {string} words @param {() => unknown} onclick
 * @param {{icon?: string, kind?: string, name?: string, disabled?: boolean}} [how]
 *        `name`: what a screen reader says where the words alone are not enough
 */
export function button(words, onclick, how = {}) {
  const props = { type: "button", class: `button ${how.kind ?? ""}`, "aria-label": how.name, disabled: how.disabled };
  return el("button", { ...props, onclick }, how.icon && icon(how.icon), el("span", { text: words }));
}

/**
 * Make a square button that shows a drawing only.
 * @param {string} words its name
 * @param {string} name the drawing's
 * @param {() => unknown} onclick
 */
export function iconButton(words, name, onclick, more = "") {
  return el("button", { type: "button", class: `square ${more}`, "aria-label": words, title: words, onclick }, icon(name));
}

let lastId = 0;

/** Give an id that nothing else on the page has. */
export function freshId(prefix = "f") {
  lastId += 1;
  return `${prefix}${lastId}`;
}

/**
 * Put a label above an input and say which belongs to which.
 * @param {string} words @param {HTMLElement} input
 * @param {...Node} more what stands below it
 */
export function field(words, input, ...more) {
  input.id ||= freshId();
  return el("div", { class: "field" }, el("label", { for: input.id, text: words }), input, ...more);
}

/**
 * Make a row of large one-tap choices. They are real radio buttons or boxes, so that keyboard and screen reader know
 * them; a later tap on a radio takes the answer back, because a mistaken tap must not stay. So does the key Delete, since
 * a keyboard cannot press a radio that is on; a double tap takes nothing back (taps.js).
 * @template {string|boolean} K
 * @overload
 * @param {string} legend @param {Choice<K>[]} choices @param {K[]|null|undefined} chosen
 * @param {(keys: K[]) => unknown} changed @param {ChoicesHow & {many: true}} how
 * @returns {Choices<K[]>}
 */
/**
 * @template {string|boolean} K
 * @overload
 * @param {string} legend @param {Choice<K>[]} choices @param {K|null|undefined} chosen
 * @param {(key: K|null) => unknown} changed @param {ChoicesHow & {many?: false}} [how]
 * @returns {Choices<K>}
 */
/**
 * @param {string} legend @param {Choice<any>[]} choices
 * @param {any} chosen a key, or an array of keys when `many`
 * @param {(value: any) => unknown} changed gets a key, null, or an array
 * @param {ChoicesHow} [how]
 */
export function chips(legend, choices, chosen, changed, how = {}) {
  const name = freshId("c");
  const row = el("div", { class: `chips ${how.kind ?? ""}` });
  const boxes = choices.map(({ key, label }) => {
    const checked = how.many ? (chosen ?? []).includes(key) : chosen === key;
    const box = el("input", { type: how.many ? "checkbox" : "radio", name, checked, "aria-keyshortcuts": !how.many && "Delete" });
    const taken = () => {
      for (const { box: other } of boxes) other.dataset.on = other.checked ? "1" : "";
      const keys = boxes.filter((one) => one.box.checked).map((one) => one.key);
      changed(how.many ? keys : (keys[0] ?? null));
    };
    const back = () => {
      box.checked = false;
      taken();
    };
    box.addEventListener("click", () => (!how.many && box.dataset.on === "1" ? back() : taken()));
    box.addEventListener("keydown", ({ key }) => !how.many && box.checked && ["Delete", "Backspace"].includes(key) && back());
    box.dataset.on = checked ? "1" : "";
    row.append(el("label", { class: "chip" }, box, el("span", { text: label })));
    return { key, box };
  });
  const legendClass = how.hideLegend ? "only-heard" : "";
  const set = el("fieldset", { class: "choices" }, el("legend", { class: legendClass, text: legend }), row);
  /** @param {any} value a key, or an array of keys when `many` */
  const choose = (value) => {
    for (const { key, box } of boxes) {
      box.checked = how.many ? (value ?? []).includes(key) : key === value;
      box.dataset.on = box.checked ? "1" : "";
    }
  };
  return Object.assign(set, { choose });
}

/** Say something to those who hear the page; nothing moves on it. @param {string|null} words */
export function say(words) {
  part("spoken").textContent = words;
}

/** Give a part of the page that index.html holds. @param {"bar"|"foot"|"notice"|"page"|"spoken"|"strips"} id */
export function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
