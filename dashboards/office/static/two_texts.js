// Two texts of one field, side by side: nothing is overwritten before somebody has chosen.

/**
 * Another text of the same field.
 * @typedef {{words: string, title: string, form: string}} Other
 */

/**
 * Show another text beside the one that is typed; the promise is kept with what was chosen.
 * @param {HTMLTemplateElement} template
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {Other} other
 * @returns {Promise<string>}
 */
export const chosenOf = (template, field, other) => {
  const box = /** @type {HTMLElement} */ (template.content.cloneNode(true)).querySelector(".two-texts");
  if (!(box instanceof HTMLElement)) throw new TypeError("no box for two texts");
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (box.querySelector(`[data-${name}]`));
  part("stands-title").textContent = other.title;
  part("stands").textContent = other.words;
  const typed = part("typed");
  const follow = () => (typed.textContent = field.value);
  follow();
  field.addEventListener("input", follow);
  (field.closest("[data-keep-box]") ?? field).after(box);
  return new Promise(resolve => {
    box.addEventListener("click", event => {
      const take = event.target instanceof HTMLElement ? event.target.dataset.take : undefined;
      if (take === undefined) return;
      field.removeEventListener("input", follow);
      box.remove();
      field.focus();
      const both = field instanceof HTMLTextAreaElement ? "\n\n" : " ";
      resolve({ stands: other.words, both: `${other.words}${both}${field.value}` }[take] ?? field.value);
    });
  });
};
