// What is typed is kept: on the server a moment after the last key, and in this browser until the server has it.

import * as here from "./kept_here.js";
import { chosenOf } from "./two_texts.js";

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */
/** @typedef {{field: string, words: string, form: string, version: number, at: string, hour: string}} Stands */
/** @typedef {{words: string, form: string, version: number, hour: string, fresh?: string}} Told */
/** @typedef {"kept" | "stale" | "away" | "over" | "other" | "long"} State */
/** @typedef {import("./two_texts.js").Other & {drops?: string}} Other */

const AFTER_KEY = 400; // ms after the last key
const AT_LATEST = 2000; // ms after the first key that the server does not have
const AGAIN = 3000; // ms between two tries while the server is away
const MOST_MINE = 50;

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("keeping"));
export const said = template?.dataset ?? {};
export const owner = said.owner ?? "";
// One name for this load of the page: while its lock is held the page is open, and what it keeps here is its own.
const LOAD = [...crypto.getRandomValues(new Uint8Array(12))].map(one => one.toString(16).padStart(2, "0")).join("");
const lock = (/** @type {string} */ load) => `vigie-kept-${load}`;
let isAway = false;
/** @type {Map<string, string[]>} */
const written = new Map(); // by field, and longer than a field: a form that is refused is swapped in anew

/** A field of which the text is kept. */
export class Text {
  /** @param {Field} field */
  constructor(field) {
    this.field = field;
    this.page = location.pathname;
    this.key = field.dataset.keep ?? "";
    this.id = `${LOAD} ${this.key}`;
    this.version = 0;
    this.isTyped = false;
    this.isDirty = false;
    this.isSent = false;
    /** @type {Other[]} */
    this.others = [];
    /** @type {Promise<State> | null} */
    this.running = null;
    this.writing = Promise.resolve(true);
    this.timer = 0;
    /** @type {() => void} */
    this.isFilled = () => undefined;
    /** @type {Promise<void>} */
    this.filled = new Promise(resolve => (this.isFilled = resolve));
    this.dirtySince = 0;
    this.note = document.createElement("p");
    this.note.className = "kept small soft";
    this.note.setAttribute("aria-live", "polite");
    field.setAttribute("autocomplete", "off");
    (field.closest("[data-keep-box]") ?? field).after(this.note);
  }

  /** What this page sent, or found of its own: the server's being one of them is no other's text. */
  get mine() {
    return written.get(this.key) ?? [];
  }

  set mine(words) {
    written.set(this.key, words.slice(-MOST_MINE));
  }

  /** The field with the id that the form was drawn with. */
  get formField() {
    const found = this.field.form?.querySelector("[data-keep-id]");
    return found instanceof HTMLInputElement ? found : null;
  }

  get form() {
    return this.formField?.value ?? "";
  }

  set form(/** @type {string} */ id) {
    const field = this.formField;
    if (field && id) field.value = id;
  }

  /** @param {string} words */
  say(words) {
    if (this.note.textContent !== words) this.note.textContent = words;
  }

  /** Show a text in the field. @param {{words: string, form: string}} text */
  show(text) {
    this.field.value = text.words;
    this.form = text.form;
    if (text.words !== "") this.field.closest("details")?.setAttribute("open", ""); // what came back is seen
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Keep it in this browser; one writing after the other. */
  putHere() {
    const text = {
      ...{ id: this.id, page: this.page, field: this.key, words: this.field.value, form: this.form },
      ...{ version: this.version, at: new Date().toISOString() },
    };
    this.writing = this.writing.then(() => (this.isSent ? true : here.put(owner, text))).catch(() => false);
    return this.writing;
  }

  /** Take it out of this browser, after what is being written. */
  dropHere() {
    this.writing = this.writing.then(() => here.drop(this.id)).then(() => true, () => false);
    return this.writing;
  }
}

/** @type {Map<Field, Text>} */
export const texts = new Map();
const hourNow = () => new Date().toLocaleTimeString("fr-BE", { ...{ hour: "2-digit", minute: "2-digit" }, timeZone: "Europe/Brussels" });
const at = (/** @type {string | undefined} */ words, /** @type {string} */ hour) => (words ?? "").replace("%HOUR%", hour);
export const tokenField = () => /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=form_token]"));

/**
 * Ask the server who is signed in, what forms must carry, and what a page's fields hold.
 * @returns {Promise<{state: State, stands: Stands[]}>}
 */
export const ask = async () => {
  try {
    const query = new URLSearchParams({ page: location.pathname });
    const answer = await fetch(`/kept?${query}`, { headers: { accept: "application/json" } });
    if (answer.status === 401) return { state: "over", stands: [] };
    if (!answer.ok) return { state: "away", stands: [] };
    const told = await answer.json();
    if (told.owner !== owner) return { state: "other", stands: [] };
    for (const field of document.querySelectorAll("input[name=form_token]")) {
      const mark = (field.getAttribute("value") ?? "").split(".")[1]; // stays: a form that is sent again is the same submission
      field.setAttribute("value", mark ? `${told.token.split(".")[0]}.${mark}` : told.token);
    }
    return { state: "kept", stands: told.texts };
  } catch {
    return { state: "away", stands: [] };
  }
};

/**
 * Bring words to the server.
 * @param {{page: string, key: string, form: string, version: number}} text
 * @param {string} words
 * @param {{isLast?: boolean, isAgain?: boolean}} how
 * @returns {Promise<{state: State, told?: Told}>}
 */
const bring = async (text, words, how = {}) => {
  const body = new URLSearchParams({
    ...{ form_token: tokenField()?.value ?? "", page: text.page, field: text.key, words, form: text.form },
    version: String(text.version),
  });
  try {
    const answer = await fetch("/kept", {
      ...{ method: "POST", body, keepalive: how.isLast ?? false, headers: { accept: "application/json" } },
    });
    if (answer.ok || answer.status === 409) return { state: answer.ok ? "kept" : "stale", told: await answer.json() };
    if (answer.status === 401) return { state: "over" };
    if (answer.status >= 500) return { state: "away" };
    if (answer.status !== 403) return { state: "long" };
    const { state } = how.isAgain ? { state: /** @type {State} */ ("other") } : await ask(); // a newer session of the same person
    return state === "kept" ? await bring(text, words, { ...how, isAgain: true }) : { state };
  } catch {
    return { state: "away" };
  }
};

/**
 * Bring a text to the server until it has what stands in the field, or cannot be asked.
 * @param {Text} text
 * @returns {Promise<State>}
 */
export const deliver = text => {
  clearTimeout(text.timer);
  text.running ??= delivered(text).finally(() => (text.running = null));
  return text.running;
};

/** @param {Text} text @returns {Promise<State>} */
const delivered = async text => {
  await text.filled;
  while (text.isDirty && !text.isSent) {
    if (text.others.length > 0) return "stale";
    const words = text.field.value;
    text.mine = [...text.mine, words];
    const { state, told } = await bring(text, words);
    if (told && state === "kept") await taken(text, words, told);
    else if (told && (told.words === "" || text.mine.includes(told.words))) text.version = told.version;
    else if (told) apart(text, told.version, [{ words: told.words, form: told.form, title: at(said.stands, told.hour) }]);
    else return await left(text, state);
  }
  return "kept";
};

/** @param {Text} text @param {string} words @param {Told} told */
const taken = async (text, words, told) => {
  isAway = false;
  text.version = told.version;
  text.form = told.fresh ?? told.form;
  text.isDirty = text.field.value !== words || told.fresh !== undefined;
  text.dirtySince = performance.now();
  if (text.isDirty) return;
  await text.dropHere();
  text.say(at(said.kept, told.hour));
};

/** The server did not take it: it waits here. @param {Text} text @param {State} state @returns {Promise<State>} */
const left = async (text, state) => {
  const isHere = state !== "other" && (await text.putHere());
  const words = { other: said.other, long: said.long, over: said.over }[/** @type {string} */ (state)];
  text.say(at(isHere ? (words ?? said.here) : state === "other" ? said.other : said.nowhere, hourNow()));
  if (state === "over") text.note.append(" ", wayIn());
  isAway = state === "away";
  return state;
};

const wayIn = () => {
  const link = document.createElement("a");
  link.href = signIn();
  link.textContent = said.signIn ?? "";
  return link;
};

/** Where one signs in to come back to this page. */
export const signIn = () => `/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}`;

/** Show other texts of a field beside it, one after the other. @param {Text} text @param {number} version @param {Other[]} others */
const apart = (text, version, others) => {
  text.version = version;
  const isShown = text.others.length > 0;
  text.others.push(...others);
  if (!isShown) void decided(text);
};

/** @param {Text} text */
const decided = async text => {
  text.say(said.choose ?? "");
  text.field.closest("details")?.setAttribute("open", ""); // what is asked is seen
  while (text.others.length > 0) {
    const [other] = text.others;
    const words = await chosenOf(/** @type {HTMLTemplateElement} */ (template), text.field, other);
    text.show({ words, form: words === other.words ? other.form : "" });
    text.mine = [...text.mine, other.words];
    text.isDirty = true;
    await text.putHere();
    if (other.drops) await here.drop(other.drops);
    text.others.shift();
  }
  await deliver(text);
};

/** Somebody types: keep it here at once, and bring it in a moment. @param {Text} text */
const typed = text => {
  if (!text.isDirty) text.dirtySince = performance.now();
  text.isTyped = text.isDirty = true;
  void text.putHere();
  clearTimeout(text.timer);
  const most = Math.max(0, text.dirtySince + AT_LATEST - performance.now());
  text.timer = setTimeout(() => void deliver(text), Math.min(AFTER_KEY, most));
};

/** Which of the texts that wait here are nobody's: their page was closed, or the browser ended. */
const orphans = async () => {
  const found = await here.all(owner).catch(() => []);
  const held = (await navigator.locks?.query())?.held?.map(one => one.name) ?? [];
  return found.filter(one => !held.includes(lock(one.id.split(" ")[0])));
};

/**
 * Fill a field with the newest of what is known, and show what else there is beside it.
 * @param {Text} text
 * @param {import("./kept_here.js").Waiting[]} waiting
 * @param {Stands | undefined} stands
 */
const fill = async (text, waiting, stands) => {
  const same = waiting.filter(one => one.words === stands?.words);
  const left = waiting.filter(one => one.words !== stands?.words);
  const isGoneOn = left.some(one => one.version === stands?.version); // typed after what the server has
  /** @type {(Other & {at: string})[]} */
  const found = left.map(one => ({ ...one, title: at(said.stood, ""), drops: one.id }));
  const isMine = text.isTyped && stands !== undefined && text.mine.includes(stands.words);
  if (stands && !isGoneOn && !isMine) found.push({ ...stands, title: at(said.stands, stands.hour) });
  const others = text.isTyped ? found.filter(one => one.words !== "" && one.words !== text.field.value) : found;
  others.sort((a, b) => b.at.localeCompare(a.at));
  text.version = stands?.version ?? Math.max(0, ...left.map(one => one.version));
  text.mine = [...text.mine, ...left.map(one => one.words), ...(isGoneOn && stands ? [stands.words] : [])];
  const newest = text.isTyped ? undefined : others.shift();
  if (newest) {
    text.show(newest);
    if (newest.drops) {
      text.isDirty = true;
      await text.putHere();
      await here.drop(newest.drops);
      text.say(at(said.here, hourNow()));
    } else text.say(at(said.kept, stands?.hour ?? ""));
  }
  for (const one of same) await here.drop(one.id);
  text.isFilled();
  if (others.length > 0) apart(text, text.version, others);
  else if (text.isDirty) await deliver(text);
};

/** What waits here for another page goes to the server; where both differ, that page will show it. @param {import("./kept_here.js").Waiting} one */
const carry = async one => {
  const { state } = await bring({ ...one, key: one.field }, one.words);
  if (state === "kept") await here.drop(one.id);
};

/** Find the fields of this page that are new, and give them their text. */
export const load = async () => {
  for (const [field] of texts) if (!field.isConnected) texts.delete(field);
  if (!owner) return;
  const fields = /** @type {NodeListOf<Field>} */ (document.querySelectorAll("[data-keep]"));
  const fresh = [...fields].filter(field => !texts.has(field)).map(field => new Text(field));
  for (const text of fresh) texts.set(text.field, text);
  await here.claim(owner).catch(() => undefined);
  const waiting = await orphans();
  if (fresh.length === 0 && waiting.length === 0) return;
  const { stands } = await ask();
  const isOf = (/** @type {Text} */ text, /** @type {{field: string}} */ one) => one.field === text.key;
  for (const text of fresh) {
    const own = waiting.filter(one => one.page === text.page && isOf(text, one));
    await fill(text, own, stands.find(one => isOf(text, one)));
  }
  const elsewhere = waiting.filter(one => one.page !== location.pathname);
  for (const one of elsewhere) await carry(one);
};

/** Bring everything that the server does not have. */
export const deliverAll = () => Promise.all([...texts.values()].map(deliver));

/** Mark texts as sent: nothing of them is kept any more. @param {Text[]} sent */
export const forget = async sent => {
  for (const text of sent) {
    text.isSent = true;
    clearTimeout(text.timer);
    await text.dropHere();
  }
};

if (owner) {
  void navigator.locks?.request(lock(LOAD), () => new Promise(() => {}));
  addEventListener("input", event => {
    const text = texts.get(/** @type {Field} */ (event.target));
    if (text) typed(text);
  });
  addEventListener("pagehide", () => {
    for (const text of texts.values()) if (text.isDirty && !text.isSent) void bring(text, text.field.value, { isLast: true });
  });
  addEventListener("visibilitychange", () => void deliverAll());
  addEventListener("online", () => void deliverAll());
  setInterval(() => isAway && void deliverAll(), AGAIN);
  addEventListener("htmx:after:swap", () => void load());
}
