/**
 * Taking everything off this device: said twice, with what would be lost.
 * @module
 */
import { desk, emptyDesk } from "../desk.js";
import { add, button, el, field } from "../dom.js";
import { t } from "../texts.js";
import { heading } from "./heading.js";
import * as drafts from "../drafts.js";
import * as vault from "../vault.js";

/** Ask, and wipe. */
export async function show(page) {
  const kept = (await drafts.listDrafts()).filter((draft) => draft.state !== "sent").length;
  const sure = el("input", { type: "checkbox" });
  const go = button(t("wipe.go"), wiped, { icon: "erase", kind: "danger wide", disabled: true });
  sure.addEventListener("change", () => (go.disabled = !sure.checked));
  add(page, heading(t("wipe.title")),
    el("p", { text: t("wipe.what") }), kept > 0 && el("p", { class: "fault", text: t("wipe.lost", { n: kept }) }),
    field(t("wipe.sure"), sure), go);
}

async function wiped() {
  emptyDesk();
  await vault.wipe();
  location.reload();
}
