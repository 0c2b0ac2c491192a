/**
 * What waits, what was received with which receipt, and a way out for a draft that will not go.
 * @module
 */
import { clockWords } from "../clock_kept.js";
import { desk } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { momentWords } from "../moments.js";
import { faultWords, refusalWords } from "../notice.js";
import { t } from "../texts.js";
import { checklistOf, resume } from "./beginning.js";
import * as drafts from "../drafts.js";
import * as sync from "../sync.js";

/** The office refuses a control for its visit: the code is unknown, or another control has answered it. */
const VISIT_FAULTS = ["CONTROL-230", "CONTROL-231"];

/** Show the queue; it draws itself again as receipts come, but not under somebody who types. @param {HTMLElement} page */
export async function show(page) {
  const body = el("div", { class: "stack", "aria-live": "polite" });
  const draw = async () => {
    const anew = await parts();
    if (!body.querySelector("input:focus")) body.replaceChildren(...keepOpen(body, anew));
  };
  add(page, el("h1", { text: t("queue.title") }), button(t("bar.home"), () => desk.go("start"), { icon: "home" }), body);
  await draw();
  document.addEventListener("queue", draw);
  return () => document.removeEventListener("queue", draw);
}

async function parts() {
  const { online, queued, refused, sending, fault } = desk.queue;
  const all = (await drafts.listDrafts()).filter((draft) => draft.state !== "open" || draft.isRefused);
  const waits = sending ? t("bar.sending") : queued ? t("queue.waiting", { n: queued }) : refused ? null : t("queue.empty");
  return [
    el("p", { class: "card-title", text: t(online ? "bar.online" : "bar.offline") }),
    ...(clockWords() ?? []).map((text) => el("p", { class: "needs", text })),
    refused > 0 && el("p", { class: "fault", text: t("queue.refused", { n: refused }) }),
    waits && el("p", { text: waits }),
    fault && el("p", { class: "fault", text: `${t("queue.fault")} ${fault.code ?? ""}` }),
    button(t("queue.now"), () => sync.run({ now: true }), { icon: "send", kind: "main wide", disabled: sending }),
    ...all.map(item),
    el("p", { class: "hint", text: t("queue.promise") }),
  ].filter((one) => one instanceof Node);
}

/**
 * What somebody has opened stays open, with what was typed in it.
 * @param {HTMLElement} body @param {Node[]} anew
 */
function keepOpen(body, anew) {
  for (const was of /** @type {NodeListOf<HTMLDetailsElement>} */ (body.querySelectorAll("details[open]"))) {
    const same = `details[data-fold="${was.dataset.fold}"]`;
    const fold = anew.map((one) => one instanceof Element && one.querySelector(same)).find(Boolean);
    if (fold instanceof HTMLDetailsElement && was.querySelector("input")) fold.replaceWith(was);
    else if (fold instanceof HTMLDetailsElement) fold.open = true;
  }
  return anew;
}

/** @param {ListedDraft} draft */
function item(draft) {
  const receipts = receiptsOf(draft);
  const saved = draft.receipt?.saved;
  return el("article", { class: "card" },
    el("p", { class: "card-title", text: draft.name || draft.workplace || draft.id.slice(-6) }),
    el("p", {}, el("strong", { text: t(draft.isRefused ? "draft.stuck" : `draft.${draft.state}`) })),
    saved && el("p", { text: t("queue.saved", { findings: saved.findings, clocks: saved.clocks }) }),
    saved && button(t("concluded.title"), () => desk.go("concluded", { draft: draft.id }), { icon: "list" }),
    saved?.reference && el("p", { text: t("queue.reference", { reference: saved.reference }) }),
    draft.fault && el("p", { class: "fault", text: refusalWords(draft.fault) }),
    draft.state === "stuck" && draft.receipt && el("p", { class: "needs", text: t("queue.file_refused") }),
    draft.isRefused && draft.state === "open" && el("p", { class: "needs", text: t("queue.report_refused") }),
    receipts.length > 0 && el("details", { "data-fold": `receipts-${draft.id}` },
      el("summary", { text: t("queue.receipts", { n: receipts.length }) }), el("ul", {}, receipts.map(receiptLine))),
    draft.isRefused && button(t("queue.reopen"), () => reopen(draft), { icon: "pen" }),
    draft.isRefused && VISIT_FAULTS.includes(draft.fault?.code ?? "") && withoutVisit(draft),
    draft.state !== "sent" && exporting(draft),
  );
}

/**
 * Open a refused control again, so that it can be corrected; one whose first report was refused is open already.
 * @param {ListedDraft} draft
 */
async function reopen(draft) {
  const open = await drafts.openDraft(draft.id, await checklistOf(draft));
  if (draft.state === "stuck") await open.reopen();
  resume(draft.id);
}

/**
 * Two colleagues began one visit: what the second found is a control too, of its own, and nothing of it is lost.
 * @param {ListedDraft} draft
 */
function withoutVisit(draft) {
  const said = el("p", { class: "fault", role: "alert" });
  const go = button(t("queue.without_visit"), async () => {
    try {
      const open = await drafts.openDraft(draft.id, await checklistOf(draft));
      await open.sendWithoutVisit();
      sync.run({ now: true });
    } catch (fault) {
      said.textContent = faultWords(fault);
    }
  }, { icon: "send", kind: "main" });
  return el("div", {}, el("p", { class: "hint", text: t("queue.without_visit_why") }), go, said);
}

/**
 * Save the draft, encrypted under a password, as a file: it can be handed over by hand when nothing else goes.
 * @param {ListedDraft} draft
 */
function exporting(draft) {
  const password = el("input", { type: "password", autocomplete: "new-password", maxlength: "100" });
  const said = el("p", { class: "fault", role: "alert" });
  const go = button(t("queue.export_go"), async () => {
    try {
      const open = await drafts.openDraft(draft.id, await checklistOf(draft));
      save(await open.exportEncrypted(password.value), `${draft.id}.vigie`);
      said.textContent = "";
    } catch (fault) {
      said.textContent = t(/** @type {Caught} */ (fault).code === "password_short" ? "queue.password_short" : "queue.export_failed");
    }
  }, { icon: "copy" });
  return el("details", { "data-fold": `export-${draft.id}` }, el("summary", { text: t("queue.export") }),
    el("p", { class: "hint", text: t("queue.export_how") }), field(t("queue.password"), password), said, go);
}

/** The receipts of a draft: the control's own, and one of each attachment. @param {ListedDraft} draft */
function receiptsOf(draft) {
  const attached = Object.entries(draft.received).map(([sha256, received_at]) => ({ sha256, received_at }));
  return draft.receipt ? [draft.receipt, ...attached] : attached;
}

/** @param {{sha256: string, received_at: Moment}} parts */
function receiptLine({ sha256, received_at }) {
  return el("li", { class: "receipt", text: `${sha256.slice(0, 12)} · ${momentWords(received_at)}` });
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = el("a", { href: URL.createObjectURL(file), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
