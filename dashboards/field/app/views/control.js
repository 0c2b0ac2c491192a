/**
 * The control: its grid is home, and one tap away from it lies the card of the place or of a person. Only what is in sight
 * exists; an answer changes what it must and draws nothing anew.
 * @module
 */
import { desk, draftInHand, formOf } from "../desk.js";
import { button, el, say } from "../dom.js";
import { buttonsBelow, toTop } from "../frame.js";
import { control, PLACE, persons } from "../filling.js";
import { t } from "../texts.js";
import { card } from "./card.js";
import { grid } from "./grid.js";
import { resume } from "./beginning.js";

/**
 * Show the control in hand.
 * @param {{draft: string, ref?: string, section?: string}} params whose card, and at which chapter it opens; the grid without
 * @param {HTMLElement} page
 */
export async function show(page, params) {
  if (desk.draft?.id !== params.draft) {
    await resume(params.draft, { replace: true });
    return undefined;
  }
  const filled = await formOf(control().sector, control().checklist);
  if (!page.isConnected) return undefined; // another screen came meanwhile, and the frame is that one's
  const body = el("div", { id: "card" });
  /** @type {ReturnType<typeof card>|null} */
  let shown = null;

  /** A card is a step of its own, so that "back" leads to the grid. @param {string} ref @param {string} [section] */
  function go(ref, section) {
    return desk.go("control", { draft: params.draft, ref, section });
  }

  /** @param {string} ref @param {string} [section] */
  function open(ref, section) {
    shown?.close();
    shown = card({ ref, filled });
    body.replaceChildren(shown.element);
    remember(ref, section);
    drawFoot(ref);
    if (section) shown.goTo(section);
    else toTop();
    return shown;
  }

  /** Come back to the chapter that one left for a photo, a hearing or a look-up. @param {string} ref @param {string|undefined} section */
  function remember(ref, section) {
    history.replaceState({ name: "control", params: { draft: params.draft, ref, section } }, "");
  }

  body.addEventListener("click", (event) => {
    const chapter = event.target instanceof Element && event.target.closest(".chapter")?.querySelector("h2");
    if (chapter && shown) remember(shown.ref, chapter.id.slice(2));
  }, { capture: true });

  async function added() {
    const ref = await draftInHand().addPerson();
    say(t("control.added", { ref }));
    return ref;
  }

  async function another() {
    open(await added()).focusTitle();
  }

  /** @param {string} ref */
  function drawFoot(ref) {
    const refs = persons().map((person) => person.ref);
    const following = ref === PLACE ? refs[0] : refs[refs.indexOf(ref) + 1];
    const goOn = () => open(following).focusTitle();
    const next = following
      ? button(t("control.next_person", { ref: following }), goOn, { icon: "next", kind: "main" })
      : button(t("control.new_person"), another, { icon: "person", kind: "main" });
    const here = { draft: params.draft, ref };
    const home = button(t("control.grid"), () => desk.go("control", { draft: params.draft }), { icon: "grid" });
    const decide = button(t("control.decision"), () => desk.go("suspicion", here), { icon: "eye" });
    const finish = button(t("control.finish"), () => desk.go("finish", here), { icon: "check" });
    buttonsBelow(home, finish, decide, next);
  }

  if (params.ref === undefined) {
    grid(page, filled, go, async () => go(await added()));
    return undefined;
  }

  document.addEventListener("person-named", redraw);
  /** @param {Event} event */
  function redraw(event) {
    if (/** @type {CustomEvent} */ (event).detail.ref === shown?.ref) shown?.named();
  }

  const speak = () => shown?.speak();
  document.addEventListener("person-speaks", speak);
  page.append(body);
  const isThere = params.ref === PLACE || persons().some((one) => one.ref === params.ref);
  open(isThere ? params.ref : PLACE, params.section);
  return () => {
    shown?.close();
    document.removeEventListener("person-named", redraw);
    document.removeEventListener("person-speaks", speak);
  };
}
