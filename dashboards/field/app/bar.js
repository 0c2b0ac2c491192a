/**
 * The bar of the frame: home, the state in words, the card of steps, and the button that hides everything. The same on every
 * screen, so that each of them is one tap away from anywhere.
 * @module
 */
import { clockShort } from "./clock_kept.js";
import { desk } from "./desk.js";
import { el, iconButton, part } from "./dom.js";
import { t } from "./texts.js";

/** Draw the bar for a screen; before the PIN there is nothing to reach. @param {ViewName} screen */
export function drawBar(screen) {
  const bar = part("bar");
  bar.hidden = !desk.vault;
  if (!desk.vault) return bar.replaceChildren();
  const home = iconButton(t("bar.home"), "home", () => desk.go("start"));
  const state = el("button", { type: "button", id: "state", class: "state", onclick: () => desk.go("queue") });
  const steps = iconButton(t("bar.steps"), "list", () => (screen === "steps" ? desk.back() : desk.go("steps")));
  const hide = iconButton(t("bar.hide"), "clock", () => desk.hide());
  bar.replaceChildren(home, state, steps, hide);
  return drawState();
}

/** Say in words whether there is a network, what was refused and what still waits. */
export function drawState() {
  const state = document.getElementById("state");
  if (!state) return;
  const { online, queued, refused, sending, fault } = desk.queue;
  const net = online ? t("bar.online") : t("bar.offline");
  const waits = sending ? t("bar.sending") : queued ? t("bar.queued", { n: queued }) : refused ? null : t("bar.nothing_queued");
  state.className = `state ${online ? "on" : "off"} ${fault || refused ? "stuck" : ""}`;
  state.replaceChildren(
    el("strong", { text: net }),
    ...(refused ? [el("strong", { class: "fault", text: t("bar.refused", { n: refused }) })] : []),
    ...(clockShort() ? [el("strong", { class: "fault", text: clockShort() })] : []),
    ...(waits ? [el("span", { text: waits })] : []),
    el("span", { id: "kept", class: "only-wide" }),
  );
}
