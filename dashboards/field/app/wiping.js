/** Taking everything off this device: on too many wrong PINs, on expiry, when the server revoked it, or when asked to. */

import { destroy } from "./database.js";
import { tell } from "./pages.js";

/**
 * Remove all records, keys, texts, cached files and the service worker of the form from this browser.
 *
 * Keys go first: what an interruption leaves behind cannot be read. Errors of single steps do not stop the others.
 */
export async function wipeDevice() {
  await destroy().catch(() => {});
  tell({ wiped: true });
  const texts = Object.keys(globalThis.localStorage ?? {}).filter((name) => name.startsWith("vigie"));
  texts.forEach((name) => localStorage.removeItem(name));
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.allSettled(names.filter((name) => name.startsWith("vigie-")).map((name) => caches.delete(name)));
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.allSettled(workers.filter(isOurs).map((worker) => worker.unregister()));
}

function isOurs(worker) {
  return worker.scope === new URL("./", import.meta.url).href;
}
