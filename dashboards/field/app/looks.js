/**
 * Registers asked about a person of the control in hand: what waits for a network, and what was answered. It is kept
 * encrypted beside the draft and goes with it; a question leaves only while its control is open.
 * @module
 */
import { desk } from "./desk.js";
import { personOf } from "./filling.js";
import { now } from "./moments.js";
import { ask, onReach } from "./server.js";
import { lookStore } from "./stores.js";

const WITHIN_MILLISECONDS = 40_000; // a live service may take its seconds for each register
const [PERSON_DIGITS, BETWEEN] = [11, /[ .\-/]/g];

let running = false;

/** Give the digits of a person's number, or null where there is none to look up by. @param {string} ref */
export function numberOf(ref) {
  const digits = (personOf(ref)?.national_number ?? "").replace(BETWEEN, "");
  return /^\d+$/.test(digits) && digits.length === PERSON_DIGITS ? digits : null;
}

/** Give what was asked about a person's number as it stands now, or undefined. @param {string} ref @returns {Promise<Look|undefined>} */
export async function lookOf(ref) {
  const { vault, draft } = desk;
  if (!vault || !draft) return undefined;
  const look = await vault.get(lookStore(draft.id), ref);
  return look?.number === numberOf(ref) ? look : undefined;
}

/** Ask about a person: at once, or when there is a network, as long as the control is open. @param {string} ref */
export async function askAbout(ref) {
  const [number, { vault, draft }] = [numberOf(ref), desk];
  if (!number || !vault || !draft) return;
  await vault.put(lookStore(draft.id), ref, { number, asked_at: now(), answers: null, fault: null });
  told();
  await runLooks();
}

/** Remember that an answer was taken into the control. @param {string} ref @param {number} at its place among the answers */
export async function noteTaken(ref, at) {
  const [look, { vault, draft }] = [await lookOf(ref), desk];
  if (!look?.answers || !vault || !draft) return;
  const answers = look.answers.map((one, place) => (place === at ? { ...one, taken: true } : one));
  await vault.put(lookStore(draft.id), ref, { ...look, answers });
}

/** Ask what waits, one person after the other; nothing of a control that is not in hand, or was finished. */
export async function runLooks() {
  const { vault, draft } = desk;
  if (running || !vault || draft?.state !== "open") return;
  running = true;
  try {
    for (const ref of await vault.keys(lookStore(draft.id))) {
      const look = await lookOf(ref);
      if (look && !look.answers && !look.fault && !(await answered(draft, ref, look))) break;
    }
  } finally {
    running = false;
    told();
  }
}

/**
 * Ask about one, and keep what came; gives whether the next may be asked too.
 * @param {Draft} draft @param {string} ref @param {Look} look
 */
async function answered(draft, ref, look) {
  const { control_id, visit, workplace } = draft.control;
  const body = JSON.stringify({ control_id, visit, workplace, number: look.number });
  /** @type {Partial<Look>|null} */
  const came = await ask("lookups", { method: "POST", body, within: WITHIN_MILLISECONDS }).then(
    (answer) => ({ answers: answer.body.answers }),
    (fault) => (fault.kind === "refused" ? { fault: fault.code } : null));
  if (!came || !desk.vault?.isOpen || draft.state !== "open") return false; // finished meanwhile: nobody asked any more
  await desk.vault.put(lookStore(draft.id), ref, { ...look, ...came });
  return true;
}

function told() {
  document.dispatchEvent(new CustomEvent("looks"));
}

onReach((online) => online && !running && setTimeout(runLooks));
