/**
 * One tap where a hand trembles or a screen is slow: what is tapped again within a moment was meant once. A second tap on a
 * choice would take the answer back, one on "person" would add somebody who is not there.
 * @module
 */
const WITHIN_MS = 600;
const ONCE = "button, a, summary, input[type=radio], input[type=checkbox]";
const AGAIN = ".key"; // digits of a PIN and counters are tapped as often as one likes

/**
 * Let a second tap on the same thing change nothing, also when the first one has drawn the thing anew. Moments are the
 * events' own, so that no clock of the telephone counts.
 * @param {EventTarget} page
 */
export function takeOnce(page) {
  let last = null;
  let at = -Infinity;
  page.addEventListener("click", (event) => {
    const tapped = event.target.closest?.(ONCE);
    if (!tapped || tapped.matches(AGAIN) || isEntered(event, tapped)) return;
    const isAgain = event.timeStamp - at < WITHIN_MS && isSame(tapped, last);
    [last, at] = [tapped, event.timeStamp];
    if (!isAgain) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}

/** Tell whether no tap sent a form, but the key Enter in one of its fields. */
function isEntered(event, tapped) {
  return event.detail === 0 && tapped.type === "submit";
}

/** Tell whether a thing is the one tapped before, or stands where that one was, under the same name. */
function isSame(tapped, last) {
  return tapped === last || (!last.isConnected && tapped.tagName === last.tagName && nameOf(tapped) === nameOf(last));
}

function nameOf(thing) {
  return thing.getAttribute("aria-label") ?? thing.textContent;
}
