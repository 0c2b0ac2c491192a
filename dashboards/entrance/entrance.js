// Shows the people of a role and a district as soon as it is chosen; without this, a button does.
const narrow = document.getElementById("narrow");
const button = narrow?.querySelector("button");
if (narrow instanceof HTMLFormElement && button) {
  button.hidden = true;
  narrow.addEventListener("change", () => narrow.requestSubmit());
}
