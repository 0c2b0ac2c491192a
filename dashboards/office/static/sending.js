// Sending a form whose text is kept: a line that is lost costs no word and leads to no page of the browser's own.

import { close, wipe } from "./kept_here.js";
import { ask, deliver, deliverAll, forget, load, owner, said, signIn, texts } from "./keeping.js";

/** @typedef {import("./keeping.js").Text} Text */

const LEAVING = ["/sign-out", "/sign-out-everywhere"];
const WAITS = 1500; // ms that signing out waits for text on its way
const AWAY = 3000; // ms between two looks whether the server is back
const others = new BroadcastChannel("vigie-kept");

/**
 * Say something of a form where it is read out.
 * @param {HTMLFormElement} form
 * @param {string} words
 */
const tell = (form, words) => {
  let note = form.querySelector("[data-kept-told]");
  if (!note) {
    note = document.createElement("p");
    note.className = "note late";
    note.setAttribute("role", "alert");
    note.setAttribute("data-kept-told", "");
    const button = form.querySelector("button:not([type=button])");
    if (button) button.before(note);
    else form.append(note);
  }
  note.textContent = words;
};

/**
 * Bring what was typed, and find out whether the form can be sent now.
 * @param {Text[]} mine
 */
const ready = async mine => {
  const { state } = await ask();
  if (state !== "kept") {
    await Promise.all(mine.filter(text => text.isDirty).map(text => text.putHere()));
    return state;
  }
  const states = await Promise.all(mine.map(deliver));
  return states.find(one => one !== "kept" && one !== "long") ?? "kept";
};

/**
 * Send a form.
 * @param {HTMLFormElement} form
 * @param {Text[]} mine
 * @param {HTMLElement | null} submitter
 */
const send = async (form, mine, submitter) => {
  if (form.dataset.sending !== undefined) return; // a second press is the same
  form.dataset.sending = "";
  try {
    const state = await ready(mine);
    if (state === "over") return toSignIn();
    const words = { stale: said.choose, away: said.away, other: said.other }[/** @type {string} */ (state)];
    if (words !== undefined) return tell(form, words);
    const answer = await posted(form, mine, submitter);
    if (answer === null) tell(form, (form.querySelector("[data-keep-id]") ? said.again : said.unsure) ?? "");
    else await settle(form, mine, answer);
  } finally {
    delete form.dataset.sending;
  }
};

/**
 * Post it; null where no answer came, or the server had trouble of its own.
 * @param {HTMLFormElement} form
 * @param {Text[]} mine
 * @param {HTMLElement | null} submitter
 */
const posted = async (form, mine, submitter) => {
  const filled = new FormData(form, submitter);
  const body = form.enctype === "multipart/form-data" ? filled : new URLSearchParams();
  if (body !== filled) for (const [name, value] of filled) if (typeof value === "string") body.append(name, value);
  body.set("kept_page", mine[0].page);
  body.set("kept_fields", mine.map(text => text.key).join(","));
  try {
    const headers = { accept: "application/json", "x-sent-by-page": "1" };
    const answer = await fetch(form.getAttribute("action") ?? "", { method: "POST", body, headers });
    return answer.status >= 500 ? null : { answer, words: await answer.text() };
  } catch {
    return null;
  }
};

/**
 * Go where an answer leads, or show it here; text of a form that was refused stays.
 * @param {HTMLFormElement} form
 * @param {Text[]} mine
 * @param {{answer: Response, words: string}} came
 */
const settle = async (form, mine, { answer, words }) => {
  if (answer.status === 401) return toSignIn();
  const way = answer.headers.get("x-way");
  const isDone = answer.ok && !answer.headers.has("x-looked-at") && !/^\/(sign-in|me\/prove)\b/.test(way ?? "");
  if (isDone) await forget(mine);
  if (way !== null) return go(way);
  const drawn = new DOMParser().parseFromString(words, "text/html");
  const [main, action] = [drawn.getElementById("main"), form.getAttribute("action") ?? ""];
  const isSamePage = [...(main?.querySelectorAll("form") ?? [])].some(one => one.getAttribute("action") === action);
  if (!isDone && !isSamePage) return tell(form, main?.querySelector("[role=alert]")?.textContent?.trim() ?? said.unsure ?? "");
  if (main) document.getElementById("main")?.replaceWith(document.adoptNode(main));
  document.title = drawn.title;
  /** @type {{htmx?: {process: (part: Element | null) => void}}} */ (globalThis).htmx?.process(main);
  dispatchEvent(new Event("office:swapped"));
  main?.focus();
  await load();
};

let isLeaving = false;
addEventListener("pageshow", () => (isLeaving = false)); // back on a page that the browser kept

/** To the sign-in, once: of two forms that are sent the second would break the way of the first off. */
const toSignIn = () => {
  if (!isLeaving) location.assign(signIn());
  isLeaving = true;
};

/** @param {string} way */
const go = way => {
  const to = new URL(way, location.href);
  location.assign(to);
  if (to.hash && to.pathname + to.search === location.pathname + location.search) location.reload();
};

/**
 * Sign out: what is on its way goes to the server first, then nothing is left here.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
const leave = async (form, submitter) => {
  await Promise.race([deliverAll(), new Promise(resolve => setTimeout(resolve, WAITS))]);
  others.postMessage("left");
  await wipe().catch(() => undefined);
  form.dataset.isLeft = "";
  form.requestSubmit(submitter);
};

/** A page that came of the browser's own stock, since the server was away: it looks whether it is back. */
const waitFor = () =>
  setInterval(async () => {
    const answer = await fetch("/healthz", { method: "HEAD" }).catch(() => null);
    if (answer) location.reload();
  }, AWAY);

/** The page that is shown where the server cannot be reached is kept by the browser, in the reader's language. */
const prepare = async () => {
  if (!said.worker || !said.awayPage || !("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(said.worker, { scope: "/" });
  const kept = await caches.open("vigie-away");
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const wanted = [said.awayPage, ...files.map(one => one.getAttribute("href") ?? one.getAttribute("src") ?? ""), ...(said.modules ?? "").split(" ")];
  const known = (await kept.keys()).map(one => new URL(one.url).pathname + new URL(one.url).search);
  if (wanted.every(one => known.includes(one))) return;
  for (const one of await kept.keys()) await kept.delete(one);
  await kept.addAll(wanted);
};

addEventListener(
  "submit",
  event => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    const isLeaving = owner && LEAVING.includes(form.getAttribute("action") ?? "") && form.dataset.isLeft === undefined;
    const mine = [...texts.values()].filter(text => text.field.form === form);
    if (!isLeaving && mine.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void (isLeaving ? leave(form, event.submitter) : send(form, mine, event.submitter));
  },
  true,
);
others.addEventListener("message", () => close());
if (said.isOut !== undefined) void wipe().catch(() => undefined);
if (document.querySelector("[data-waits]")) waitFor();
else void prepare().catch(() => undefined);
void load();
