"""The guard in a real Chromium against the real server: what one session opened, no other reads, copies or resumes."""

import time
from collections.abc import Callable, Iterator

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR, SUPERVISOR
from builders_sessions import moved, signed_in
from by_hand import asked, handshake
from playwright.sync_api import Browser, BrowserContext, Page

from dashboards.guard import LANGUAGE_COOKIE, SESSION_COOKIE
from inspection import acts
from inspection.acts.identity import SignedIn
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
OVER, WHO = "Your session has ended", "All data are invented"


@pytest.fixture
def open_browser(browser: Browser, address: str) -> Iterator[Callable[..., BrowserContext]]:
    """Give a function that opens a browser of its own, with somebody's session in it or with none."""
    opened: list[BrowserContext] = []

    def open_one(done: SignedIn | None = None) -> BrowserContext:
        made = browser.new_context(locale="en-GB", service_workers="block")
        made.set_default_timeout(60_000)
        made.add_cookies([{"name": LANGUAGE_COOKIE, "value": "en", "url": address}])
        if done is not None:
            made.add_cookies([{"name": SESSION_COOKIE, "value": done.token, "url": address, "httpOnly": True}])
        opened.append(made)
        return made

    yield open_one
    for one in opened:
        one.close()


def opened(context: BrowserContext, address: str, screen: str = "referrals", heading: str = "Referrals") -> Page:
    """Open a screen."""
    page = context.new_page()
    page.goto(f"{address}/{screen}")
    page.get_by_role("heading", name=heading).first.wait_for()
    return page


NOTE_LINE = """
const Before = window.WebSocket;
window.WebSocket = class extends Before {
  constructor(url, protocols) { super(url, protocols); window.__line = this; }
};
"""


def test_an_address_copied_to_another_browser_opens_nothing(open_browser, address: str, office: AppContext) -> None:
    """Nor does what stands in it; the second browser is led to the sign-in and back to the same screen."""
    first = opened(open_browser(signed_in(office, SUPERVISOR)), address, "referrals", "Referrals")
    other = open_browser().new_page()
    other.goto(first.url)
    other.get_by_text(WHO).wait_for()
    assert "/sign-in?next=%2Freferrals" in other.url
    assert not other.get_by_role("heading", name="Referrals").count()


def test_a_session_is_good_under_one_name_of_this_machine(open_browser, address: str, office: AppContext) -> None:
    """A browser does not show its cookie to another host, and the office has no page under a foreign one."""
    context = open_browser(signed_in(office, SUPERVISOR))
    opened(context, address)
    page = context.new_page()
    page.goto(f"{address.replace('127.0.0.1', 'localhost')}/referrals")
    page.get_by_text(WHO).wait_for()
    assert asked(address, "/", host="evil.example").status_code == 421


def test_a_planted_cookie_is_not_the_session_after_signing_in(open_browser, address: str, office: AppContext) -> None:
    """Whoever slips a token of theirs into a browser reads nothing of who signs in there; theirs ends besides."""
    theirs = signed_in(office, INSPECTOR)
    context = open_browser(theirs)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.locator(f'button[name="user"][value="{SUPERVISOR}"]').click()
    page.get_by_role("heading", name="Office of the inspection").wait_for()
    (cookie,) = [one for one in context.cookies() if one["name"] == SESSION_COOKIE]
    assert cookie["value"] != theirs.token
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert " 401 " in handshake(address, token=theirs.token)
    assert cookie["value"] not in page.evaluate("() => document.cookie")


def test_the_cookie_of_a_session_that_was_ended_opens_nothing(open_browser, address: str, office: AppContext) -> None:
    """Kept from before and shown again: the sign-in, on a page as on the wire."""
    done = signed_in(office, SUPERVISOR)
    context = open_browser(done)
    page = opened(context, address)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text(WHO).wait_for()
    again = open_browser(done).new_page()
    again.goto(f"{address}/referrals")
    again.get_by_text(WHO).wait_for()
    assert " 401 " in handshake(address, token=done.token)


@pytest.mark.parametrize("because", ["revoked", "expired"])
def test_an_open_page_is_closed_when_its_session_ends(open_browser, address, office, because: str) -> None:
    """Nobody touches it: it says what happened, shows nothing else, has the way back in, and its socket is closed."""
    done = signed_in(office, SUPERVISOR)
    context = open_browser(done)
    context.add_init_script(NOTE_LINE)
    page = opened(context, address, "referrals", "Referrals")
    line = page.evaluate_handle("() => window.__line")
    assert page.evaluate("line => line.readyState", line) == 1
    if because == "revoked":
        in_a_process_of_its_own = office.acting_as(done.principal)  # the office's own is the server's
        acts.identity.sign_out_everywhere(in_a_process_of_its_own)
    else:
        moved(office, done, seen_minutes=11)
    begun = time.monotonic()
    page.wait_for_function("line => line.readyState === 3", arg=line)
    assert time.monotonic() - begun < 30  # about a second on a machine that does nothing else
    page.get_by_text(OVER).or_(page.get_by_text(WHO)).first.wait_for()  # the second where drawing takes too long
    assert not page.get_by_role("heading", name="Referrals").count()
    assert not page.get_by_test_id("stSidebar").get_by_role("link").count()
    page.wait_for_timeout(6_000)  # it tries to connect again and again meanwhile, and says nothing of its own
    assert not page.get_by_role("dialog").count()
    if page.get_by_text(OVER).count():
        page.get_by_role("link", name="Sign in again").click()
    page.get_by_text(WHO).wait_for()


def test_a_page_that_slept_while_its_session_ended_loads_anew(open_browser, address, office) -> None:
    """What it showed goes as soon as it is connected again; nothing behind the guard hears of it."""
    done = signed_in(office, SUPERVISOR)
    context = open_browser(done)
    page = opened(context, address, "referrals", "Referrals")
    context.set_offline(True)
    page.evaluate("() => 0")
    acts.identity.sign_out(office.acting(), done.token)
    context.set_offline(False)
    page.get_by_text(WHO).or_(page.get_by_text(OVER)).first.wait_for()
    assert not page.get_by_role("heading", name="Referrals").count()


def test_a_download_is_for_whoever_made_it(open_browser, address: str, office: AppContext) -> None:
    """Its address, copied, is answered to another person as one that does not exist, and to nobody not at all."""
    done, other = signed_in(office, INSPECTOR), signed_in(office, SUPERVISOR)
    page = opened(open_browser(done), address, "controls", "Saved controls")
    page.get_by_test_id("stMain").get_by_test_id("stSelectbox").nth(1).locator("input").click()
    page.get_by_role("option").first.click()
    page.get_by_test_id("stButtonGroup").get_by_text("Dossier").first.click()
    page.get_by_role("button", name="Prepare the dossier").click()
    with page.expect_download() as begun:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    file = begun.value.url.removeprefix(address)
    assert file.startswith("/media/")
    assert asked(address, file, done.token).content.startswith(b"%PDF")
    absent = asked(address, f"/media/{'0' * 32}.pdf", other.token)
    for way in (file, file.removesuffix(".pdf"), file.replace(".pdf", ".png")):
        foreign = asked(address, way, other.token)
        assert (foreign.status_code, foreign.content) == (404, absent.content)
        assert asked(address, way).status_code == 401
