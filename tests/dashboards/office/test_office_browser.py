"""The shell in a real Chromium against the real server: with a local account, in a demo, by keyboard."""

import re
from collections.abc import Iterator

import pytest
from browsers import IN_CHROMIUM
from builders_identity import PASSWORD
from houses import as_user
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_shell import DIRECTION, INSPECTOR, a_home, make_stale
from playwright.sync_api import Browser, Page, expect
from without_screens import shell_of

from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
BEFORE, AFTER = ("/sign-in", "/enrol"), ("/office", "/me/sessions", "/me/prove", "/enrolments", "/office/nothing")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which people prove who they are."""
    with a_home(tmp_path_factory.mktemp("real") / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def office(real: AppContext) -> Iterator[str]:
    """Give its address."""
    with shell_of(real) as url:
        yield url


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Give a browser at a desk."""
    made = Watched(browser)
    yield made
    made.close()


def sign_in(page: Page, office: str, user: str = INSPECTOR) -> None:
    """Sign in with a local account, by the keyboard."""
    page.goto(f"{office}/sign-in")
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office")
    page.context.add_cookies([{"name": "vigie_language", "value": "en", "url": office}])
    page.reload()


def test_a_local_account_signs_in_proves_again_and_leaves_everywhere(
    watched: Watched, browser: Browser, office: str, real: AppContext
) -> None:
    """A code is made and typed in a second browser, after a proof; in the end both browsers are out."""
    page, second = watched.page, Watched(browser, PHONE)
    sign_in(page, office, DIRECTION)
    token = next(cookie["value"] for cookie in watched.context.cookies() if cookie["name"] == "vigie_session")
    make_stale(real, token)
    page.get_by_role("navigation").get_by_role("link", name="Enrolment codes").click()
    expect(page.get_by_role("heading", name="Prove again who you are")).to_be_visible()
    page.get_by_label(f"Password of {DIRECTION}").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("For whom").select_option("head-liege")
    page.get_by_role("button", name="Make the code").click()
    code = page.locator("#code").inner_text()
    phone = second.page
    phone.goto(f"{office}/sign-in")
    phone.get_by_role("link", name=re.compile("First time here")).click()
    phone.get_by_label("Enrolment code").fill(code.lower())
    phone.get_by_label("New password").fill("six slow trains before noon")
    phone.get_by_label("The same once more").fill("six slow trains before noon")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("head-liege")
    sign_in(phone, office, DIRECTION)
    page.get_by_role("navigation").get_by_role("link", name="My sessions and devices").click()
    expect(page.get_by_text("2 sessions are open in your name.")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("status")).to_contain_text("All your sessions have ended")
    phone.reload()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    second.close()


def test_back_asks_the_server_again(watched: Watched, office: str) -> None:
    """After signing out no page of before is shown, whatever the browser kept."""
    page = watched.page
    sign_in(page, office)
    page.goto(f"{office}/me/sessions")
    page.locator("details.menu").last.click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out.")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert INSPECTOR not in page.content()


def test_a_part_is_swapped_and_so_is_an_error(watched: Watched, browser: Browser, office: str) -> None:
    """One session is ended without another page; a form that is refused says so in its place; then the way in."""
    page, second = watched.page, Watched(browser)
    sign_in(second.page, office)
    sign_in(page, office)
    page.goto(f"{office}/me/sessions")
    page.evaluate("() => { window.stays = true }")
    page.get_by_role("button", name=re.compile("^End Browser")).first.click()
    expect(page.get_by_role("status")).to_contain_text("The session has ended.")
    assert page.evaluate("() => window.stays && document.activeElement.id") == "main"
    sign_in(second.page, office)
    page.goto(f"{office}/me/sessions")
    page.evaluate("() => { window.stays = true }")
    page.evaluate("() => document.querySelectorAll('[name=form_token]').forEach(field => { field.value = 'x' })")
    page.get_by_role("button", name=re.compile("^End Browser")).first.click()
    expect(page.get_by_role("alert")).to_contain_text("This form is of another session.")
    assert page.evaluate("() => window.stays")
    page.goto(f"{office}/me/sessions")
    second.page.goto(f"{office}/me/sessions")
    second.page.get_by_role("button", name="Sign out everywhere").click()
    expect(second.page.get_by_role("status")).to_be_visible()
    page.get_by_role("button", name=re.compile("^End Browser")).first.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not page.get_by_role("navigation").count()
    second.close()


def test_by_keyboard_alone(watched: Watched, office: str) -> None:
    """Skip link, form, menus and rooms, in the order of the page; a menu closes by Escape and gives its place back."""
    page = watched.page
    page.goto(f"{office}/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type(INSPECTOR)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office")
    for _ in range(5):  # past the skip link, the brand and the search
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("details.menu[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    expect(page.locator("details.menu summary").nth(1)).to_be_focused()
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_it_works_without_any_script(browser: Browser, office: str) -> None:
    """Sign in, choose language and look, end a session, sign out."""
    plain = Watched(browser, PHONE, java_script_enabled=False)
    page = plain.page
    page.goto(f"{office}/sign-in")
    page.get_by_label("User name").fill(INSPECTOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("details.menu").first.click()
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", name="Kantoor van de inspectie")).to_be_visible()
    page.locator("details.menu").nth(1).click()
    page.get_by_role("button", name="Donker").click()
    expect(page.locator("html")).to_have_class("dark")
    page.get_by_role("button", name="Meer").click()
    page.locator("#others").get_by_role("link", name="Mijn sessies en toestellen").click()
    page.get_by_role("button", name="Overal afmelden").click()
    expect(page.get_by_role("status")).to_contain_text("Al uw sessies zijn beëindigd")
    plain.close()


def test_a_click_signs_in_where_the_demo_made_the_home(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And nowhere else; the demo says what it is, and a second click is a second person."""
    with a_home(tmp_path_factory.mktemp("demo") / "home", is_demo=True) as demo, shell_of(demo) as url:
        visitor = Watched(browser, PHONE)
        page = visitor.page
        page.goto(url)
        expect(page.get_by_role("heading", name="Demonstration")).to_be_visible()
        assert fits(page)
        assert faults_of(page) == []
        shoot(page, "demo")
        page.get_by_role("button", name=re.compile("^Direction")).click()
        expect(page.get_by_text("Demonstration: invented data")).to_be_visible()
        page.locator("details.menu").last.click()
        page.get_by_role("link", name="Change person").click()
        page.get_by_role("button", name=re.compile("^Inspector")).first.click()
        expect(page.locator("main").get_by_text(INSPECTOR)).to_be_visible()
        visitor.close()


def looked_at(browser: Browser, office: str, lang: str, width: int, theme: str) -> list[str]:
    """Open every page in one language, width and look; return what axe finds serious, and what scrolls sideways."""
    seen = Watched(browser, width, theme)
    seen.context.add_cookies([{"name": "vigie_language", "value": lang, "url": office}])
    page, found = seen.page, []
    for path in (*BEFORE, *AFTER):
        if path == AFTER[0]:
            begun = acts.identity.sign_in(as_user(acts.app()), DIRECTION, PASSWORD)
            seen.context.add_cookies([{"name": "vigie_session", "value": begun.token, "url": office, "httpOnly": True}])
        page.goto(f"{office}{path}")
        found += [f"{path}: {fault}" for fault in faults_of(page)]
        found += [] if fits(page) else [f"{path} scrolls sideways"]
        shoot(page, f"{path.strip('/').replace('/', '-')}-{width}-{theme}-{lang}")
    seen.close()
    return found


@pytest.mark.parametrize(("lang", "width", "theme"), [("nl", DESK, "dark")])  # the others: `make tour`
def test_every_page_can_be_read_by_everybody(browser: Browser, office: str, lang: str, width: int, theme: str) -> None:
    """axe finds nothing serious, and nothing scrolls sideways."""
    assert looked_at(browser, office, lang, width, theme) == []


@pytest.mark.tour
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_in_every_way(browser: Browser, office: str, lang: str, width: int, theme: str) -> None:
    """Four languages, both widths, light and dark."""
    assert looked_at(browser, office, lang, width, theme) == []
