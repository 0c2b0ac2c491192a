/**
 * What is guarded apart: it opens with the PIN, closes by itself after two minutes without use, and says nothing of
 * what it holds while it is closed.
 * @module
 */
import { select } from "../choosing.js";
import { desk, unlockedVault } from "../desk.js";
import { button, el, field } from "../dom.js";
import { personOf, PLACE, putPerson } from "../filling.js";
import { labelOf, t } from "../texts.js";
import { consent } from "./consent.js";
import { pinPad, wrongPin } from "./pin.js";
import { tongueOf } from "./tongues.js";

const LOOK_EVERY_MS = 2_000;
const NOW_AT = ["with_police", "with_centre", "stayed", "left", "unknown"];
const REACHED_BY = ["telephone", "message", "in_person", "through"];
/** @type {("reach_through"|"reach_when")[]} */
const REACH_WORDS = ["reach_through", "reach_when"];

/**
 * Build the guarded part of a card.
 * @param {{ref: string, form: Form, questions: Question[], make: (one: Question) => HTMLElement,
 *         drop: (all: Question[]) => void, shown: () => void}} how
 */
export function guarded({ ref, form, questions, make, drop, shown }) {
  const heading = el("h2", { id: "s-guarded", tabindex: "-1", text: t("guarded.title") });
  const body = el("div", { class: "stack" });
  const element = el("section", { class: "chapter", "aria-labelledby": heading.id }, heading, body);
  /** @type {boolean|null} */
  let isShown = null;

  function draw() {
    if (!desk.vault || isShown === desk.vault.isSensitiveOpen) return;
    isShown = desk.vault.isSensitiveOpen;
    drop(questions);
    body.replaceChildren(...(isShown ? opened() : [closed()]));
    if (isShown) requestAnimationFrame(shown);
  }

  function closed() {
    const ask = button(t("guarded.open"), () => {
      const pad = pinPad(t("guarded.pin"), async (pin) => {
        const isOpen = await unlockedVault().unlockSensitive(pin);
        if (isOpen) draw();
        return isOpen ? null : wrongPin();
      }, { action: t("unlock.go") });
      ask.replaceWith(pad);
      pad.focusInput();
    }, { icon: "lock", kind: "wide" });
    return ask;
  }

  function opened() {
    const lock = button(t("guarded.lock"), () => {
      unlockedVault().lockSensitive();
      draw();
    }, { icon: "lock" });
    const parts = form.sections.map((section) => {
      const mine = questions.filter((one) => one.section === section.key);
      return mine.length ? [el("h3", { text: labelOf(section.label) }), ...mine.map(make)] : [];
    });
    return [lock, ...parts.flat(), ...whereabouts(ref), ...(ref === PLACE ? [] : [consent(ref)])];
  }

  draw();
  const watch = setInterval(draw, LOOK_EVERY_MS);
  return { element, close: () => clearInterval(watch) };
}

/** @param {string} ref */
function whereabouts(ref) {
  if (ref === PLACE) return [];
  const input = el("textarea", { rows: "2", maxlength: "2000", value: personOf(ref)?.whereabouts ?? "" });
  input.addEventListener("input", () => putPerson(ref, "whereabouts", input.value));
  return [
    field(t("person.now_at"), oneOf(ref, "now_at", NOW_AT)),
    field(t("person.whereabouts"), input),
    field(t("person.reach_how"), oneOf(ref, "reach_how", REACHED_BY)),
    ...REACH_WORDS.map((name) => field(t(`person.${name}`), line(ref, name))),
    field(t("person.reach_language"), tongueOf(personOf(ref)?.reach_language, (tag) => putPerson(ref, "reach_language", tag))),
  ];
}

/** @param {string} ref @param {"now_at"|"reach_how"} name @param {string[]} keys */
function oneOf(ref, name, keys) {
  const family = name === "now_at" ? "now_at" : "reach";
  const options = [["", "–"], ...keys.map((key) => [key, t(`${family}.${key}`)])];
  return select(/** @type {[string, string][]} */ (options), personOf(ref)?.[name] ?? "", (key) => putPerson(ref, name, key || null));
}

/** @param {string} ref @param {"reach_through"|"reach_when"} name */
function line(ref, name) {
  const input = el("input", { maxlength: "200", value: personOf(ref)?.[name] ?? "" });
  input.addEventListener("input", () => putPerson(ref, name, input.value.trim() || null));
  return input;
}
