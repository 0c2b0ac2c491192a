/**
 * What somebody told, in their own language, as one text to be read and signed. Only what the rules have words for is in it,
 * and of answers only those to questions that are not guarded: whatever is suspected, the text is the same. Pure.
 */

import { sensitiveQuestions } from "./chunks.js";

/** The times of a person's day, which make one sentence. */
const [STARTS, ENDS, DAYS_OFF] = ["q10_start", "q10_end", "q10_days_off"];

/**
 * The summary of what a person told.
 * @param {Person} person @param {Form} form @param {RulesByQuestion} rules @param {Answers} place the workplace's answers
 * @param {Record<string, string>} words of a language, by question and answer @param {Visit} visit
 */
export function ofPerson(person, form, rules, place, words, visit) {
  const guarded = sensitiveQuestions(form);
  /** @param {Question} one */
  const counts = (one) => one.scope === "person" && !guarded.has(one.id) && (rules[one.id]?.relevant?.(place, person.answers) ?? true);
  const open = new Set(form.questions.filter(counts).map((one) => one.id));
  /** @param {string} id */
  const answer = (id) => (open.has(id) ? person.answers[id] : null);
  const told = Object.entries(words).flatMap(([key, text]) => {
    if (key === "hours") return answer(STARTS) && answer(ENDS) ? [filled(text, { start: answer(STARTS), end: answer(ENDS) })] : [];
    const [id, choice] = key === "days_off" ? [DAYS_OFF] : key.split(".");
    const value = answer(id);
    if (choice !== undefined) return value === choice || (Array.isArray(value) && value.includes(choice)) ? [text] : [];
    return value == null ? [] : [filled(text, { n: value })];
  });
  return joined(words, visit, told.length ? [words.told, ...told] : []);
}

/**
 * The summary of a visit for the employer: that it took place, how many were at work, and where the documents stand.
 * @param {number} people @param {Record<string, string>} words @param {Visit} visit
 */
export function ofEmployer(people, words, visit) {
  return joined(words, visit, [filled(words.employer_people, { n: people }), words.employer_documents]);
}

/**
 * The record of a hearing as it was written, to be signed.
 * @param {string} statement @param {Record<string, string>} words @param {Visit} visit
 */
export function ofHearing(statement, words, visit) {
  return joined(words, visit, [statement.trim()]);
}

/** @param {Record<string, string>} words @param {Visit} visit @param {string[]} lines */
function joined(words, visit, lines) {
  return [filled(words.visit, visit), ...lines, words.read].join("\n");
}

/** @param {string} text @param {Record<string, unknown>} values */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
