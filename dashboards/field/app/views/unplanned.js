/**
 * A control that nobody planned: sector and place in a few taps, the number of the workplace if it is known.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, chips, el, field } from "../dom.js";
import { identifyNumber } from "../identifiers.js";
import { LANGUAGES, labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { begin } from "./beginning.js";
import { scanButton } from "./scan.js";

const REPORTS = ["fr", "nl", "de"];
const ORIGINS = ["own_initiative", "complaint", "police", "auditorate", "other_service"];

/** Ask what a control cannot do without, and begin. @param {HTMLElement} page */
export function show(page) {
  /** @type {{sector: string|null, origin: string|null, report: string|null}} */
  const made = { sector: null, origin: null, report: null };
  const lists = (desk.package?.checklists ?? []).map((list) => ({ key: list.sector, label: labelOf(list.label) }));
  const places = desk.package?.places ?? [];
  const list = el("datalist", { id: "places" }, places.flatMap(options));
  const pick = el("input", { type: "text", list: "places", autocomplete: "off", maxlength: "80" });
  const placed = () => places.find((place) => namesOf(place).some((name) => sameName(name, pick.value)));
  const languages = REPORTS.map((key) => ({ key, label: LANGUAGES[key] }));
  const report = chips(t("visit.report_language"), languages, null, (key) => (made.report = key));
  pick.addEventListener("input", () => spokenAt(placed()));
  const number = el("input", { type: "text", maxlength: "44", autocomplete: "off", spellcheck: "false" });
  const scanned = scanButton(t("unplanned.number"), { kinds: ["establishment"], texts: 40 }, (text) => (number.value = text));
  const name = el("input", { type: "text", maxlength: "120", autocomplete: "off" });
  const said = el("p", { class: "fault", role: "alert" });
  add(page, heading(t("unplanned.title")),
    chips(t("unplanned.sector"), lists, null, (key) => (made.sector = key)),
    chips(t("unplanned.origin"), ORIGINS.map((key) => ({ key, label: t(`origin.${key}`) })), null, (key) => (made.origin = key)),
    el("p", { class: "hint", text: t("unplanned.origin_hint") }),
    field(t("unplanned.place"), pick, list), report,
    field(t("unplanned.number"), number, scanned, el("p", { class: "hint", text: t("unplanned.number_hint") })),
    field(t("unplanned.name"), name), said,
    button(t("unplanned.go"), go, { icon: "next", kind: "main wide" }));

  /** Where the law leaves one language only, it is that one. @param {Place|undefined} place */
  function spokenAt(place) {
    if (place?.report_languages?.length !== 1) return;
    [made.report] = place.report_languages;
    report.choose(made.report);
  }

  async function go() {
    const [workplace, place] = [workplaceOf(number.value), placed()];
    if (!made.sector || !made.origin || !made.report || !place || workplace === null) {
      said.textContent = t(workplace === null ? "unplanned.no_workplace" : "unplanned.first");
      return;
    }
    const door = name.value.trim();
    const what = { sector: made.sector, origin: made.origin, workplace, place: place.key, report_language: made.report };
    await begin({ ...what, name: door, door: door || undefined });
  }
}

/**
 * What stands on a place's signs, in every language of its own: on site one reads these, whatever the screen speaks.
 * @param {Place} place
 */
function namesOf(place) {
  return [...new Set([labelOf(place.label), ...Object.values(place.label)])].filter(Boolean);
}

/** Each name may be typed; beside one of another language stands the name in that of the screen. @param {Place} place */
function options(place) {
  const [own, ...others] = namesOf(place);
  return [el("option", { value: own }), ...others.map((name) => el("option", { value: name, label: own }))];
}

/** @param {string} one @param {string} other */
function sameName(one, other) {
  /** @param {string} name */
  const plain = (name) => name.normalize("NFD").replace(/[^\p{L}]/gu, "").toLowerCase();
  return plain(one) === plain(other);
}

/**
 * The workplace that a typed number means: an establishment or a declaration of works; undefined with nothing typed: a
 * door that no register knows yet. Null for a number that is neither.
 * @param {string} typed
 */
function workplaceOf(typed) {
  const plain = typed.replace(/[ .]/g, "");
  if (!plain) return undefined;
  if (identifyNumber(plain) === "establishment") return `est:${plain}`;
  return /^[0-9A-Za-z-]{1,40}$/.test(plain) && !/^\d{10}$/.test(plain) ? `site:${plain}` : null;
}
