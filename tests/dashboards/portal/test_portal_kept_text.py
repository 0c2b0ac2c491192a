"""What an office outside types on the portal is not lost, and what it sends counts once, whatever is killed."""

from collections.abc import Iterator

import pytest
from browsers import IN_CHROMIUM
from houses import House
from killed_server import KilledServer, can_do_without, is_ours, says
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, delete, select

from inspection.store.people import KeptTextRow
from inspection.store.portal import PortalWordRow

pytestmark = IN_CHROMIUM
CASE = "/case/" + "c" * 31 + "1"
WORDS = "Qui a vu SECRET-9 ?"


@pytest.fixture
def server(portal: House) -> Iterator[KilledServer]:
    """Give the real portal."""
    with portal.store.write() as session:
        session.exec(delete(KeptTextRow))
        session.exec(delete(PortalWordRow))
    made = KilledServer(portal, "portal_process.py")
    made.start()
    yield made
    if made.process is not None:
        made.kill()


@pytest.fixture
def case(server: KilledServer, browser: Browser) -> Iterator[Page]:
    """Give the page of a case, before somebody who may ask."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "vigie_language", "value": "en", "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.locator("button[value=aud-1]").click()
    page.wait_for_url(f"{server.url}/")
    page.goto(f"{server.url}{CASE}")
    can_do_without(page)
    yield page
    context.close()


def asked(server: KilledServer) -> int:
    """How many questions were asked."""
    with server.house.store.read() as session:
        return len(session.exec(select(PortalWordRow).where(col(PortalWordRow.kind) == "question")).all())


def question(page: Page) -> None:
    page.locator("details", has=page.locator("#question-words")).locator("summary").click()


def test_a_question_half_typed_survives_the_portal(case: Page, server: KilledServer) -> None:
    """Reload, a killed portal, Reload without it: the field is open and holds all; it is asked once, and gone."""
    question(case)
    case.locator("#question-words").press_sequentially(WORDS[:6])
    says(case, "Text kept at")
    case.reload()
    expect(case.locator("#question-words")).to_have_value(WORDS[:6])
    expect(case.locator("#question-words")).to_be_visible()
    server.kill()
    case.locator("#question-words").press_sequentially(WORDS[6:])
    says(case, "Kept on this device only")
    send = case.locator("form", has=case.locator("#question-words")).locator("button:not([type=button])")
    send.click()
    expect(case.get_by_role("alert")).to_contain_text("nothing was sent")
    case.reload()
    is_ours(case)
    server.start()
    expect(case.locator("#question-words")).to_have_value(WORDS)
    says(case, "Text kept at")
    assert server.kept == {"question.words": WORDS}
    send.click()
    expect(case.locator("#question-words")).to_have_value("")
    assert (asked(server), server.kept) == (1, {})
    case.reload()
    expect(case.locator("#question-words")).to_have_value("")


def test_an_answer_that_was_lost_is_given_again_and_counts_once(case: Page, server: KilledServer) -> None:
    """The portal ends after the word was said and before it answers: the text is gone with the word."""
    server.again("portal_say.after_commit")
    question(case)
    case.locator("#question-words").press_sequentially(WORDS)
    says(case, "Text kept at")
    send = case.locator("form", has=case.locator("#question-words")).locator("button:not([type=button])")
    send.click()
    expect(case.get_by_role("alert")).to_contain_text("it counts only once")
    server.ended()
    assert (asked(server), server.kept) == (1, {})
    server.start()
    send.click()
    expect(case.locator("#question-words")).to_have_value("")
    assert (asked(server), server.kept) == (1, {})
