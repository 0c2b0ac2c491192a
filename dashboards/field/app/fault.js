/**
 * What can go wrong in the field form, in a shape that a screen can show.
 *
 * Like the errors of the office: what happened and what to do, under a code. Nothing about a person may stand in one.
 */

/** A fault with a code that the screens translate (`field.fault.<code>`), or with the server's own words. */
export class Fault extends Error {
  /** @type {FaultKind|undefined} what it means that the server did not take something (server.js) */
  kind;
  /** @type {number|undefined} the server's status */
  status;
  /** @type {Said|null|undefined} what the server answered */
  body;

  /**
   * @param {string} code    a word for faults of the form ("locked"), or the server's code ("CONTROL-041")
   * @param {string} what    what happened, in English: screens show their own text for codes that are words
   * @param {string} advice  what to do
   */
  constructor(code, what = code, advice = "") {
    super(what);
    this.name = "Fault";
    this.code = code;
    this.what = what;
    this.advice = advice;
  }
}

/** Give the plain form of any error, to be stored or shown. @param {unknown} error @returns {PlainFault} */
export function plainFault(error) {
  if (error instanceof Fault) return { code: error.code, what: error.what, advice: error.advice };
  return { code: "unexpected", what: error instanceof Error ? error.name : "", advice: "" };
}
