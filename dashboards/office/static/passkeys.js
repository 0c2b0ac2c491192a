// Asks the device for a passkey, or for a new one: the form says where the question is got and where the answer goes.

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-passkey]");

/**
 * What the office answers.
 * @typedef {{way?: string, text?: string, code?: string}} Reply
 */

/**
 * Send the fields of a form, and what is added to them.
 * @param {string} address
 * @param {FormData} fields
 * @returns {Promise<Response>}
 */
const sent = (address, fields) => {
  const body = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === "string") body.append(name, value);
  return fetch(address, { method: "POST", body, headers: { accept: "application/json" } });
};

/**
 * Tell what went wrong, where it is read out.
 * @param {HTMLFormElement} form
 * @param {string} text
 * @param {string} [code]
 */
const tell = (form, text, code = "") => {
  const note = form.querySelector("[data-told]");
  if (!(note instanceof HTMLElement)) return;
  note.hidden = text === "";
  note.textContent = code === "" ? text : `${text} (${code})`;
};

/**
 * Ask the device; its answer is JSON, or nothing where its owner said no.
 * @param {HTMLFormElement} form
 * @param {any} options
 * @returns {Promise<string>}
 */
const asked = async (form, options) => {
  const found =
    form.dataset.passkey === "make"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  if (!(found instanceof PublicKeyCredential)) throw new TypeError("no passkey");
  return JSON.stringify(found.toJSON());
};

/**
 * From the question to the answer, and on.
 * @param {HTMLFormElement} form
 */
const prove = async form => {
  const fields = new FormData(form);
  const question = await sent(form.dataset.ask ?? "", fields);
  if (!question.ok) return refused(form, question);
  fields.append("answer", await asked(form, await question.json()));
  const reply = await sent(form.action, fields);
  if (!reply.ok) return refused(form, reply);
  /** @type {Reply} */
  const told = await reply.json();
  location.assign(told.way ?? "/");
};

/**
 * Tell what the office refused, in its own words where it has some.
 * @param {HTMLFormElement} form
 * @param {Response} reply
 */
const refused = async (form, reply) => {
  const isOurs = (reply.headers.get("content-type") ?? "").startsWith("application/json");
  /** @type {Reply} */
  const told = isOurs ? await reply.json() : {};
  tell(form, told.text ?? form.dataset.failed ?? "", told.code);
};

for (const form of forms) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const button = form.querySelector("button");
    tell(form, "");
    if (button) button.disabled = true;
    try {
      await prove(form);
    } catch {
      tell(form, form.dataset.failed ?? ""); // its owner said no, took too long, or the device keeps none
    } finally {
      if (button) button.disabled = false;
    }
  });
}

export {}; // a module: its names are its own
