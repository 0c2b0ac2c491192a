/** The installed form: its service worker, its right to stay on the disk, and when a new version takes over. */

import { openDrafts } from "./drafts.js";
import { Fault } from "./fault.js";
import { current } from "./vault.js";

/**
 * Register the service worker, and ask the browser not to throw the form's data away. Called at the start: a newer version
 * that has come since the last time takes over now, before anything is open.
 * @returns {Promise<boolean>} whether the browser promised to keep it
 */
export async function install() {
  /** @type {RegistrationOptions} */
  const options = { scope: new URL("./", import.meta.url).pathname, updateViaCache: "none" };
  await navigator.serviceWorker?.register(new URL("sw.js", import.meta.url), options);
  if (!current() && !openDrafts() && (await updateWaiting())) await applyUpdate();
  return (await navigator.storage?.persist?.()) ?? false;
}

/** Let the service worker fetch what the form can start without; called when the form stands. */
export async function fetchLater() {
  (await navigator.serviceWorker?.ready)?.active?.postMessage("later");
}

/** Tell whether a newer version of the form is here and waits. */
export async function updateWaiting() {
  return Boolean((await navigator.serviceWorker?.getRegistration())?.waiting);
}

/**
 * Change to the newer version: the page loads again, so that old and new files never meet.
 * @throws {Fault} draft_open while a draft is open in this page
 */
export async function applyUpdate() {
  if (openDrafts()) throw new Fault("draft_open", "A control is open", "Close it first; it is kept.");
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting;
  if (!waiting) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("activate");
}
