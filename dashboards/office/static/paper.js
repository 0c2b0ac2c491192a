// A tick is kept when it is made: the words beside it are kept by keeping.js, and the page stays where it is.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-paper]"));
let running = Promise.resolve();

/** @param {string} words */
const tell = words => {
  const note = /** @type {HTMLElement | null} */ (document.querySelector("[data-paper-told]"));
  if (!note) return;
  note.textContent = words;
  note.hidden = words === "";
};

/** Bring what stands on the page to the draft, one time after the other. @param {HTMLFormElement} page */
const keep = async page => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(page)) if (typeof value === "string") body.append(name, value);
  body.set("quiet", "1");
  try {
    const headers = { accept: "application/json" };
    const answer = await fetch(page.getAttribute("action") ?? "", { method: "POST", body, headers });
    if (answer.ok) {
      const { of } = await answer.json();
      const field = page.querySelector("input[name=of]");
      if (field instanceof HTMLInputElement) field.value = of;
    }
    tell(answer.ok ? "" : (answer.status === 409 ? page.dataset.stale : page.dataset.unkept) ?? "");
  } catch {
    tell(page.dataset.unkept ?? "");
  }
};

document.addEventListener("change", event => {
  const field = event.target;
  if (!form || !(field instanceof HTMLInputElement) || !["checkbox", "radio"].includes(field.type)) return;
  const page = field.form;
  if (page?.dataset.paper !== undefined) running = running.then(() => keep(page));
});
