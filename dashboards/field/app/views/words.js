/**
 * What a person says of pay, papers, lodging and freedom, each in one word, always that person's own. What is guarded says
 * only that it was asked: whatever was said, the screen looks the same.
 * @module
 */
import { clear, isGuarded, noteAsked, record, stateOf, words } from "../checks.js";
import { button, el, iconButton, say } from "../dom.js";
import { answer, answersOf, called, PLACE } from "../filling.js";
import { clock } from "../moments.js";
import { labelOf, t } from "../texts.js";
import { faultWords } from "../notice.js";

const APART = "pr_heard_apart";

/**
 * The words of a person's card.
 * @param {string} ref @param {Filled} filled
 * @param {{changed: (check: GridCheck) => unknown, open: (section: string, question?: string) => unknown}} how
 *     `changed` draws what a word changed; `open` leads to where a word differs
 * @returns {{element: HTMLElement|null, draw: () => void}}
 */
export function ownWords(ref, filled, how) {
  const mine = ref === PLACE ? [] : words(filled.form);
  if (!mine.length) return { element: null, draw: () => {} };
  const title = el("h2", { text: t("words.title", { who: called(ref) }) });
  const apart = el("button", { type: "button", class: "button apart", onclick: () => toggle() });
  const asksApart = filled.form.questions.some((one) => one.id === APART);
  const rows = mine.map((check) => word(check, ref, filled, how));

  function toggle() {
    answer(ref, APART, answersOf(ref)[APART] === true ? null : true);
    draw();
  }

  function draw() {
    const isApart = answersOf(ref)[APART] === true;
    apart.setAttribute("aria-pressed", String(isApart));
    apart.textContent = `${isApart ? "✓ " : ""}${t("words.apart")}`;
    rows.forEach((row) => row.draw());
  }

  draw();
  const element = el("section", { class: "talk" }, el("div", { class: "talk-head" }, title, asksApart && apart), rows.map((row) => row.element));
  return { element, draw };
}

/** @param {GridCheck} check @param {string} ref @param {Filled} filled @param {Parameters<typeof ownWords>[2]} how */
function word(check, ref, filled, how) {
  const [way] = check.ways;
  const label = labelOf(check.label);
  const isClosed = isGuarded(check, filled.form);
  const note = el("small", { role: "status" });
  const fault = el("p", { class: "fault", role: "alert" });
  const yes = el("button", { type: "button", class: "button say", onclick: take });
  const other = el("button", { type: "button", class: "button say", onclick: differ });
  const erase = iconButton("", "erase", () => {
    clear(check, ref);
    draw();
    how.changed(check);
  });
  const element = el("div", { class: "word", role: "group", "aria-label": label, data: { word: check.key } },
    el("span", { class: "of" }, label, note), yes, other, erase, fault);

  async function take() {
    const { kind } = stateOf(check, ref, filled);
    if (kind !== "open" && kind !== "partly") return; // clearing has its own sign
    const kept = record(check, way, ref, filled);
    if (!isClosed) draw();
    fault.textContent = (await kept.then(() => "", faultWords)) ?? "";
    draw();
    how.changed(check);
    say(t("grid.recorded", { check: label, who: ref }));
  }

  function differ() {
    if (isClosed) noteAsked(check, ref);
    draw();
    how.open(isClosed ? "guarded" : check.section, Object.keys(way.answers)[0]);
  }

  function draw() {
    const state = stateOf(check, ref, filled);
    const [isYes, isOther] = [state.kind === "order", state.kind === "differs" || state.kind === "partly"];
    press(yes, isYes, labelOf(way.label));
    press(other, isOther, t("grid.other"));
    note.textContent = state.mark ? clock(state.mark.at) : "";
    if (state.kind === "asked") note.textContent = t("words.asked", { at: clock(state.mark?.at) });
    erase.hidden = !isYes;
    const name = t("words.clear", { what: labelOf(way.label) });
    erase.title = name;
    erase.setAttribute("aria-label", name);
  }

  return { element, draw };
}

/** @param {HTMLElement} one @param {boolean} isPressed @param {string} words */
function press(one, isPressed, words) {
  one.setAttribute("aria-pressed", String(isPressed));
  one.textContent = `${isPressed ? "✓ " : ""}${words}`;
}
