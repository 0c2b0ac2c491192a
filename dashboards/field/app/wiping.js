/** Taking everything off this device: when the office revoked it, or by the hand of whoever has the PIN; never by itself. */

import { destroy } from "./database.js";
import { tell } from "./pages.js";

/**
 * Remove all records, keys, texts, cached files and the service worker of the form from this browser.
 *
 * Keys go first: what an interruption leaves behind cannot be read. Errors of single steps do not stop the others.
 * @param {"revoked"|"asked"} why  told to all pages, which say it
 */
export async function wipeDevice(why) {
  await destroy().catch(() => {});
  tell({ wiped: why });
  const texts = Object.keys(globalThis.localStorage ?? {}).filter((name) => name.startsWith("vigie"));
  texts.forEach((name) => localStorage.removeItem(name));
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.allSettled(names.filter((name) => name.startsWith("vigie-")).map((name) => caches.delete(name)));
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.allSettled(workers.filter(isOurs).map((worker) => worker.unregister()));
}

/** @param {ServiceWorkerRegistration} worker */
function isOurs(worker) {
  return worker.scope === new URL("./", import.meta.url).href;
}
