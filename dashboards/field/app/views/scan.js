/**
 * The finder: a code before the camera, what it says, and whether it is taken. Nothing is taken by itself, and what the
 * check digits disprove is not taken at all.
 * @module
 */
import { desk } from "../desk.js";
import { button, el, iconButton, part } from "../dom.js";
import { faultWords } from "../notice.js";
import { understood, written } from "../readings.js";
import { lookForCodes } from "../scanning.js";
import { t } from "../texts.js";

/**
 * A button that opens the finder for a field.
 * @param {string} label the field's
 * @param {Wanted} wanted
 * @param {(taken: string) => unknown} take gets the digits of a number, or the text
 */
export function scanButton(label, wanted, take) {
  const press = async () => {
    const taken = await scan(label, wanted);
    if (taken) take(taken);
    opener.focus();
  };
  const opener = button(t("scan.open"), press, { icon: "scan", kind: "scan-open", name: `${t("scan.open")}: ${label}` });
  return opener;
}

/**
 * Show the finder above the screen until a reading is taken or it is closed; it goes with the screen under it.
 * @param {string} label what is looked for, in the words of its field
 * @param {Wanted} wanted
 * @returns {Promise<string|null>}
 */
export function scan(label, wanted) {
  const video = el("video", { playsinline: true, "aria-label": t("scan.picture") });
  const read = el("div", { class: "scan-read", role: "status" });
  const acts = el("div", { class: "scan-acts" });
  const hint = el("p", { class: "scan-hint", text: t("scan.hint") });
  const hide = iconButton(t("bar.hide"), "clock", () => desk.hide());
  const close = button(t("scan.type"), () => dialog.close(), { icon: "pen" });
  const dialog = el("dialog", { class: "scan", "aria-label": `${t("scan.open")}: ${label}` },
    el("div", { class: "finder" }, video, hint), el("div", { class: "scan-below" }, read, acts));
  video.muted = true;
  /** @type {Awaited<ReturnType<typeof lookForCodes>>|null} */
  let camera = null;
  /** @type {string|null} */
  let taken = null;
  /** @type {Set<string>} texts that were said not to be it */
  const passed = new Set();

  /** @param {string} text */
  function found(text) {
    if (passed.has(text)) return false;
    const reading = understood(text, wanted);
    read.replaceChildren(...wordsOf(reading));
    const not = button(t("scan.not_this"), () => pass(text), { icon: "remove" });
    const take = button(t(reading.kind ? "scan.take" : "scan.take_text"), () => took(reading.number ?? reading.text), { icon: "check", kind: "main" });
    show(not, !reading.refused && take);
    return true;
  }

  /** @param {string} text */
  function pass(text) {
    passed.add(text);
    read.replaceChildren(el("p", { text: t("scan.looking") }));
    show(light());
    camera?.again();
    close.focus();
  }

  /** @param {string} text */
  function took(text) {
    taken = text;
    dialog.close();
  }

  /** What closes the finder and what hides everything stay where they are. @param {...(Node|false|null|undefined)} buttons */
  function show(...buttons) {
    acts.replaceChildren(hide, close, ...buttons.filter((one) => one instanceof Node));
  }

  const light = () => camera?.light && button(t("scan.light"), camera.light);

  async function start() {
    read.replaceChildren(el("p", { text: t("scan.looking") }));
    show();
    try {
      camera = await lookForCodes(video, found);
      if (!dialog.open) camera.stop();
      else if (!acts.querySelector(".main")) show(light());
    } catch (fault) {
      read.replaceChildren(el("p", { text: faultWords(fault) }));
    }
  }

  const away = () => document.hidden && dialog.close(); // nobody looks: the camera is off
  document.addEventListener("visibilitychange", away);
  part("page").firstElementChild?.append(dialog); // when another screen comes, the finder goes too
  dialog.showModal();
  start();
  return new Promise((done) => dialog.addEventListener("close", () => {
    document.removeEventListener("visibilitychange", away);
    camera?.stop();
    dialog.remove();
    done(taken);
  }, { once: true }));
}

/** @param {Reading} reading */
function wordsOf({ text, kind, number, refused }) {
  const head = el("p", { class: "scan-text", text: number ? written(kind, number) : text });
  const said = { check: "scan.wrong_digits", other: "scan.other", long: "scan.too_long" };
  return [head,
    kind && el("p", { text: `✓ ${t(`number.${kind}`)}` }),
    refused ? el("p", { class: "scan-refused", text: t(said[refused]) }) : !kind && el("p", { text: t("scan.asked") }),
  ].filter((one) => one instanceof Node);
}
