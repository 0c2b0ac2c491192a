/**
 * What the answers may point to, by name, and which proof of it is usually missing when the door has closed. It judges
 * nothing and adds nothing up: the office concludes. Pure.
 */

import { sensitiveQuestions } from "./chunks.js";

/** The workplace as whom a finding may be about. */
const PLACE = "";

/**
 * Tell which findings the answers may point to, each of a person or of the workplace ("").
 * @param {Form} form @param {RulesByQuestion} rules @param {Control} control
 * @returns {Pointed[]} in the order of the form; `isGuarded` where only answers to guarded questions point to it
 */
export function pointsOf(form, rules, control) {
  const [guarded, place] = [sensitiveQuestions(form), control.answers ?? {}];
  /** @type {Map<string, Pointed>} */
  const found = new Map();
  /** @param {string} offence @param {string} ref @param {string} question */
  const note = (offence, ref, question) => {
    const key = `${offence} ${ref}`;
    const stands = found.get(key) ?? { offence, ref, questions: [], isGuarded: true };
    const questions = [...new Set([...stands.questions, question])];
    found.set(key, { ...stands, questions, isGuarded: stands.isGuarded && guarded.has(question) });
  };
  for (const question of form.questions) {
    const own = rules[question.id];
    for (const person of own?.points ? (question.scope === "workplace" ? [null] : control.persons) : []) {
      const answers = person?.answers ?? {};
      if (own?.relevant && !own.relevant(place, answers)) continue;
      const given = keysOf((person ? answers : place)[question.id]);
      for (const { answer, offence, when, whom } of own?.points ?? []) {
        if (!given.includes(answer) || (when && !when(place, answers))) continue;
        const concerned = whom ? control.persons.filter((one) => whom(place, one.answers ?? {})).map((one) => one.ref) : [PLACE];
        for (const ref of person ? [person.ref] : concerned) note(offence, ref, question.id);
      }
    }
  }
  return [...found.values()];
}

/** An answer as the keys that a rule names it by. @param {Answer} value */
function keysOf(value) {
  if (typeof value === "boolean") return [String(value)];
  if (Array.isArray(value)) return value;
  return typeof value === "string" ? [value] : [];
}

/**
 * Tell which of the usual proofs are not there yet, by their keys.
 * @param {Pointed} pointed @param {Control} control @param {WorkPackage|null} pack the names and hints of the rules
 */
export function missingOf(pointed, control, pack) {
  const usual = pack?.findings?.[pointed.offence]?.evidence ?? [];
  return usual.filter((key) => !isThere(pack?.evidence?.[key], pointed, control));
}

/** @param {UsualEvidence|undefined} evidence @param {Pointed} pointed @param {Control} control */
function isThere(evidence, { ref, questions }, control) {
  /** @param {{person?: string|null, question?: string|null}} one */
  const isOnIt = (one) => (one.person ?? PLACE) === ref && (!one.question || questions.includes(one.question));
  const subject = ref || "workplace";
  switch (evidence?.met_by) {
    case "photo": return (control.attachments ?? []).some((one) => one.kind !== "signature" && isOnIt(one));
    case "comment": return (control.comments ?? []).some(isOnIt);
    case "lookup": return (control.lookups ?? []).some((one) => one.subject === subject && evidence.registers.includes(one.register));
    case "hearing": return (control.hearings ?? []).some((one) => one.person === (ref || "employer"));
    case "pay": return !ref || (control.pay ?? []).some((one) => one.person === ref);
    default: return true;
  }
}

/**
 * Put together what is about one finding: whom it concerns, and of whom each proof is missing.
 * @param {Pointed[]} all @param {Control} control @param {WorkPackage|null} pack
 * @returns {{offence: string, refs: string[], missing: {key: string, of: Pointed[]}[]}[]}
 */
export function byFinding(all, control, pack) {
  return [...new Set(all.map((one) => one.offence))].map((offence) => {
    const mine = all.filter((one) => one.offence === offence);
    const lacking = mine.map((one) => ({ one, keys: missingOf(one, control, pack) }));
    const missing = [...new Set(lacking.flatMap(({ keys }) => keys))].map((key) => ({
      key, of: lacking.filter(({ keys }) => keys.includes(key)).map(({ one }) => one),
    }));
    return { offence, refs: mine.map((one) => one.ref), missing };
  });
}
