/**
 * What all screens share while the page is open: the unlocked vault, the work package, the draft in hand.
 * Locking empties it; nothing here survives the tab.
 * @module
 */
import { Fault } from "./fault.js";
import { checklistOf, readsOf, rulesOf, status } from "./sync.js";

export const desk = {
  /** @type {OpenVault|null} the unlocked vault, null while locked */ vault: null,
  /** @type {WorkPackage|null} missions, checklists, duty numbers, card of steps */ package: null,
  /** @type {Draft|null} the draft in hand */ draft: null,
  /** @type {QueueState} state of the queue as last told */ queue: status(),
  /** @type {(name: ViewName, params?: ScreenParams, how?: HowToGo) => unknown} set by main.js */ go: () => undefined,
  /** @type {() => void} one step back, set by main.js */ back: () => {},
  /** @type {(name?: ViewName) => unknown} everything out of sight, set by main.js */ hide: () => undefined,
};

/** @type {Map<string, Filled>} */
const forms = new Map();

/** Give the draft in hand. Errors: {Fault} no_draft when it was put away meanwhile. */
export function draftInHand() {
  if (!desk.draft) throw new Fault("no_draft", "No draft is in hand", "Open it from the list of drafts.");
  return desk.draft;
}

/** Give the unlocked vault. Errors: {Fault} locked when it was locked meanwhile. */
export function unlockedVault() {
  if (!desk.vault) throw new Fault("locked", "The vault is locked", "Enter the PIN.");
  return desk.vault;
}

/**
 * Give a checklist's questions, its rules and what these read; all come from the kept copy when there is no network.
 * @param {string} sector @param {{sha256: string}} checklist
 * @returns {Promise<Filled>}
 */
export async function formOf(sector, checklist) {
  const key = `${sector}/${checklist.sha256}`;
  const known = forms.get(key);
  if (known) return known;
  const of = checklist.sha256;
  const [form, rules, reads] = await Promise.all([checklistOf(sector, of), rulesOf(sector, of), readsOf(sector, of)]);
  const made = { form, rules, reads };
  forms.set(key, made);
  return made;
}

/** Take everything out of sight of the screens: they hold no copy of their own. */
export function emptyDesk() {
  Object.assign(desk, { vault: null, package: null, draft: null });
}
