/**
 * Talking to the server: one function, which turns every answer into a value or a fault with a meaning.
 *
 * A fault's `kind`: "away" (no network, timeout, server trouble: try again), "unknown" (401: a new code is needed; what is
 * here stays), "revoked" (410 in our server's words: the device has been wiped by the time that you hear of it), "refused"
 * (the content: a person must look), "other" (409: other content is there under this id; `body` may hold its sha256).
 */

import { Fault } from "./fault.js";
import { Heard } from "./heard.js";
import { noteOver, wipe } from "./vault.js";

const BASE = new URL("api/", import.meta.url);
const REVOKED = "ACCESS-061";
const OVER = "ACCESS-062";
const LONGEST_MILLISECONDS = 30_000;
const SLOWEST_BYTES_PER_MILLISECOND = 8; // a photo of 3 MB gets over six minutes on a bad connection

/** @type {Heard<[isThere: boolean]>} */
const reaching = new Heard();

/**
 * Call `listener(isThere)` after every request: whether the server answered, which a browser's own word for it is not.
 * @param {(isThere: boolean) => unknown} listener
 */
export function onReach(listener) {
  reaching.onChange(listener);
}

/** @type {Heard<[contact: Contact]>} */
const meeting = new Heard();

/**
 * Call `listener(contact)` after every answer, with what the clocks showed: clocks.js tells how far ours is out.
 * @param {(contact: Contact) => unknown} listener
 */
export function onContact(listener) {
  meeting.onChange(listener);
}

/** Give the full address of a path under /field/api/. @param {string} path */
export function addressOf(path) {
  return new URL(path, BASE).href;
}

/**
 * Ask the server.
 *
 * @param {string} path  under /field/api/
 * @param {{method?: string, body?: string|Bytes, type?: string, within?: number}} options  within: milliseconds that
 *        an answer may take, and more for what there is to send
 * @returns {Promise<{status: number, body: any}>} only for an answer of success; each path answers its own
 * @throws {Fault} with `kind`
 */
export async function ask(path, { method = "GET", body, type = "application/json", within = LONGEST_MILLISECONDS } = {}) {
  const answer = await send(path, { method, body, type, within });
  const said = await answer.json().catch(() => null);
  if (answer.ok && said) return { status: answer.status, body: said };
  const fault = faultOf(answer.status, said);
  if (fault.kind === "revoked" && path !== "enrol") await wipe("revoked");
  if (fault.code === OVER) await noteOver();
  throw fault;
}

/** @param {string} path @param {{method: string, body?: string|Bytes, type: string, within: number}} parts */
async function send(path, { method, body, type, within }) {
  const size = typeof body === "string" ? body.length : (body?.length ?? 0);
  /** @type {Record<string, string>} */
  const headers = method === "GET" ? {} : { "Content-Type": type, "X-Vigie-Field": "1" };
  const signal = AbortSignal.timeout(within + size / SLOWEST_BYTES_PER_MILLISECOND);
  const [before, started] = [Date.now(), performance.now()];
  try {
    const answer = await fetch(addressOf(path), { method, body, headers, signal, credentials: "same-origin", cache: "no-store" });
    const contact = { before, after: Date.now(), trip: performance.now() - started, date: answer.headers.get("Date") };
    reaching.changed(true);
    meeting.changed(contact);
    return answer;
  } catch {
    reaching.changed(false);
    throw Object.assign(new Fault("offline", "The server cannot be reached", "It is tried again."), { kind: "away" });
  }
}

/** Give the fault of an answer that is no success. Pure. @param {number} status @param {Said|null} said */
export function faultOf(status, said) {
  const { code = `http_${status}`, what = `The server answered ${status}`, advice = "" } = said ?? {};
  return Object.assign(new Fault(code, what, advice), { kind: kindOf(status, code), status, body: said });
}

/** @param {number} status @param {string} code */
function kindOf(status, code) {
  if (status === 401) return "unknown";
  if (code === OVER) return "unknown";
  if (status === 410) return code === REVOKED ? "revoked" : "away"; // a proxy's 410 must not wipe a phone
  if (status === 409) return "other";
  const isPassing = status < 400 || status >= 500 || [408, 425, 429].includes(status);
  return isPassing ? "away" : "refused";
}
