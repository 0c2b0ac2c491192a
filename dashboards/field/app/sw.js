/**
 * The service worker: the form starts and works with the network off, for days.
 *
 * `files.js` is made by the server from the folder: {version, files: {name: sha256}}. A version is installed whole, each file
 * held against its digest, or not at all; it takes over when no page of the old one is left, or when a page without an
 * open draft says so (installed.js). Controls, missions and attachments never pass through here into a cache: they
 * are kept encrypted by the page.
 */

importScripts("files.js");

/** @typedef {{VIGIE_FILES: {version: string, files: Record<string, string>}}} Listed  what files.js sets */
const worker = /** @type {ServiceWorkerGlobalScope & Listed} */ (/** @type {unknown} */ (self));
const { version, files } = worker.VIGIE_FILES;
const APP = `vigie-app-${version}`;
const RULES = "vigie-rules"; // packages.js fills the same cache
const BASE = new URL("./", worker.location.href).href;
const START = BASE + "index.html";

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => event.data === "activate" && worker.skipWaiting());
worker.addEventListener("fetch", (event) => {
  const answer = event.request.method === "GET" && answerOf(event);
  if (answer) event.respondWith(answer);
});

async function install() {
  const cache = await caches.open(APP);
  await Promise.all(Object.entries(files).map(([name, digest]) => keep(cache, name, digest)));
}

/** @param {Cache} cache @param {string} name @param {string} digest */
async function keep(cache, name, digest) {
  const answer = await fetch(BASE + name, { cache: "no-cache", credentials: "same-origin" });
  const bytes = await answer.clone().arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const text = Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!answer.ok || text !== digest) throw new Error(`${name} is not of version ${version}`);
  await cache.put(BASE + name, answer);
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("vigie-app-") && name !== APP);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Give the answer to a request, or nothing for what must go to the network. @param {FetchEvent} event */
function answerOf(event) {
  const url = event.request.url.split(/[?#]/)[0];
  if (event.request.mode === "navigate" && url.startsWith(BASE)) return fromCache(START, APP, event.request);
  if (!url.startsWith(BASE)) return undefined;
  const name = url.slice(BASE.length);
  if (name in files) return fromCache(url, APP, event.request);
  if (name.startsWith("api/checklists/")) return fromCache(url, RULES, event.request, { keepIt: true });
  if (name.startsWith("api/texts/") || name.startsWith("api/worker/")) return fromCacheThenRenew(event, url);
  return undefined;
}

/** @param {string} url @param {string} name @param {Request} request */
async function fromCache(url, name, request, { keepIt = false } = {}) {
  const cache = await caches.open(name);
  const found = await cache.match(url);
  if (found) return found;
  const answer = await fetch(request);
  if (keepIt && answer.ok) await cache.put(url, answer.clone());
  return answer;
}

/** @param {FetchEvent} event @param {string} url */
async function fromCacheThenRenew(event, url) {
  const cache = await caches.open(RULES);
  const found = await cache.match(url);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await cache.put(url, answer.clone());
    return answer;
  });
  if (!found) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return found;
}
