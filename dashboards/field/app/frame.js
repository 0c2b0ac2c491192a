/**
 * The frame round every screen: what stays above the page and below it. The page alone scrolls, between them, so that
 * nothing of the frame ever lies over anything that one wants to read or tap.
 * @module
 */

/** Put a screen's own strips above the page; without any, the bar stands there alone. */
export function stripsAbove(...strips) {
  document.getElementById("strips").replaceChildren(...strips);
}

/** Put a screen's main buttons below the page. */
export function buttonsBelow(...buttons) {
  document.getElementById("foot").replaceChildren(...buttons);
}

/** Show the page from its top. */
export function toTop() {
  document.getElementById("page").scrollTo(0, 0);
}
