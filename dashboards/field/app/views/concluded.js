/**
 * What the office concluded of a control that it has, by name: for the inspector's eyes. What only guarded answers led to is
 * asked for once the guarded part is open, and is kept nowhere on the device.
 * @module
 */
import { desk } from "../desk.js";
import { add, el } from "../dom.js";
import { faultWords } from "../notice.js";
import { ask } from "../server.js";
import { labelOf, t } from "../texts.js";
import * as drafts from "../drafts.js";
import { heading } from "./heading.js";
import { openingGuarded, whenItCloses } from "./opening.js";

/** Show it of one draft, by its receipt. @param {HTMLElement} page @param {{draft: string}} params  the control's id */
export async function show(page, params) {
  const draft = (await drafts.listDrafts()).find((one) => one.id === params.draft);
  const guarded = el("section", { class: "guarded-part stack" });
  const draw = async () => {
    const rest = desk.vault?.isSensitiveOpen ? await asked(params.draft) : openingGuarded(draw);
    guarded.replaceChildren(el("h2", { text: t("guarded.title") }), rest);
  };
  add(page, heading(t("concluded.title"), draft?.name), el("p", { class: "hint", text: t("concluded.how") }),
    listed(draft?.receipt?.saved?.named ?? []), guarded);
  await draw();
  return whenItCloses(draw);
}

/** @param {string} id */
async function asked(id) {
  try {
    return listed((await ask(`controls/${id}/findings`)).body.named ?? []);
  } catch (fault) {
    return el("p", { class: "fault", text: faultWords(fault) });
  }
}

/** @param {NamedFinding[]} named */
function listed(named) {
  if (!named.length) return el("p", { class: "hint", text: t("points.none") });
  return el("ul", { class: "pointed" }, named.map(({ label, persons }) => el("li", {},
    el("p", { class: "card-title", text: labelOf(label) }), persons.length > 0 && el("p", { text: persons.join(", ") }))));
}
