// The service worker of the office: where the server cannot be reached, a page of ours says so. It keeps no page else.

const AWAY = "vigie-away";
const house = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

house.addEventListener("install", () => void house.skipWaiting());
house.addEventListener("activate", event => event.waitUntil(house.clients.claim()));
house.addEventListener("fetch", event => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => instead(request)));
  else if (request.method === "GET" && pathname.startsWith("/office/static/"))
    event.respondWith(fetch(request).catch(() => stored(request)));
});

/**
 * Give the page that says it, at the address that was wanted, so that Reload asks again; a form leads back to its page.
 * @param {Request} request
 */
const instead = async request => {
  if (request.method !== "GET" && request.referrer.startsWith(house.location.origin))
    return Response.redirect(request.referrer, 303);
  const kept = await caches.open(AWAY);
  const page = (await kept.keys()).find(one => new URL(one.url).pathname === "/away");
  return (page && (await kept.match(page))) ?? Response.error();
};

/** @param {Request} request */
const stored = async request => (await (await caches.open(AWAY)).match(request)) ?? Response.error();
