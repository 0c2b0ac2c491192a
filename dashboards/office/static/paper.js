// A tick is kept when it is made, and so is a choice: the words beside it are kept by keeping.js, and the page stays where it is.

let running = Promise.resolve();

/** @param {string} words */
const tell = words => {
  const note = /** @type {HTMLElement | null} */ (document.querySelector("[data-paper-told]"));
  if (!note) return;
  note.textContent = words;
  note.hidden = words === "";
};

/**
 * Show what follows from a tick: which questions are asked now, what is to be said beside an answer, how far each page is.
 * @param {{asked_now?: string[], notes?: Record<string, [string, string][]>, progress?: Record<string, string>, sections_done?: Record<string, string>}} told
 */
const follow = told => {
  if (told.asked_now) {
    for (const question of document.querySelectorAll("[data-question]")) {
      question.toggleAttribute("hidden", !told.asked_now.includes(question.getAttribute("data-question") ?? ""));
    }
  }
  if (told.notes) {
    for (const place of document.querySelectorAll("[data-notes]")) {
      place.replaceChildren(...(told.notes[place.getAttribute("data-notes") ?? ""] ?? []).map(line));
    }
  }
  for (const [page, said] of Object.entries({ ...told.progress, ...told.sections_done })) {
    const place = document.querySelector(`[data-progress="${page}"]`);
    if (place) place.textContent = said;
  }
};

/** @param {[string, string]} said */
const line = ([colour, words]) => {
  const made = document.createElement("p");
  made.className = `small ${colour}`;
  made.textContent = words;
  return made;
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
      const told = await answer.json();
      const field = page.querySelector("input[name=of]");
      if (field instanceof HTMLInputElement) field.value = told.of;
      follow(told);
    }
    tell(answer.ok ? "" : (answer.status === 409 ? page.dataset.stale : page.dataset.unkept) ?? "");
  } catch {
    tell(page.dataset.unkept ?? "");
  }
};

document.addEventListener("change", event => {
  const field = event.target;
  const isTicked = field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);
  if (!(isTicked || field instanceof HTMLSelectElement)) return;
  const page = field.form;
  if (page?.dataset.paper !== undefined) running = running.then(() => keep(page));
});
