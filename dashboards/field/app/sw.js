/**
 * The service worker: the form starts and works with the network off, for days.
 *
 * `files.js` is made by the server: {version, files: {name: sha256}, later}. A version is installed whole, each file held
 * against its digest, or not at all; it takes over when no page of the old one is left, or when a page without an open
 * draft says so (installed.js). What is listed for later, large and of a version of its own, is fetched when a page says
 * that it stands. Controls, missions and attachments never pass through here into a cache: they are kept encrypted by
 * the page.
 */

importScripts("files.js");

/** @typedef {{version: string, files: Record<string, string>}} Version */
/** @typedef {{VIGIE_FILES: Version & {later: Version}}} Listed  what files.js sets */
const worker = /** @type {ServiceWorkerGlobalScope & Listed} */ (/** @type {unknown} */ (self));
const { version, files, later } = worker.VIGIE_FILES;
const APP = `vigie-app-${version}`;
const LATER = `vigie-later-${later.version}`;
const RULES = "vigie-rules"; // packages.js fills the same cache
const BASE = new URL("./", worker.location.href).href;
const START = BASE + "index.html";

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "activate") worker.skipWaiting();
  if (event.data === "later") event.waitUntil(installLater());
});
worker.addEventListener("fetch", (event) => {
  const answer = event.request.method === "GET" && answerOf(event);
  if (answer) event.respondWith(answer);
});

async function install() {
  const cache = await caches.open(APP);
  await Promise.all(Object.entries(files).map(async ([name, digest]) => cache.put(BASE + name, await fetched(name, digest))));
}

/** All of it or nothing: its parts only fit each other. */
async function installLater() {
  const cache = await caches.open(LATER);
  if ((await cache.keys()).length === Object.keys(later.files).length) return;
  const all = Object.entries(later.files).map(async ([name, digest]) => ({ name, answer: await fetched(name, digest) }));
  await Promise.all((await Promise.all(all)).map(({ name, answer }) => cache.put(BASE + name, answer)));
}

/**
 * Fetch a file of a digest. What the page has just loaded is taken as it is, if it is that; else the server is asked.
 * @param {string} name @param {string} digest
 */
async function fetched(name, digest) {
  for (const cache of /** @type {RequestCache[]} */ (["force-cache", "no-cache"])) {
    const answer = await fetch(name === "index.html" ? BASE : BASE + name, { cache, credentials: "same-origin" });
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer()));
    if (answer.ok && Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("") === digest) return answer;
  }
  throw new Error(`${name} is not of the version that was listed`);
}

async function activate() {
  const isOld = (/** @type {string} */ name) => /^vigie-(app|later)-/.test(name) && name !== APP && name !== LATER;
  await Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Give the answer to a request, or nothing for what must go to the network. @param {FetchEvent} event */
function answerOf(event) {
  const url = event.request.url.split(/[?#]/)[0];
  if (event.request.mode === "navigate" && url.startsWith(BASE)) return fromCache(START, APP, event.request);
  if (!url.startsWith(BASE)) return undefined;
  const name = url.slice(BASE.length);
  if (name in files) return fromCache(url, APP, event.request);
  if (name in later.files) return fromCache(url, LATER, event.request);
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
