// Small comforts: without this, every page still works.

// A menu closes by Escape and by a press beside it, as people expect of one.
const opened = () => [...document.querySelectorAll("details.menu[open]")];
addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
});
addEventListener("click", event => {
  for (const menu of opened()) {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
  }
});

// Back asks the server again: a page that the browser kept may be of a session that has ended since.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload();
});

// A page is printed, and a field of a report copied, by a button where there is a script; without one the browser's own
// menu does it, and a field is marked and copied by hand. A part that is put in the place of another has buttons too.
const begin = () => {
  for (const button of document.querySelectorAll("[data-print][hidden]")) {
    button.removeAttribute("hidden");
    button.addEventListener("click", () => print());
  }
  for (const button of document.querySelectorAll("[data-copy][hidden]")) {
    if (!("clipboard" in navigator)) break; // of a page that came without a lock
    button.removeAttribute("hidden");
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.getAttribute("data-copy") ?? "")?.textContent ?? "";
      await navigator.clipboard.writeText(text);
      button.textContent = button.getAttribute("data-done") ?? "";
    });
  }
};
begin();
addEventListener("office:swapped", begin); // by sending.js
addEventListener("htmx:after:swap", begin);

// What was swapped in is read out: the reader's place moves to it. A part that comes by itself leaves it where it is.
addEventListener("htmx:after:swap", event => {
  const asked = event instanceof CustomEvent ? event.detail?.ctx?.sourceElement : undefined;
  if (asked?.hasAttribute("hx-trigger")) return;
  document.getElementById("main")?.focus();
});
