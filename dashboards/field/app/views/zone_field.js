/**
 * The machine-readable zone of a document, typed. Its check digits say where a finger slipped; only what agrees is shown,
 * and only a tap takes it.
 * @module
 */
import { button, el, field } from "../dom.js";
import { dateWords, day } from "../moments.js";
import { t } from "../texts.js";
import { readZone } from "../zone.js";

/** @param {(zone: Zone) => unknown} take */
export function zoneField(take) {
  const attributes = { rows: "3", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "200" };
  const input = el("textarea", attributes);
  const said = el("div", { class: "proposed", role: "status" });
  input.addEventListener("input", tell);
  return el("details", { class: "zone" }, el("summary", { text: t("zone.title") }),
    field(t("zone.lines"), input, el("p", { class: "hint", text: t("zone.hint") }), said));

  function tell() {
    const { zone, faults } = readZone(input.value, day());
    if (zone) return said.replaceChildren(...shown(zone));
    const typed = input.value.trim();
    return said.replaceChildren(...(typed ? faults.map((fault) => el("p", { text: t(`zone.fault.${fault}`) })) : []));
  }

  /** @param {Zone} zone */
  function shown(zone) {
    const lines = [
      [t("zone.number"), [zone.issuer, zone.number].filter(Boolean).join(" ")],
      [t("person.name"), zone.name],
      [t("person.birth_date"), zone.birth_date && dateWords(zone.birth_date)],
      [t("zone.expires"), zone.expires && dateWords(zone.expires)],
    ];
    const list = lines.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", { text: name }), el("dd", { text: value })));
    return [el("p", { text: t("zone.agrees") }), el("dl", {}, list), button(t("zone.take"), () => taken(zone), { icon: "check", kind: "main" })];
  }

  /** @param {Zone} zone */
  function taken(zone) {
    take(zone);
    input.value = "";
    said.replaceChildren(el("p", { text: t("zone.taken") }));
  }
}
