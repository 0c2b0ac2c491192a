"""Screens of the field form drawn alone: a page without the form's frame, a vault, a draft, and a stub as server."""

from typing import Any

from field_rest import AT_REST
from field_servers import CHECKLIST, Stub
from playwright.sync_api import BrowserContext, Page

PIN, WRONG = "271828", "000000"
PACKAGE: dict[str, Any] = {"missions": [], "checklists": [], "places": []}
LOAD = """
const load = (name) => import(new URL(`/field/${name}.js`, location.origin));
const [vault, drafts, sync, desks] = await Promise.all(["vault", "drafts", "sync", "desk"].map(load));
const {desk} = desks;
const caught = (promise) => promise.then(() => null, (error) => error.code ?? error.name);
const all = (query) => [...document.querySelectorAll(`#page ${query}`)];
const named = (words) => all("button").find((one) => one.textContent === words && one.offsetParent);
const tap = async (words) => { named(words).click(); await atRest(); };
const type = (input, value) => { input.value = value; input.dispatchEvent(new Event("input", {bubbles: true})); };
const labelled = (words) => document.getElementById(all("label").find((one) => one.textContent === words).htmlFor);
const draw = async (name, params = {}) => {
  const parts = ["strips", "foot", "spoken"].map((id) => `<div id="${id}"></div>`).join("");
  document.body.innerHTML = `<button id="notice"></button><main id="page"></main>${parts}`;
  return (await load(`views/${name}`)).show(document.getElementById("page"), params);
};
const sent = async () => { await sync.run({now: true}); await atRest(); };
"""
BEGIN = """
await vault.create(given.pin);
await vault.current().unlockSensitive(given.pin);
const draft = await drafts.beginDraft({checklist: given.checklist, workplace: "est:2000000001", report_language: "fr"});
Object.assign(desk, {vault: vault.current(), draft, package: given.package, back: () => {}, go: () => {}});
"""


def do(context: BrowserContext, stub: Stub, script: str, page: Page | None = None, **given: Any) -> Any:
    """Begin a draft on a page of its own, and run a script there; screens show their keys for words."""
    opened = page or context.new_page()
    if page is None:
        opened.goto(stub.url + "fault.js")
    values = {
        "pin": PIN,
        "wrong": WRONG,
        "checklist": {"sector": "restaurants", **CHECKLIST},
        "package": PACKAGE,
    } | given
    return opened.evaluate("async (given) => {" + AT_REST + LOAD + BEGIN + script + "}", values)
