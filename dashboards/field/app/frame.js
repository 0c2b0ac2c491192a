/**
 * The frame round every screen: what stays above the page and below it. The page alone scrolls, between them, so that
 * nothing of the frame ever lies over anything that one wants to read or tap.
 * @module
 */

import { part } from "./dom.js";

/** Put a screen's own strips above the page; without any, the bar stands there alone. @param {...HTMLElement} strips */
export function stripsAbove(...strips) {
  part("strips").replaceChildren(...strips);
}

/** Put a screen's main buttons below the page. @param {...HTMLElement} buttons */
export function buttonsBelow(...buttons) {
  part("foot").replaceChildren(...buttons);
}

/** Show the page from its top. */
export function toTop() {
  part("page").scrollTo(0, 0);
}
