/**
 * What the answers may point to, by name, with the proof that is missing: for the inspector's eyes, before leaving. It is no
 * conclusion. What only guarded answers point to stands apart, and opens with the PIN.
 * @module
 */
import { desk, formOf } from "../desk.js";
import { add, button, el } from "../dom.js";
import { called, control, PLACE } from "../filling.js";
import { byFinding, pointsOf } from "../pointing.js";
import { labelOf, t } from "../texts.js";
import { heading } from "./heading.js";
import { openingGuarded, whenItCloses } from "./opening.js";

/** Which screen gets a proof, and with which drawing. @type {Record<EvidenceProof, [screen: ViewName, icon: string]>} */
const GETS = {
  photo: ["photo", "camera"], comment: ["comment", "pen"], lookup: ["lookup", "eye"], hearing: ["hearing", "pen"], pay: ["pay", "add"],
};

/** Show it; the guarded part of it only while it is open. @param {HTMLElement} page */
export async function show(page) {
  const { form, rules } = await formOf(control().sector, control().checklist);
  const open = el("div", {});
  const guarded = el("section", { class: "guarded-part stack" });
  const draw = () => {
    const all = pointsOf(form, rules, control());
    open.replaceChildren(listed(all.filter((one) => !one.isGuarded)));
    guarded.replaceChildren(el("h2", { text: t("guarded.title") }), desk.vault?.isSensitiveOpen ? listed(all.filter((one) => one.isGuarded)) : openingGuarded(draw));
  };
  draw();
  add(page, heading(t("points.title")), el("p", { class: "hint", text: t("points.how") }), open, guarded);
  return whenItCloses(draw);
}

/** @param {Pointed[]} all */
function listed(all) {
  const pack = desk.package;
  const found = byFinding(all, control(), pack).filter(({ offence }) => pack?.findings?.[offence]);
  if (!found.length) return el("p", { class: "hint", text: t("points.none") });
  return el("ul", { class: "pointed" }, found.map(({ offence, refs, missing }) => el("li", {},
    el("p", { class: "card-title", text: labelOf(pack?.findings?.[offence].label) }),
    el("p", { text: refs.map(name).join(", ") }),
    missing.map(({ key, of }) => lacking(key, of)),
    !missing.length && el("p", { class: "hint", text: `✓ ${t("points.all_there")}` }))));
}

/** One proof that is missing, with the way to get it. @param {string} key @param {Pointed[]} of */
function lacking(key, of) {
  const evidence = desk.package?.evidence?.[key];
  if (!evidence) return null;
  const [screen, drawn] = GETS[evidence.met_by];
  const [{ ref, questions }] = of;
  const about = { draft: control().control_id, ref, subject: ref || "workplace" };
  const go = () => desk.go(screen, screen === "photo" || screen === "comment" ? { ...about, question: questions[0] } : about);
  const words = t("points.missing", { what: labelOf(evidence.label), who: of.map((one) => one.ref).filter(Boolean).join(", ") || t("control.place") });
  return button(words, go, { icon: drawn, kind: "needs" });
}

/** @param {string} ref */
function name(ref) {
  return ref === PLACE ? t("control.place") : called(ref);
}
