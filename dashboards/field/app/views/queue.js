/**
 * What waits, what was received with which receipt, and a way out for a draft that will not go.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { momentWords } from "../moments.js";
import { t } from "../texts.js";
import { checklistOf, resume } from "./beginning.js";
import * as drafts from "../drafts.js";
import * as sync from "../sync.js";

/** Show the queue; it draws itself again as receipts come. */
export async function show(page) {
  const body = el("div", { class: "stack", "aria-live": "polite" });
  const draw = async () => body.replaceChildren(...(await parts()));
  add(page, el("h1", { text: t("queue.title") }), button(t("bar.home"), () => desk.go("start"), { icon: "home" }), body);
  await draw();
  document.addEventListener("queue", draw);
  return () => document.removeEventListener("queue", draw);
}

async function parts() {
  const { online, queued, sending, fault } = desk.queue;
  const all = (await drafts.listDrafts()).filter((draft) => draft.state !== "open");
  return [
    el("p", { class: "card-title", text: t(online ? "bar.online" : "bar.offline") }),
    el("p", { text: sending ? t("bar.sending") : queued ? t("queue.waiting", { n: queued }) : t("queue.empty") }),
    fault && el("p", { class: "fault", text: `${t("queue.fault")} ${fault.code ?? ""}` }),
    button(t("queue.now"), () => sync.run({ now: true }), { icon: "send", kind: "main wide", disabled: sending }),
    ...all.map(item),
    el("p", { class: "hint", text: t("queue.promise") }),
  ].filter(Boolean);
}

function item(draft) {
  const receipts = receiptsOf(draft);
  const saved = draft.receipt?.saved;
  return el("article", { class: "card" },
    el("p", { class: "card-title", text: draft.name || draft.workplace || draft.id.slice(-6) }),
    el("p", {}, el("strong", { text: t(`draft.${draft.state}`) })),
    saved && el("p", { text: t("queue.saved", { findings: saved.findings, clocks: saved.clocks }) }),
    saved?.reference && el("p", { text: t("queue.reference", { reference: saved.reference }) }),
    draft.fault && el("p", { class: "fault", text: refusal(draft.fault) }),
    receipts.length > 0 && el("details", {}, el("summary", { text: t("queue.receipts", { n: receipts.length }) }),
      el("ul", {}, receipts.map(receiptLine))),
    draft.state === "stuck" && button(t("queue.reopen"), () => reopen(draft), { icon: "pen" }),
    draft.state !== "sent" && exporting(draft),
  );
}

/** Open a refused control again, so that it can be corrected. */
async function reopen(draft) {
  const open = await drafts.openDraft(draft.id, await checklistOf(draft));
  await open.reopen();
  resume(draft.id);
}

/** Save the draft, encrypted under a password, as a file: it can be handed over by hand when nothing else goes. */
function exporting(draft) {
  const password = el("input", { type: "password", autocomplete: "new-password", maxlength: "100" });
  const said = el("p", { class: "fault", role: "alert" });
  const go = button(t("queue.export_go"), async () => {
    try {
      const open = await drafts.openDraft(draft.id, await checklistOf(draft));
      save(await open.exportEncrypted(password.value), `${draft.id}.vigie`);
      said.textContent = "";
    } catch (fault) {
      said.textContent = t(fault.code === "password_short" ? "queue.password_short" : "queue.export_failed");
    }
  }, { icon: "copy" });
  return el("details", {}, el("summary", { text: t("queue.export") }),
    el("p", { class: "hint", text: t("queue.export_how") }), field(t("queue.password"), password), said, go);
}

/** The receipts of a draft: the control's own, and one of each attachment. */
function receiptsOf(draft) {
  const attached = Object.entries(draft.received).map(([sha256, received_at]) => ({ sha256, received_at }));
  return draft.receipt ? [draft.receipt, ...attached] : attached;
}

/** What the server said, in its own words: the office asks for the code. */
function refusal({ code, what, advice }) {
  return [code, what, advice].filter(Boolean).join(" · ");
}

function receiptLine({ sha256, received_at }) {
  return el("li", { class: "receipt", text: `${sha256.slice(0, 12)} · ${momentWords(received_at)}` });
}

function save(file, name) {
  const link = el("a", { href: URL.createObjectURL(file), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
