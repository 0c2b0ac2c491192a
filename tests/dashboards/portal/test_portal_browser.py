"""The portal in a real Chromium against its real server: sign in, open, answer, and see what became of it."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import IN_CHROMIUM
from houses import House
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from portal_house import a_case, lay
from sqlmodel import col, select
from without_screens import portal_here

from inspection.i18n import LANGUAGES
from inspection.store.core import new_id
from inspection.store.portal import PortalWordRow
from inspection.time_of import BRUSSELS, now

pytestmark = IN_CHROMIUM
PHONE, DESK = 390, 1440
SERIOUS = {"serious", "critical"}
CASE = "/case/" + "c" * 31
PAGES = {
    "aud-1": (
        "/",
        f"{CASE}1",
        f"{CASE}1/names",
        f"{CASE}3",
        f"{CASE}5",
        "/open",
        "/closed",
        "/list",
        "/absence",
        "/reach",
        "/help",
        "/me/sessions",
        "/nothing",
    ),
    "cell-1": ("/", f"{CASE}7"),
    "centre-1": ("/", "/case/" + "d" * 32),
    "region-1": ("/", "/case/" + "f" * 32),
}


@pytest.fixture(scope="module")
def address(portal: House) -> Iterator[str]:
    """Give the address of the portal."""
    with portal_here() as url:
        yield url


def opened(browser: Browser, address: str, lang: str = "en", width: int = DESK, **settings: object) -> BrowserContext:
    """A browser of its own in a language and width."""
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, timezone_id="Europe/Brussels", **{"locale": "en-GB", **settings})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "vigie_language", "value": lang, "url": address}])
    return context


def sign_in(page: Page, address: str, user: str) -> None:
    """Sign in by a click on a person, as the demo offers it."""
    page.goto(f"{address}/sign-in")
    for fold in page.locator("details.fold").all():
        fold.evaluate("one => { one.open = true }")
    page.locator(f'button[name="user"][value="{user}"]').click()
    page.wait_for_url(f"{address}/")


def a_fresh_case(portal: House) -> str:
    """A case that nobody answered yet."""
    id_ = new_id().replace("-", "")
    lay(portal, id_, a_case(now(), f"R-26-{id_[-6:]}-2", place=f"Chantier Exemple {id_[-4:]}, 2018 Antwerpen"))
    return id_


def answer(page: Page) -> None:
    """Fill in the acknowledgement and send it."""
    when = (now() + timedelta(hours=30)).astimezone(BRUSSELS)
    page.get_by_label("Who takes it on").select_option("reference_magistrate")
    page.get_by_label("You ring back on").fill(f"{when:%Y-%m-%d}")
    page.get_by_label("at", exact=True).fill("16:30")
    page.get_by_label("Direct number").fill("02 000 00 12")
    page.get_by_label("To tell the team").fill("Do not go back before my call.")
    page.get_by_role("button", name="Acknowledge").click()


def take(portal: House, copy_id: str) -> None:
    """Let the word be taken, as the office does within a second."""
    mine = select(PortalWordRow).where(col(PortalWordRow.copy_id) == copy_id, col(PortalWordRow.kind) == "acknowledged")
    with portal.store.write() as session:
        (row,) = session.exec(mine)
        row.taken_at = now()
        session.add(row)


@pytest.mark.parametrize(("width", "has_script"), [(DESK, True), (PHONE, False)])
def test_a_magistrate_opens_acknowledges_and_sees_it_taken(
    browser: Browser, portal: House, address: str, width: int, has_script: bool
) -> None:
    """From the first page; with a script the page learns of it by itself, without one by looking again."""
    id_ = a_fresh_case(portal)
    context = opened(browser, address, width=width, java_script_enabled=True)
    page = context.new_page()
    sign_in(page, address, "aud-1")
    if not has_script:
        cookies = context.cookies()
        context.close()
        context = opened(browser, address, width=width, java_script_enabled=False)
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(address)
    page.get_by_role("link", name=re.compile(f"Chantier Exemple {id_[-4:]}")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(id_[-4:])
    expect(page.get_by_text("Rue de l’Essai 13, 2018 Antwerpen")).to_be_visible()
    answer(page)
    said = page.locator("#said")
    expect(said).to_contain_text("passed on")
    take(portal, id_)
    if not has_script:
        said.get_by_role("link", name="Look again").click()
    expect(said).to_contain_text("taken by the inspection")
    expect(page.get_by_text("Do not go back before my call.")).to_have_count(0)
    context.close()


def test_what_was_typed_stays_where_the_answer_was_refused(browser: Browser, portal: House, address: str) -> None:
    """The code, the words and the chosen function; a second try is taken."""
    id_ = a_fresh_case(portal)
    context = opened(browser, address)
    page = context.new_page()
    sign_in(page, address, "aud-1")
    page.goto(f"{address}/case/{id_}")
    page.get_by_label("Direct number").fill("somebody")
    page.get_by_label("at", exact=True).fill("23:59")
    page.get_by_label("To tell the team").fill("Ring at the back door.")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody can ring this number")
    expect(page.get_by_label("To tell the team")).to_have_value("Ring at the back door.")
    page.get_by_label("Direct number").fill("02 000 00 12")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#said")).to_contain_text("passed on")
    context.close()


def test_the_answer_is_reached_and_sent_by_keyboard(browser: Browser, portal: House, address: str) -> None:
    """From the skip link to a question, without a mouse."""
    id_ = a_fresh_case(portal)
    context = opened(browser, address)
    page = context.new_page()
    sign_in(page, address, "aud-1")
    page.goto(f"{address}/case/{id_}")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Go to the content")
    page.get_by_text("Ask a question").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Which gate?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("question")
    context.close()


def test_page_one_is_printed_without_what_is_pressed(browser: Browser, portal: House, address: str) -> None:
    """The facts and the numbers stand on the paper; no form, no rooms."""
    context = opened(browser, address)
    page = context.new_page()
    sign_in(page, address, "aud-1")
    page.goto(f"{address}{CASE}1")
    page.emulate_media(media="print")
    for shown in ("Rue de l’Essai 13, 2018 Antwerpen", "4 7 1 9", "Somebody is in danger now."):
        expect(page.get_by_text(shown).first).to_be_visible()
    for hidden in ("nav", ".choices", "form"):
        expect(page.locator(hidden).first).to_be_hidden()
    context.close()


def looked_at(browser: Browser, address: str, lang: str, width: int, theme: str) -> list[str]:
    """Open every page in one language, width and look; return what axe finds serious, and what scrolls sideways."""
    found: list[str] = []
    for user, paths in PAGES.items():
        context = opened(browser, address, lang, width, color_scheme=theme)
        page = context.new_page()
        page.on("console", partial(_note, found))
        sign_in(page, address, user)
        for path in paths:
            page.goto(f"{address}{path}")
            faults = [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
            found += [f"{user} {path}: {one['id']} at {one['nodes'][0]['target']}" for one in faults]
            wide = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
            found += [f"{user} {path} scrolls sideways"] if wide else []
            shoot(page, f"{user}{path.replace('/', '-')}-{width}-{theme}-{lang}")
        context.close()
    return found


def _note(found: list[str], said: ConsoleMessage) -> None:
    if "Policy" in said.text:
        found.append(said.text)


def shoot(page: Page, name: str) -> None:
    """Take a picture, where somebody wants to look at it: VIGIE_SCREENSHOTS names the folder."""
    if wanted := os.environ.get("VIGIE_SCREENSHOTS"):
        Path(wanted).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(wanted) / f"portal-{name}.png", full_page=True)


@pytest.mark.parametrize(("lang", "width", "theme"), [("fr", PHONE, "light")])  # the others: `make tour`
def test_every_page_can_be_read_by_everybody(browser: Browser, address: str, lang: str, width: int, theme: str) -> None:
    """axe finds nothing serious, and nothing scrolls sideways."""
    assert looked_at(browser, address, lang, width, theme) == []


@pytest.mark.tour
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_in_every_way(browser: Browser, address: str, lang: str, width: int, theme: str) -> None:
    """Four languages, both widths, light and dark."""
    assert looked_at(browser, address, lang, width, theme) == []
