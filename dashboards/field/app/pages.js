/** What the pages (tabs) of the form tell each other: that a device was wiped, that a delivery moved on. */

const NAME = "vigie-field";
/** @type {Set<(message: PageMessage) => unknown>} */
const listeners = new Set();
/** @type {BroadcastChannel|null} */
let channel = null;

function line() {
  if (!channel) {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = (event) => listeners.forEach((listener) => listener(event.data));
  }
  return channel;
}

/** Tell all pages, this one too; `message` may hold ids, never anything about a person. @param {PageMessage} message */
export function tell(message) {
  line().postMessage(message);
  listeners.forEach((listener) => listener(message));
}

/** Hear what pages tell; returns a function that stops it. @param {(message: PageMessage) => unknown} listener */
export function hear(listener) {
  line();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
