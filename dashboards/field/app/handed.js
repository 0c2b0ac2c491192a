/**
 * A screen that somebody else holds or reads: nothing of the form is round it, neither what waits to be sent nor the way to
 * anything else.
 * @module
 */

/** Put the form's frame out of sight; gives what brings it back. */
export function handOver() {
  document.body.classList.add("handed");
  return () => document.body.classList.remove("handed");
}

/** How a text reads that is signed or kept: a paper of its own. @param {string} text @param {string} lang @param {string} direction */
export function paragraphs(text, lang, direction) {
  const paper = document.createElement("div");
  Object.assign(paper, { className: "paper", lang, dir: direction });
  for (const line of text.split("\n")) paper.append(Object.assign(document.createElement("p"), { textContent: line }));
  return paper;
}
