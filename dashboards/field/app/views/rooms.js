/**
 * On what ground an inhabited room was entered: the ground is chosen before anybody goes in, and its minute is kept at once.
 * @module
 */
import { select, yesNo } from "../choosing.js";
import { desk } from "../desk.js";
import { button, el, field, say } from "../dom.js";
import { amend, append, called, entries, nextRef, persons, strike } from "../filling.js";
import { clock, momentWords, now } from "../moments.js";
import { labelOf, t } from "../texts.js";

/** The list, with one button a ground. */
export function roomList() {
  const list = el("ol", { class: "rows" });
  const draw = () => list.replaceChildren(...entries("rooms").map((one, at) => row(one, at, draw)));
  const grounds = (desk.package?.room_grounds ?? []).map((ground) => button(labelOf(ground.label), () => {
    const ref = nextRef("rooms", "R");
    append("rooms", { ref, ground: ground.key, at: now() });
    draw();
    say(t("rooms.added", { ref, time: clock() }));
  }, { icon: "add", kind: "wide" }));
  draw();
  return el("div", { class: "extra" }, el("h3", { text: t("rooms.title") }), el("p", { class: "hint", text: t("rooms.why") }),
    list, el("details", {}, el("summary", { text: t("rooms.ground") }), el("div", { class: "stack" }, grounds)));
}

/** @param {RoomEntry} one @param {number} at @param {() => unknown} draw */
function row(one, at, draw) {
  const summary = el("summary", { text: said(one) });
  const box = el("details", {}, summary);
  const line = () => (summary.textContent = said(entries("rooms")[at]));
  box.addEventListener("toggle", () => box.open && box.childElementCount === 1 && box.append(...details(at, line, draw)));
  return el("li", {}, box);
}

/** @param {RoomEntry} one */
function said(one) {
  const who = one.by ? called(one.by) : one.name;
  return [one.ref, labelOf(groundOf(one)?.label), who, one.at && momentWords(one.at)].filter(Boolean).join(" · ");
}

/** @param {RoomEntry} one */
function groundOf(one) {
  return desk.package?.room_grounds?.find((ground) => ground.key === one.ground);
}

/** What the ground calls for, and nothing else. @param {number} at @param {() => unknown} line @param {() => unknown} draw */
function details(at, line, draw) {
  const one = entries("rooms")[at];
  const [needs, hint] = [groundOf(one)?.needs ?? [], groundOf(one)?.hint];
  /** @param {Partial<RoomEntry>} fields */
  const change = (fields) => {
    amend("rooms", at, fields);
    line();
  };
  /** @param {"name"|"reference"|"words"} name */
  const typed = (name) => {
    const input = el("input", { type: "text", maxlength: "200", autocomplete: "off", value: one[name] ?? "" });
    input.addEventListener("input", () => change({ [name]: input.value }));
    return field(t(`rooms.${name}`), input);
  };
  const who = [["", "–"], ...persons().map((person) => [person.ref, called(person.ref)])];
  return [
    hint && el("p", { class: "hint", text: labelOf(hint) }),
    needs.includes("who") && field(t("rooms.by"), select(who, one.by, (by) => change({ by }))),
    needs.includes("who") && typed("name"),
    needs.includes("writing") && yesNo(t("rooms.is_written"), one.is_written, (is_written) => change({ is_written })),
    needs.includes("reference") && typed("reference"),
    needs.includes("words") && typed("words"),
    button(t("word.remove"), () => { strike("rooms", at); draw(); }, { icon: "remove", kind: "quiet" }),
  ].filter((part) => part !== false && part != null);
}
