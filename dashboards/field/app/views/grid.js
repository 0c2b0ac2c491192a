/**
 * The home of a control: persons × checks, and beside them the place's own. An open cell says "in order" at a tap; one that
 * holds something opens its chapter, where it is changed.
 * @module
 */
import { columns, record, stateOf, words } from "../checks.js";
import { desk, draftInHand } from "../desk.js";
import { add, button, el, say } from "../dom.js";
import { called, control, PLACE, personOf, persons } from "../filling.js";
import { buttonsBelow, toTop } from "../frame.js";
import { clock } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { signOf, wordsOf } from "./cell.js";
import { headCount } from "./count_pad.js";
import { placeRows } from "./place_rows.js";
import { copyOffer, stillOpen, wayButtons } from "./ways.js";

/**
 * Show the grid.
 * @param {HTMLElement} page @param {Filled} filled
 * @param {(ref: string, section?: string) => unknown} open a person's card or the place's, at a chapter
 * @param {(ref?: string) => unknown} found somebody new
 */
export function grid(page, filled, open, found) {
  const line = el("p", { class: "lead", role: "status" });
  const body = el("tbody");
  const panel = el("div", { class: "panel stack", hidden: true });
  /** @type {Map<string, () => void>} */
  const rows = new Map();
  const checks = columns(filled.form);
  const heads = checks.map((check) => el("th", { scope: "col" }, button(labelOf(check.head), () => head(check),
    { kind: "head", name: t("grid.column", { check: labelOf(check.label) }) })));

  /** @param {string[]} refs */
  function drawn(refs) {
    refs.forEach((ref) => rows.get(ref)?.());
    tell();
  }

  function tell() {
    const refs = persons().map((one) => one.ref);
    const open = checks.reduce((n, check) => n + stillOpen(check, refs, filled).length, 0);
    const unheard = refs.filter((ref) => spoken(ref, filled) < words(filled.form).length).length;
    line.textContent = t("grid.left", { persons: unheard, cells: open, at: clock(control().entered_at) });
  }

  /** What can be said of a whole column; words of persons are each one's own. @param {GridCheck} check */
  function head(check) {
    const refs = stillOpen(check, persons().map((one) => one.ref), filled);
    const done = (/** @type {string[]} */ all) => {
      hide();
      drawn(all);
      say(t("grid.recorded", { check: labelOf(check.label), who: all.join(", ") }));
    };
    const offers = {
      told: () => [el("p", { text: t("grid.own_words") })],
      shown: () => [copyOffer(check, refs, filled, done) ?? el("p", { text: t("grid.copy_first") })],
      read: () => [wayButtons(check, refs, filled, done)],
      seen: () => [],
    };
    show(labelOf(check.label), offers[check.ground]());
  }

  /** @param {string} title @param {Child[]} parts */
  function show(title, parts) {
    const close = button(t("grid.close"), hide, { icon: "remove", kind: "quiet" });
    panel.replaceChildren();
    add(panel, el("h2", { tabindex: "-1", text: title }), parts, close);
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
    panel.querySelector("h2")?.focus({ preventScroll: true });
  }

  function hide() {
    panel.hidden = true;
    panel.replaceChildren();
  }

  /** A tap on a cell. @param {GridCheck} check @param {string} ref */
  function tapped(check, ref) {
    const state = stateOf(check, ref, filled);
    if (state.kind !== "open") return open(ref, check.section);
    if (check.ways.length === 1) return recorded(check, check.ways[0], ref);
    const done = () => {
      hide();
      drawn([ref]);
    };
    const other = button(t("grid.other"), () => open(ref, check.section), { icon: "pen", kind: "wide" });
    return show(`${called(ref)} · ${labelOf(check.label)}`, [wayButtons(check, [ref], filled, done), other]);
  }

  /** @param {GridCheck} check @param {Way} way @param {string} ref */
  function recorded(check, way, ref) {
    record(check, way, ref, filled);
    drawn([ref]);
    say(t("grid.recorded", { check: labelOf(check.label), who: ref }));
  }

  /** @param {string} ref */
  function row(ref) {
    const told = el("small");
    const who = el("button", { type: "button", class: "who", "aria-label": called(ref), onclick: () => open(ref) },
      el("span", { text: called(ref) }), told);
    const cells = checks.map((check) => el("button", { type: "button", class: "cell", onclick: () => tapped(check, ref) }));
    const why = el("td", { colspan: String(checks.length + 1) });
    const below = el("tr", { class: "why" }, why);
    const draw = () => {
      const states = checks.map((check) => stateOf(check, ref, filled));
      told.textContent = t("grid.words", { n: spoken(ref, filled), of: words(filled.form).length });
      cells.forEach((cell, at) => paint(cell, checks[at], states[at], ref));
      const off = checks.filter((_, at) => states[at].kind === "differs").map((check) => `${labelOf(check.label)} · ${wordsOf(stateOf(check, ref, filled), ref)}`);
      why.textContent = off.join(" — ");
      below.hidden = !off.length;
    };
    rows.set(ref, draw);
    draw();
    return [el("tr", {}, el("th", { scope: "row" }, who), cells.map((cell) => el("td", {}, cell))), below];
  }

  const name = draftInHand().meta.name || labelOf(desk.package?.checklists.find((one) => one.sector === control().sector)?.label);
  const title = el("h1", { class: "card-of", tabindex: "-1", text: name || t("grid.title") });
  const table = el("table", { class: "grid" }, el("caption", { class: "only-heard", text: t("grid.caption") }),
    el("thead", {}, el("tr", {}, el("th", { scope: "col", text: t("grid.one_tap") }), heads)), body);
  add(body, persons().flatMap((one) => row(one.ref)));
  table.hidden = !persons().length;
  tell();
  add(page, title, line, headCount(), table, panel, placeRows(filled, (section) => open(PLACE, section)));
  foot(found);
  toTop();
  return title;
}

/** @param {(ref?: string) => unknown} found */
function foot(found) {
  const here = { draft: control().control_id, ref: PLACE };
  buttonsBelow(
    button(t("control.finish"), () => desk.go("finish", here), { icon: "check" }),
    button(t("control.decision"), () => desk.go("suspicion", here), { icon: "eye" }),
    button(t("control.new_person"), () => found(), { icon: "person", kind: "main" }));
}

/** How many of the words that are a person's own were asked. @param {string} ref @param {Filled} filled */
export function spoken(ref, filled) {
  return words(filled.form).filter((check) => stateOf(check, ref, filled).kind !== "open").length;
}

/** @param {HTMLButtonElement} cell @param {GridCheck} check @param {CheckState} state @param {string} ref */
function paint(cell, check, state, ref) {
  cell.className = `cell ${state.kind}`;
  cell.textContent = signOf(state);
  cell.setAttribute("aria-label", `${labelOf(check.label)}, ${personOf(ref)?.ref ?? ref}: ${wordsOf(state, ref)}`);
}
