/**
 * The control: whom it is about on one strip, the chapters on another, one card below. Only the card in sight exists;
 * an answer changes what it must on it and draws nothing anew.
 * @module
 */
import { desk, draftInHand, formOf } from "../desk.js";
import { add, button, el, say } from "../dom.js";
import { buttonsBelow, stripsAbove, toTop } from "../frame.js";
import { called, control, PLACE, persons } from "../filling.js";
import { t } from "../texts.js";
import { card } from "./card.js";
import { resume } from "./beginning.js";

/**
 * Show the control in hand.
 * @param {{draft: string, ref?: string, section?: string}} params whose card, and at which chapter it opens
 * @param {HTMLElement} page
 */
export async function show(page, params) {
  if (desk.draft?.id !== params.draft) {
    await resume(params.draft, { replace: true });
    return undefined;
  }
  const { form, rules } = await formOf(control().sector, control().checklist);
  if (!page.isConnected) return undefined; // another screen came meanwhile, and the frame is that one's
  const strip = el("nav", { class: "strip people", "aria-label": t("control.people") });
  const chapters = el("nav", { class: "strip chapters", "aria-label": t("control.chapters") });
  const body = el("div", { id: "card" });
  add(page, body);
  stripsAbove(strip, chapters);
  /** @type {ReturnType<typeof card>|null} */
  let shown = null;

  /** @param {string} ref @param {string} [section] */
  function open(ref, section) {
    shown?.close();
    shown = card({ ref, form, rules, chapters });
    body.replaceChildren(shown.element);
    remember(ref, section);
    drawStrip(ref);
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

  async function found() {
    const ref = await draftInHand().addPerson();
    open(ref).focusTitle();
    say(t("control.added", { ref }));
  }

  /** @param {string} ref */
  function drawStrip(ref) {
    /** @param {string} key @param {string} words */
    const chip = (key, words) => {
      const one = button(words, () => open(key).focusTitle(), { kind: `tab ${key === ref ? "now" : ""}` });
      if (key === ref) one.setAttribute("aria-current", "true");
      return one;
    };
    const people = persons().map((person) => chip(person.ref, called(person.ref)));
    const another = button(t("control.add"), found, { icon: "add", kind: "tab" });
    strip.replaceChildren(chip(PLACE, t("control.place")), ...people, another);
    /** @type {HTMLElement|null} */
    const here = strip.querySelector(".now");
    if (here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }

  /** @param {string} ref */
  function drawFoot(ref) {
    const refs = persons().map((person) => person.ref);
    const following = ref === PLACE ? refs[0] : refs[refs.indexOf(ref) + 1];
    const goOn = () => open(following).focusTitle();
    const next = following
      ? button(t("control.next_person", { ref: following }), goOn, { icon: "next", kind: "main" })
      : button(t("control.new_person"), found, { icon: "person", kind: "main" });
    const here = { draft: params.draft, ref };
    const decide = button(t("control.decision"), () => desk.go("suspicion", here), { icon: "eye" });
    const finish = button(t("control.finish"), () => desk.go("finish", here), { icon: "check" });
    buttonsBelow(decide, finish, next);
  }

  document.addEventListener("person-named", redraw);
  /** @param {Event} event */
  function redraw(event) {
    drawStrip(/** @type {CustomEvent} */ (event).detail.ref);
    shown?.named();
  }

  const speak = () => shown?.speak();
  document.addEventListener("person-speaks", speak);

  const isFresh = !persons().length && !Object.keys(control().answers ?? {}).length;
  const ref = params.ref && persons().some((one) => one.ref === params.ref) ? params.ref : PLACE;
  open(ref, params.section ?? (isFresh ? "first_minutes" : undefined));
  return () => {
    shown?.close();
    document.removeEventListener("person-named", redraw);
    document.removeEventListener("person-speaks", speak);
  };
}
