"""Unsent work outlives a full disk, a cleared cache, a newer form and checklist: nothing is lost, nothing is silent."""

import pytest
from browsers import IN_CHROMIUM
from field_servers import CHECKLIST, PACKAGE, Stub
from playwright.sync_api import Browser, BrowserContext
from test_dashboards_field_core import BEGIN, OPEN, a_page, do

pytestmark = IN_CHROMIUM
FULL = """
const store = IDBObjectStore.prototype.put;
const full = (is) => (IDBObjectStore.prototype.put = is
  ? () => { throw new DOMException("no room", "QuotaExceededError"); } : store);
"""


def test_a_full_disk_is_said_and_takes_nothing(context: BrowserContext, stub: Stub) -> None:
    """What was kept stays, what is typed meanwhile is told and stays in memory; with room again it is written."""
    page = a_page(context, stub)
    ident, said, shown = do(page, "await vault.create(given.pin);" + BEGIN + FULL + """
        await draft.set("answers.fm_head_count", 7);
        full(true);
        const said = [await caught(draft.set("answers.fm_head_count", 8)), await caught(draft.addPerson({name: "x"}))];
        const shown = draft.control.answers.fm_head_count;
        full(false);
        await draft.set("answers.fm_note", "room");
        await draft.close();
        return [draft.id, said, shown];""")  # fmt: skip
    assert said == ["storage_full", "storage_full"]
    assert shown == 8
    page.reload()
    answers, persons = do(page, OPEN + "return [draft.control.answers, draft.control.persons.length];", id=ident)
    assert answers == {"fm_head_count": 8, "fm_note": "room"}
    assert persons == 1


def test_a_cleared_cache_takes_nothing_from_a_full_outbox(browser: Browser, stub: Stub) -> None:
    """Worker and files are gone while three controls wait: with a network the form is fetched, and they leave."""
    context = browser.new_context()
    page = a_page(context, stub)
    do(page, "await vault.create(given.pin); await installed.install(); await navigator.serviceWorker.ready;")
    context.route("**/field/api/**", lambda route: route.abort())
    for n in (1, 2, 3):
        do(page, "await vault.unlock(given.pin);" + BEGIN + """
            await draft.set("answers.fm_head_count", given.n); await draft.finish(); return null;""", n=n)  # fmt: skip
    left = do(page, """for (const name of await caches.keys()) await caches.delete(name);
        for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
        return [await versions(), (await sync.run({now: true})).queued];""")  # fmt: skip
    assert left == [0, 3]
    context.unroute("**/field/api/**")
    page.reload()
    state = do(page, "await vault.unlock(given.pin); return await sync.run({now: true});")
    assert (state["queued"], state["refused"]) == (0, 0)
    assert sorted(body.count(b'"fm_head_count":') for body in stub.controls.values()) == [1, 1, 1]
    context.close()


def test_a_newer_form_and_a_newer_checklist_leave_an_open_draft_as_it_was(
    context: BrowserContext, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package lists another definition: the draft goes on under its own, without a network too, and is sent so."""
    page = a_page(context, stub)
    ident = do(page, "await vault.create(given.pin); await sync.refreshPackage();" + BEGIN + """
        await draft.set("answers.fm_head_count", 7); await draft.close(); return draft.id;""")  # fmt: skip
    newer = [{**PACKAGE["checklists"][0], "version": "2026-12-01", "sha256": "d" * 64}]  # type: ignore[index]
    monkeypatch.setitem(PACKAGE, "checklists", newer)
    do(page, "await vault.unlock(given.pin); await sync.refreshPackage(); return null;")
    (stub.app / "newer.css").write_text("body { color: black }")  # files of another version
    context.route("**/field/api/**", lambda route: route.abort())
    page.reload()
    work = """await vault.unlock(given.pin);
        const own = await sync.checklistOf("restaurants", given.checklist.sha256);
        const draft = await drafts.openDraft(given.id, own);
        await draft.set("answers.fm_note", "later");
        const found = {...draft.control.answers};
        const other = await caught(drafts.openDraft(given.id, {...own, sha256: "d".repeat(64)}).then(() => null));
        await draft.finish(); return [found, other];"""
    found, _ = do(page, work, id=ident)
    assert found == {"fm_head_count": 7, "fm_note": "later"}
    context.unroute("**/field/api/**")
    do(page, "await sync.run({now: true}); return null;")
    (body,) = stub.controls.values()
    assert f'"sha256":"{CHECKLIST["sha256"]}"'.encode() in body
