/**
 * What an answer stops: a card that says so at once and aloud, and leads to the numbers.
 * @module
 */
import { desk, formOf } from "../desk.js";
import { button, el } from "../dom.js";
import { control } from "../filling.js";
import { labelOf, t } from "../texts.js";

/** Build the card of a stop, out of sight until its question is answered with yes. @param {Stop} stops */
export function stopCard(stops) {
  return el("div", { class: "stop-card", role: "alert", hidden: true }, el("strong", { text: labelOf(stops.label) }),
    el("p", { text: labelOf(stops.hint) }), button(t("stop.numbers"), () => desk.go("steps"), { icon: "phone", kind: "main wide" }));
}

/** Build the cards of the stops that stand, in sight: whoever begins what a stop forbids is told once more. */
export async function standingStops() {
  const { form } = await formOf(control().sector, control().checklist);
  const cards = form.questions.flatMap((one) => (one.stops && control().answers[one.id] === true ? [stopCard(one.stops)] : []));
  for (const card of cards) card.hidden = false;
  return cards;
}
