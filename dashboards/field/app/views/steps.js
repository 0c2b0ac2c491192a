/**
 * The card of steps: neutral to look at, each step one tap with its time, whom one reached, and the numbers to call.
 * Without a control in hand it shows the numbers only.
 * @module
 */
import { select } from "../choosing.js";
import { desk } from "../desk.js";
import { add, button, el, field, icon, say } from "../dom.js";
import { areaOf, ended, numbersOf } from "../calls.js";
import { amend, append, called, entries, persons, strike } from "../filling.js";
import { clock, now } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { dial } from "./calls.js";
import { heading } from "./heading.js";

/** @typedef {import("../calls.js").Numbered} Numbered */

/** Show every step; what was done stands under it. @param {HTMLElement} page */
export function show(page) {
  const steps = desk.package?.card?.steps ?? [];
  const body = el("ol", { class: "steps" });
  const choose = el("div", {});
  /** @param {string|null} area */
  const draw = (area) => {
    /** @type {(() => void)[]} */
    const lists = [];
    body.replaceChildren(...steps.map((step) => stepItem(step, area, lists)));
  };
  add(page, heading(t("steps.title")), choose, body);
  const area = areaOf();
  if (!area) choose.append(areaChoice(draw));
  draw(area);
}

/** @param {(area: string) => void} draw */
function areaChoice(draw) {
  const areas = (desk.package?.areas ?? []).map((area) => el("option", { value: area.key, text: labelOf(area.label) }));
  const pick = el("select", {}, el("option", { value: "", text: "–" }), areas);
  pick.addEventListener("change", () => draw(pick.value));
  return field(t("steps.area"), pick);
}

/**
 * `lists` redraw the records of every step: a record is known by its place, which moves when one of another step goes.
 * @param {CardStep} step @param {string|null} area @param {(() => void)[]} lists
 */
function stepItem(step, area, lists) {
  const numbers = numbersOf(step, area);
  const taken = el("ul", { class: "rows" });
  const removed = () => lists.forEach((drawn) => drawn());
  const draw = () => taken.replaceChildren(...takenOf(step).map((one) => record(one, removed)));
  lists.push(draw);
  if (desk.draft) draw();
  return el("li", { class: "card", data: { step: step.key } },
    el("h2", {}, icon(step.role ? "phone" : "check"), el("span", { text: labelOf(step.label) })),
    step.when && step.when !== "always" && el("p", { class: "hint", text: t(`steps.when_${step.when}`) }),
    el("p", { class: "hint", text: labelOf(step.hint) }),
    numbers.length > 0 && el("ul", { class: "numbers" }, numbers.map((one) => el("li", {}, number(step, one, draw)))),
    step.role && area && !numbers.length && el("p", { class: "needs", text: t("steps.no_number") }),
    step.key === "brochure" && desk.draft && brochure(),
    desk.draft && el("div", { class: "row" }, actions(step, numbers, draw)),
    taken);
}

/** @param {CardStep} step */
function takenOf(step) {
  return entries("steps").map((one, index) => ({ ...one, index })).filter((one) => one.step === step.key);
}

function brochure() {
  return button(t("brochure.show"), () => desk.go("brochure"), { icon: "list", kind: "wide" });
}

/** With a control in hand the tap that dials notes the call. @param {CardStep} step @param {DutyNumber} one @param {() => unknown} noted */
function number(step, one, noted) {
  const words = [labelOf(one.label), labelOf(one.hours)].filter(Boolean).join(" · ");
  return el("div", { class: "number-line" },
    dial(step, one, [icon("phone"), el("span", { text: one.number })], "button main tel", noted, desk.draft !== null),
    el("span", { class: "hint", text: words }),
    one.to_verify && el("span", { class: "needs", text: t("steps.to_verify") }));
}

/** @param {CardStep} step @param {DutyNumber[]} numbers @param {() => unknown} draw */
function actions(step, numbers, draw) {
  const outcomes = step.role ? ["reached", "no_answer", "not_needed"] : ["done", "not_needed"];
  return outcomes.map((outcome) => button(t(`steps.${outcome}`), () => {
    const rung = outcome === "not_needed" ? "" : (numbers[0]?.number ?? "");
    append("steps", { step: step.key, at: now(), outcome, who: "", number: rung, note: "" });
    draw();
    say(t("steps.kept", { step: labelOf(step.label), time: clock() }));
  }, { kind: outcome === "not_needed" ? "quiet" : "", name: `${t(`steps.${outcome}`)}: ${labelOf(step.label)}` }));
}

/** @param {Numbered} one @param {() => void} removed */
function record(one, removed) {
  /** @param {"who"|"number"|"note"} name @param {string} key @param {"input"|"textarea"} tag */
  const typed = (name, key, tag = "input") => {
    const size = tag === "input" ? { maxlength: "200" } : { maxlength: "10000", rows: "3" };
    const input = el(tag, { ...size, autocomplete: "off", value: one[name] ?? "" });
    input.addEventListener("input", () => amend("steps", one.index, { [name]: input.value }));
    return field(t(key), input);
  };
  const isNew = one.index === entries("steps").length - 1;
  const isOpen = one.outcome === "rung";
  const ends = /** @type {const} */ (["reached", "no_answer"]).map((outcome) => button(t(`calls.was_${outcome}`), () => {
    ended(one.index, outcome);
    removed();
  }));
  const words = [clock(one.at), t(`steps.${one.outcome}`), one.who, one.person && called(one.person)];
  return el("li", {}, el("details", { class: "record", open: isNew }, el("summary", { text: words.filter(Boolean).join(" · ") }),
    isOpen && el("div", { class: "row" }, ends), typed("who", "steps.who"), typed("number", "steps.number"), typed("note", "steps.note", "textarea"), about(one),
    button(t("word.remove"), () => { strike("steps", one.index); removed(); }, { icon: "remove", kind: "quiet" })));
}

/** @param {Numbered} one */
function about(one) {
  if (!persons().length) return null;
  const options = [["", t("steps.everybody")], ...persons().map((person) => [person.ref, called(person.ref)])];
  return field(t("steps.person"), select(options, one.person, (person) => amend("steps", one.index, { person })));
}
