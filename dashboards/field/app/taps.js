/**
 * One tap where a hand trembles or a screen is slow: what is tapped again within a moment was meant once. A second tap on a
 * choice would take the answer back, one on "person" would add somebody who is not there.
 * @module
 */
/** What was tapped, the row in which it stood (drawn anew, it is in none), and where. @typedef {{thing: Element, row: Element|null, x: number, y: number}} Tapped */

const WITHIN_MS = 600;
const WITHIN_PX = 32; // a thumb that trembles
const ONCE = "button, a, summary, input[type=radio], input[type=checkbox]";
const AGAIN = ".key"; // digits of a PIN and counters are tapped as often as one likes
const ROWS = "#foot, #strips"; // what stands here is drawn anew by a tap: another button then lies under the same thumb

/**
 * Let a second tap on the same thing change nothing, also when the first one has drawn the thing anew, or has put another
 * under the thumb. Moments are the events' own, so that no clock of the telephone counts.
 * @param {EventTarget} page
 */
export function takeOnce(page) {
  /** @type {Tapped|null} */
  let last = null;
  let at = -Infinity;
  page.addEventListener("click", (event) => {
    const tapped = event.target instanceof Element ? event.target.closest(ONCE) : null;
    if (!tapped || tapped.matches(AGAIN) || isEntered(event, tapped)) return;
    const [x, y] = event instanceof MouseEvent && event.detail > 0 ? [event.clientX, event.clientY] : [NaN, NaN];
    const now = { thing: tapped, row: tapped.closest(ROWS), x, y };
    const isAgain = event.timeStamp - at < WITHIN_MS && isSame(now, last);
    [last, at] = [now, event.timeStamp];
    if (!isAgain) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}

/** Tell whether no tap sent a form, but the key Enter in one of its fields. @param {Event} event @param {Element} tapped */
function isEntered(event, tapped) {
  return event instanceof UIEvent && event.detail === 0 && tapped.getAttribute("type") === "submit";
}

/**
 * Tell whether a thing is the one tapped before, or came where that one was: in the same row, at the same place, or under the
 * same name.
 * @param {Tapped} now @param {Tapped|null} last
 */
function isSame(now, last) {
  if (!last) return false;
  if (now.thing === last.thing) return true;
  if (last.thing.isConnected) return false;
  if (now.row && now.row === last.row) return true;
  if (Math.hypot(now.x - last.x, now.y - last.y) < WITHIN_PX) return true;
  return now.thing.tagName === last.thing.tagName && nameOf(now.thing) === nameOf(last.thing);
}

/** @param {Element} thing */
function nameOf(thing) {
  return thing.getAttribute("aria-label") ?? thing.textContent;
}
