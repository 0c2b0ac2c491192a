/**
 * What comes with the inspector on the road: who this device belongs to, missions, duty numbers (encrypted, in the vault),
 * checklists, their rules and the texts (nothing about anybody: in the cache that the service worker serves too).
 */

import { Fault } from "./fault.js";
import { addressOf, ask } from "./server.js";
import { belongsTo, current, opening, renew as renewVault } from "./vault.js";

const RULES = "vigie-rules"; // sw.js reads the same cache
const NUMBER_MILLISECONDS = 10_000; // a first report waits no longer for the number that goes before it
const WORDS = ["fr", "nl", "de", "en"].flatMap((one) => [`texts/${one}.json`, `worker/${one}.json`]); // whoever signs reads one of these at least

/**
 * Enrol this device with the one-time code of the invitation; before or after a vault is made.
 * @param {string} code @param {string} label
 * @returns {Promise<Me>}
 * @throws {Fault} the server's; kind "away"
 */
export async function enrol(code, label) {
  const { body } = await ask("enrol", { method: "POST", body: JSON.stringify({ code, label }) });
  await keepMeIfOpen(body);
  return body;
}

/**
 * Make a device that holds a vault known to the office again, with a new code: its days are over, too many wrong PINs were
 * typed, or the office does not know it any more. Everything on it stays.
 * @param {string} code @param {string} label
 * @throws {Fault} the server's; other_user
 */
export async function renew(code, label) {
  const { body } = await ask("enrol", { method: "POST", body: JSON.stringify({ code, label }) });
  await renewVault(body);
  await keepMeIfOpen(body);
}

/**
 * Fetch missions, duty numbers, checklists and texts, and keep them for days without a network; all of it, or the old stays.
 * @throws {Fault} those of `ask`; not_kept when a checklist could not be fetched
 */
export async function refreshPackage() {
  const vault = opening();
  await tellNumber(vault);
  const [me, pack] = [(await ask("me")).body, (await ask("package")).body];
  await keepMe(vault, me);
  await keepFiles(pack, await checklistsInUse(vault));
  await vault.put("package", "current", pack);
  return pack;
}

/**
 * Keep the number on which the inspector answers day and night: police and magistrate call it back. The office hears it
 * with the next thing that is sent, so that no first report leaves without it.
 * @param {string} telephone
 */
export async function keepNumber(telephone) {
  const me = await opening().get("package", "me");
  /** @type {Entry[]} */
  const typed = [["package", "number", telephone], ["package", "number_told", undefined]];
  await opening().putMany([["package", "me", { ...me, telephone }], ...typed]);
}

/**
 * Tell the office a number that it has not heard. It holds nothing back: what fails is told with the next thing that is
 * sent, and one that the office refuses is asked for anew. A number that is typed meanwhile is still to be told.
 * @param {OpenVault} vault
 * @throws {Fault} kind "revoked"
 */
export async function tellNumber(vault) {
  const telephone = await untold(vault);
  if (!telephone) return;
  try {
    await ask("me", { method: "POST", body: JSON.stringify({ telephone }), within: NUMBER_MILLISECONDS });
  } catch (fault) {
    const { kind } = /** @type {Caught} */ (fault);
    if (kind === "revoked") throw fault;
    if (kind !== "refused") return;
  }
  await vault.put("package", "number_told", telephone);
}

/** Give the number that was typed here and that the office has not heard, or nothing. @param {OpenVault} vault */
async function untold(vault) {
  const [typed, told] = [await vault.get("package", "number"), await vault.get("package", "number_told")];
  return typed === told ? undefined : typed;
}

/** Give the package as it was fetched last, or null. */
export async function keptPackage() {
  return (await opening().get("package", "current")) ?? null;
}

/** Give whom this device belongs to, {device, user, name, language, telephone, expires_at}, or null. */
export async function me() {
  return (await opening().get("package", "me")) ?? null;
}

/**
 * Give a checklist with its sector: {sector, ...field form}. Errors: {Fault} not_kept when it was never fetched.
 * @param {string} sector @param {string} sha256
 */
export async function checklistOf(sector, sha256) {
  return { sector, ...(await kept(`checklists/${sector}/${sha256}.json`)) };
}

/**
 * Give a checklist's rules: {"<question>": {relevant, constraint, needs}}; a module of our own server, never evaluated text.
 * @param {string} sector @param {string} sha256
 */
export async function rulesOf(sector, sha256) {
  return (await import(addressOf(`checklists/${sector}/${sha256}.js`))).rules;
}

/**
 * Give which answers a checklist's rules read, by question; null where the module does not say it.
 * @param {string} sector @param {string} sha256 @returns {Promise<ReadsByQuestion|null>}
 */
export async function readsOf(sector, sha256) {
  return (await import(addressOf(`checklists/${sector}/${sha256}.js`))).reads ?? null;
}

/** Give the form's texts in a language. Errors: {Fault} not_kept. @param {string} language */
export function textsOf(language) {
  return kept(`texts/${language}.json`);
}

/** @param {Me} me */
async function keepMeIfOpen(me) {
  const vault = current();
  if (vault) await keepMe(vault, me);
}

/** @param {OpenVault} vault @param {Me} me */
async function keepMe(vault, me) {
  await belongsTo(me);
  const telephone = await untold(vault);
  await vault.put("package", "me", telephone ? { ...me, telephone } : me);
}

/** @param {WorkPackage} pack @param {{sector: string, sha256: string}[]} inUse */
async function keepFiles(pack, inUse) {
  const cache = await caches.open(RULES);
  const [wanted, begun] = [pack.checklists.flatMap(filesOf), inUse.flatMap(filesOf)];
  /** @param {string} path */
  const lacks = async (path) => !(await cache.match(addressOf(path)));
  for (const path of wanted) if (await lacks(path)) await fetchInto(cache, path, true);
  for (const path of begun) if (await lacks(path)) await fetchInto(cache, path);
  await Promise.all(WORDS.map((path) => fetchInto(cache, path)));
  const stays = new Set([...wanted, ...begun].map(addressOf));
  const old = (await cache.keys()).filter(({ url }) => url.startsWith(addressOf("checklists/")) && !stays.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** @param {{sector: string, sha256: string}} parts */
function filesOf({ sector, sha256 }) {
  return [".json", ".js"].map((end) => `checklists/${sector}/${sha256}${end}`);
}

/** @param {OpenVault} vault */
async function checklistsInUse(vault) {
  const drafts = await Promise.all((await vault.keys("drafts")).map((id) => vault.get("drafts", id)));
  return drafts.filter((draft) => draft !== undefined).map((draft) => ({ sector: draft.sector, sha256: draft.checklist.sha256 }));
}

/** @param {Cache} cache @param {string} path */
async function fetchInto(cache, path, must = false) {
  const answer = await fetch(addressOf(path), { credentials: "same-origin", cache: "no-cache" }).catch(() => null);
  if (answer?.ok) await cache.put(addressOf(path), answer);
  else if (must) throw new Fault("not_kept", "A checklist could not be fetched", "Try again where the network is better.");
}

/** @param {string} path */
async function kept(path) {
  const cache = await caches.open(RULES);
  if (!(await cache.match(addressOf(path)))) await fetchInto(cache, path);
  const found = await cache.match(addressOf(path));
  if (!found) throw new Fault("not_kept", "This was not fetched while there was a network", "Connect once, then go on.");
  return found.json();
}
