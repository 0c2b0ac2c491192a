/**
 * The last screen of a device from which everything was taken, with the reason. It needs nothing that is gone.
 * @module
 */
import { add, button, el } from "../dom.js";
import { t } from "../texts.js";
import * as sync from "../sync.js";

/** Say that nothing is here any more, and why; then the page begins anew. @param {HTMLElement} page */
export function show(page) {
  add(page, el("h1", { text: t("erased.title") }), el("p", { role: "alert", text: t(`erased.${sync.status().wiped}`) }),
    button(t("erased.again"), () => location.reload(), { icon: "next", kind: "wide" }));
}
