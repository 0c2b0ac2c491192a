/**
 * The paper that an employer keeps of a visit: the same rows in the same order as the office prints
 * (inspection/reporting/sheets/visit_record.py). Nothing of the answers, the persons or a decision is handed in. Pure.
 */

import { clock, day } from "./moments.js";

const DAY = 86_400_000;

/** A day as people write it here, in every language. @param {Day} iso */
export function dayText(iso) {
  return iso.slice(0, 10).split("-").reverse().join("/");
}

/** Until when documents are asked by default. @param {VisitRecordRules} rules @param {Moment} until @returns {Day} */
export function dueOn(rules, until) {
  return day(Date.parse(`${day(until)}T12:00:00Z`) + rules.due_days * DAY);
}

/**
 * Make the paper's words.
 * @param {{rules: VisitRecordRules, lang: string, service: string, place: string[], entered_at: Moment, until: Moment,
 *     inspectors: string[], documents: string[], due_on: Day}} what
 * @returns {VisitPaper}
 */
export function visitPaper({ rules, lang, service, place, entered_at, until, inspectors, documents, due_on }) {
  /** @param {string} name */
  const words = (name) => rules.words[name][lang];
  return {
    title: words("title"),
    service: words("service").replace("{service}", service),
    opening: words("opening"),
    rows: [
      [words("place"), place.join(", ")],
      [words("day"), dayText(day(entered_at))],
      [words("hours"), `${clock(entered_at)} – ${clock(until)}`],
      [words("inspectors"), inspectors.join(", ")],
    ],
    asked: documents.length ? words("documents").replace("{day}", dayText(due_on)) : words("no_documents"),
    documents,
    closing: words("closing"),
  };
}
