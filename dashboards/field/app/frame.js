/**
 * The frame of every screen: one container at the thumb, under the page, beside it on a telephone held sideways. The page
 * alone scrolls, so that nothing of the frame ever lies over anything that one wants to read or tap.
 * @module
 */

import { part } from "./dom.js";

/** Put a screen's own strips on top of the frame. @param {...HTMLElement} strips */
export function stripsAbove(...strips) {
  part("strips").replaceChildren(...strips);
}

/** Put a screen's main buttons into the frame. @param {...HTMLElement} buttons */
export function buttonsBelow(...buttons) {
  part("foot").replaceChildren(...buttons);
}

/** Show the page from its top. */
export function toTop() {
  part("page").scrollTo(0, 0);
}
