/** What the pages (tabs) of the form tell each other: that a device was wiped, that a delivery moved on. */

import { Heard } from "./heard.js";

const NAME = "vigie-field";
/** @type {Heard<[PageMessage]>} */
const messages = new Heard();
/** @type {BroadcastChannel|null} */
let channel = null;

function line() {
  if (!channel) {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = (event) => messages.changed(event.data);
  }
  return channel;
}

/** Tell all pages, this one too; `message` may hold ids, never anything about a person. @param {PageMessage} message */
export function tell(message) {
  line().postMessage(message);
  messages.changed(message);
}

/** Hear what pages tell; returns a function that stops it. @param {(message: PageMessage) => unknown} listener */
export function hear(listener) {
  line();
  return messages.onChange(listener);
}
