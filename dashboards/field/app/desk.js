/**
 * What all screens share while the page is open: the unlocked vault, the work package, the draft in hand.
 * Locking empties it; nothing here survives the tab.
 * @module
 */
import { checklistOf, rulesOf } from "./sync.js";

export const desk = {
  /** @type {any} the unlocked vault, null while locked */ vault: null,
  /** @type {any} missions, checklists, duty numbers, card of steps */ package: null,
  /** @type {any} the draft in hand */ draft: null,
  /** @type {any} state of the queue as last told */ queue: { online: navigator.onLine, queued: 0, refused: 0, sending: false },
  /** @type {(name: string, params?: object) => void} set by main.js */ go: () => {},
  /** @type {() => void} one step back, set by main.js */ back: () => {},
};

const forms = new Map();

/**
 * Give a checklist's questions and its rules; both come from the kept copy when there is no network.
 * @param {string} sector
 * @param {{sha256: string}} checklist
 * @returns {Promise<{form: any, rules: Object<string, any>}>}
 */
export async function formOf(sector, checklist) {
  const key = `${sector}/${checklist.sha256}`;
  if (!forms.has(key)) {
    const [form, rules] = await Promise.all([checklistOf(sector, checklist.sha256), rulesOf(sector, checklist.sha256)]);
    forms.set(key, { form, rules });
  }
  return forms.get(key);
}

/** Take everything out of sight of the screens: they hold no copy of their own. */
export function emptyDesk() {
  Object.assign(desk, { vault: null, package: null, draft: null });
}
