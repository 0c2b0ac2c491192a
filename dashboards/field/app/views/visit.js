/**
 * What every control says of itself: when somebody entered, on which day the facts lie, in which language the report is.
 * @module
 */
import { draftInHand } from "../desk.js";
import { chips, el, field } from "../dom.js";
import { control, put } from "../filling.js";
import { clock, day, momentNear, momentWords } from "../moments.js";
import { LANGUAGES, t } from "../texts.js";

const REPORTS = ["fr", "nl", "de"];

/** The fields of the visit, folded away: they are filled when the control begins. */
export function visit() {
  const raw = control();
  const entered = el("input", { type: "time", value: clock(raw.entered_at) });
  const on = el("p", { class: "hint", role: "status", text: momentWords(raw.entered_at) });
  entered.addEventListener("change", () => entered.value && enter(momentNear(entered.value, draftInHand().meta.started_at)));
  const facts = el("input", { type: "date", value: raw.facts_on, max: day() });
  facts.addEventListener("change", () => facts.value && put(["facts_on"], facts.value));
  const languages = REPORTS.map((key) => ({ key, label: LANGUAGES[key] }));
  /** @param {string|null} chosen */
  const keep = (chosen) => chosen && put(["report_language"], chosen);
  const report = chips(t("visit.report_language"), languages, raw.report_language, keep);
  const where = raw.position ? t("visit.position", { m: raw.position.accuracy_m ?? "?" }) : t("visit.no_position");
  return el("details", { class: "extra" }, el("summary", { text: t("visit.title", { time: clock(raw.entered_at) }) }),
    field(t("visit.entered_at"), entered, on), field(t("visit.facts_on"), facts), report, el("p", { class: "hint", text: where }));

  /**
   * A time before midnight lies on the day before: the day is shown, and the facts follow where they were of that day.
   * @param {Moment} moment
   */
  function enter(moment) {
    if (raw.facts_on === day(raw.entered_at) && raw.facts_on !== day(moment)) {
      facts.value = day(moment);
      put(["facts_on"], facts.value);
    }
    on.textContent = momentWords(moment);
    put(["entered_at"], moment);
  }
}
