/**
 * The visit record: what the employer keeps of the visit, shown at once on the telephone, printed from it, or left to the
 * office. The same in every control, whatever was found or decided.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, chips, el, field, say } from "../dom.js";
import { control, put } from "../filling.js";
import { toTop } from "../frame.js";
import { handOver } from "../handed.js";
import { dueOn, visitPaper } from "../leaving.js";
import { now } from "../moments.js";
import { LANGUAGES, t } from "../texts.js";
import { heading } from "./heading.js";
import { whereWords } from "./place_words.js";

/** As many documents as the office takes, and as many letters of each. */
const [MOST, LONGEST] = [40, 400];
const WRITTEN_IN = /** @type {VisitLanguage[]} */ (Object.keys(LANGUAGES));

/** Show it as it will be handed over, with what can be changed on it. @param {HTMLElement} page */
export function show(page) {
  const rules = desk.package?.visit_record;
  if (!rules) return void add(page, heading(t("record.title")), el("p", { class: "fault", text: t("record.none") }));
  const kept = control().visit_record;
  const report = WRITTEN_IN.find((one) => one === control().report_language);
  /** @type {VisitRecord} */
  const made = kept ?? { language: report ?? "fr", documents: [], due_on: dueOn(rules, now()), inspectors: [desk.package?.name ?? ""], shown_at: now(), given: "shown" };
  const labels = rules.documents[control().sector] ?? [];
  const shown = kept ? kept.documents : labels.map((one) => one[made.language].slice(0, LONGEST));
  const chosen = new Set(labels.flatMap((one, at) => (shown.includes(one[made.language].slice(0, LONGEST)) ? [at] : [])));
  const paper = el("div", {});
  /** @type {(() => void)|null} */
  let back = null;

  const told = () => ({ ...made, documents: labels.flatMap((one, at) => (chosen.has(at) ? [one[made.language].slice(0, LONGEST)] : [])).slice(0, MOST), shown_at: now() });
  const draw = () => paper.replaceChildren(drawn(rules, told()));
  const language = chips(t("record.language"), WRITTEN_IN.map((key) => ({ key, label: LANGUAGES[key] })), made.language, (key) => {
    made.language = key ?? made.language;
    language.choose(made.language);
    draw();
    drawDocuments();
  });
  const names = el("input", { value: made.inspectors.join(", "), maxlength: "400", autocomplete: "off" });
  names.addEventListener("input", () => {
    made.inspectors = names.value.split(",").map((one) => one.trim().slice(0, 200)).filter(Boolean).slice(0, 20);
    draw();
  });
  const due = el("input", { type: "date", value: made.due_on });
  due.addEventListener("input", () => {
    made.due_on = /^\d{4}-\d\d-\d\d$/.test(due.value) ? due.value : dueOn(rules, now());
    draw();
  });
  const documents = el("div", { class: "documents" });
  const drawDocuments = () => documents.replaceChildren(...labels.map((one, at) => checkBox(one[made.language], chosen.has(at), (isOn) => {
    if (isOn) chosen.add(at);
    else chosen.delete(at);
    draw();
  })));

  /** @param {VisitRecord["given"]} given */
  async function keep(given) {
    await put(["visit_record"], { ...told(), given });
    say(t(`record.given_${given}`));
  }

  const own = el("div", { class: "stack not-printed" }, heading(t("record.title")), el("p", { class: "hint", text: t("record.how") }), language,
    field(t("record.inspectors"), names), field(t("record.due"), due),
    el("details", {}, el("summary", { text: t("record.documents", { n: labels.length }) }), documents));
  const ways = el("div", { class: "stack not-printed leaving" },
    button(t("record.show"), handed, { icon: "eye", kind: "main wide" }),
    button(t("record.print"), print, { icon: "copy", kind: "wide" }),
    button(t("record.later"), later, { icon: "send", kind: "wide" }));
  const close = button(t("record.close"), taken, { icon: "back", kind: "wide not-printed" });

  /** The paper alone, for whoever reads it: nothing of the form is on the screen. */
  async function handed() {
    draw();
    await keep("shown");
    own.hidden = ways.hidden = true;
    close.hidden = false;
    back = handOver();
    toTop();
  }

  function taken() {
    back?.();
    back = null;
    own.hidden = ways.hidden = false;
    close.hidden = true;
  }

  async function print() {
    draw();
    await keep("printed");
    window.print();
  }

  async function later() {
    await keep("later");
    desk.back();
  }

  close.hidden = true;
  draw();
  drawDocuments();
  add(page, own, paper, ways, close);
  return () => back?.();
}

/** @param {VisitRecordRules} rules @param {VisitRecord} record */
function drawn(rules, record) {
  const paper = visitPaper({
    rules, lang: record.language, service: desk.package?.service ?? "", place: whereWords(record.language), entered_at: control().entered_at,
    until: record.shown_at, inspectors: record.inspectors, documents: record.documents, due_on: record.due_on,
  });
  return el("section", { class: "paper", lang: record.language, "aria-label": paper.title },
    el("p", { text: paper.service }), el("h2", { text: paper.title }), el("p", { text: paper.opening }),
    el("dl", {}, paper.rows.map(([term, words]) => el("div", {}, el("dt", { text: term }), el("dd", { text: words })))),
    el("h2", { text: paper.asked }), el("ul", {}, paper.documents.map((one) => el("li", { text: one }))),
    el("p", { text: paper.closing }));
}

/** @param {string} words @param {boolean} checked @param {(isOn: boolean) => void} changed */
function checkBox(words, checked, changed) {
  const box = el("input", { type: "checkbox", checked });
  box.addEventListener("change", () => changed(box.checked));
  return el("label", {}, box, el("span", { text: words }));
}
