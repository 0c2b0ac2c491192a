/**
 * The first minutes: what each was doing when first seen, by whom, at what minute. One tap keeps the minute; the words
 * follow when there is a hand free.
 * @module
 */
import { select } from "../choosing.js";
import { button, chips, el, field, say } from "../dom.js";
import { amend, append, called, entries, nextRef, persons, strike } from "../filling.js";
import { clock } from "../moments.js";
import { t } from "../texts.js";

/** @type {SeenState[]} */
const WAYS = ["not_identified", "fled", "hidden"];
/** @type {SeenState[]} */
const STATES = ["identified", ...WAYS];

/** Three buttons, each of which keeps the minute of its tap. @param {() => unknown} draw */
export function seenNow(draw) {
  return WAYS.map((state) => button(t(`seen.${state}_now`), () => {
    const ref = nextRef("seen", "S");
    append("seen", { ref, state, doing: "", at: clock(), seen_by: "" });
    draw();
    say(t("seen.added", { ref, time: clock() }));
  }, { icon: "add", kind: "tall" }));
}

/** The list with its three one-tap buttons. */
export function seenList() {
  const list = el("ol", { class: "rows seen" });
  const draw = () => list.replaceChildren(...entries("seen").map((one, at) => row(one, at, draw)));
  const now = seenNow(draw);
  draw();
  return el("div", { class: "extra" }, el("h3", { text: t("seen.title") }), el("p", { class: "hint", text: t("seen.why") }),
    el("div", { class: "three" }, now), list);
}

/** @param {Seen} one @param {number} at @param {() => unknown} draw */
function row(one, at, draw) {
  const summary = el("summary", { text: said(one) });
  const box = el("details", {}, summary);
  const line = () => (summary.textContent = said(entries("seen")[at]));
  box.addEventListener("toggle", () => box.open && box.childElementCount === 1 && box.append(...details(at, line, draw)));
  return el("li", {}, box);
}

/** @param {Seen} one */
function said(one) {
  return [one.ref, one.at, t(`seen.${one.state}`), one.person && called(one.person), one.doing].filter(Boolean).join(" · ");
}

/** @param {number} at @param {() => unknown} line @param {() => unknown} draw */
function details(at, line, draw) {
  const one = entries("seen")[at];
  /** @param {Partial<Seen>} fields */
  const change = (fields) => {
    amend("seen", at, fields);
    line();
  };
  /** @param {"doing"|"at"|"seen_by"|"place"} name @param {string} key */
  const typed = (name, key, more = {}) => {
    const input = el("input", { type: "text", maxlength: "200", autocomplete: "off", value: one[name] ?? "", ...more });
    input.addEventListener("input", () => change({ [name]: name === "at" ? input.value || null : input.value }));
    return field(t(key), input);
  };
  const states = STATES.map((key) => ({ key, label: t(`seen.${key}`) }));
  const who = [["", t("seen.unknown")], ...persons().map((person) => [person.ref, called(person.ref)])];
  const pick = select(who, one.person, (person) => {
    const isKnownNow = person && entries("seen")[at].state === "not_identified";
    change(isKnownNow ? { person, state: "identified" } : { person });
  });
  return [
    typed("doing", "seen.doing"),
    typed("at", "seen.at", { type: "time" }),
    typed("seen_by", "seen.seen_by"),
    typed("place", "seen.place"),
    chips(t("seen.state"), states, one.state, (state) => {
      const isNobody = state === "not_identified"; // the office refuses a name beside it
      if (isNobody) pick.value = "";
      change({ state: state ?? entries("seen")[at].state, ...(isNobody ? { person: null } : {}) });
    }),
    field(t("seen.person"), pick),
    button(t("word.remove"), () => { strike("seen", at); draw(); }, { icon: "remove", kind: "quiet" }),
  ];
}
