"""The screens in a real Chromium against the real server: both widths, no request beyond this machine, nothing lost."""

import os
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR, SUPERVISOR, some_zones
from builders_sessions import moved, signed_in
from by_hand import asked, handshake
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from dashboards.guard import LANGUAGE_COOKIE, SESSION_COOKIE
from inspection import acts
from inspection.acts.identity import SignedIn
from inspection.store.queries import deliveries
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
OVER, WHO = "Your session has ended", "All data are invented"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
SCREENS = {
    "risk_map": "Risk map",
    "targeting": "Targeting",
    "registers": "Health of the registers",
}


@pytest.fixture(scope="module")
def address(with_screens: str) -> str:
    """Give the address of the real server."""
    return with_screens


@pytest.fixture(params=[1440, 390])
def page(browser: Browser, request) -> Iterator[Page]:
    """Give a page at desktop or telephone width."""
    with watched(browser, request.param) as opened:
        yield opened


@contextmanager
def watched(browser: Browser, width: int) -> Iterator[Page]:
    """Give a page of a width; in the end nothing left this machine, and no policy was broken."""
    small = {"is_mobile": True, "has_touch": True, "user_agent": PHONE} if width == 390 else {}
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="en-GB", service_workers="block", **small
    )
    opened, asked, refused = context.new_page(), [], []
    opened.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)
    opened.set_default_timeout(60_000)
    opened.on("request", lambda r: asked.append(r.url))
    opened.on("websocket", lambda w: asked.append(w.url))
    yield opened
    away = {u for u in asked if not u.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))}
    context.close()
    assert asked
    assert not away
    assert not refused


def test_every_page_says_what_it_may_do(address: str, office: AppContext) -> None:
    """A policy with every answer, also where nothing is; field form and shell keep their own, which is stricter."""
    cookie = {"Cookie": f"{SESSION_COOKIE}={signed_in(office, SUPERVISOR).token}"}
    for path, is_strict in (
        ("/targeting", False),
        ("/healthz", False),
        ("/field/", True),
        ("/sign-in", True),
        ("/office", True),
    ):
        asked = urllib.request.Request(f"{address}{path}", headers=cookie)  # noqa: S310  our own server
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            policy = answer.headers.get_all("Content-Security-Policy")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(policy) == 1
        assert "default-src '" in policy[0]
        assert ("unsafe" in policy[0]) != is_strict
        assert ("no-store" in answer.headers.get("Cache-Control", "")) == (
            path in ("/targeting", "/sign-in", "/office")
        )


def sign_in(page: Page, address: str, role: str, person: str) -> None:
    """Pick a person by a click, as the demo lets; the shell is there."""
    page.goto(f"{address}/sign-in")
    button = page.locator(f'button[name="user"][value="{person}"]')
    if not button.is_visible():
        page.locator("summary").filter(has_text=role).click()
    button.click()
    page.get_by_role("heading", name="Office of the inspection").wait_for(timeout=120_000)


def part(page: Page, name: str) -> None:
    """Open a part of the form."""
    page.get_by_test_id("stButtonGroup").get_by_text(name).first.click(timeout=120_000)
    page.wait_for_timeout(400)  # the page says that it runs only when the server says so
    settled(page)


STILL = """() => new Promise((done) => {
  let frames = 0;  // in a row in which nothing runs, and nothing is still to be fetched or drawn
  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const isDrawn = app?.dataset.testScriptState === "notRunning" && !app.querySelector('[data-testid="stSkeleton"]');
    frames = isDrawn ? frames + 1 : 0;
    frames < 10 ? setTimeout(look, 20) : done(true);
  };
  look();
})"""


def settled(page: Page) -> None:
    """Wait until the screen is drawn, and assert that it shows no exception."""
    page.evaluate(STILL)
    assert page.locator('[data-testid="stException"]').count() == 0


def shoot(page: Page, name: str) -> None:
    """Take a picture of the whole screen, where somebody wants to look at it: VIGIE_SCREENSHOTS names the folder."""
    if not (wanted := os.environ.get("VIGIE_SCREENSHOTS")):
        return
    folder = Path(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=folder / f"{name}-{width}.png")
    below = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=\"stMain\"]'); return m.scrollHeight }"
    )
    page.set_viewport_size({"width": width, "height": min(int(below) + 20, 4000)})
    page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{name}-{width}-whole.png")
    page.set_viewport_size({"width": width, "height": 900})


def fits(page: Page) -> bool:
    """Tell whether nothing makes the page scroll sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 1")


def goto(page: Page, address: str, path: str, title: str) -> None:
    """Open a screen by its address; the session is the browser's."""
    page.goto(f"{address}/{path}")
    page.get_by_role("heading", name=title).first.wait_for(timeout=120_000)
    settled(page)


def has_menu(page: Page) -> bool:
    """Tell whether the menu stands beside a screen; before the first, and on a telephone, an address opens one."""
    return page.get_by_test_id("stSidebarNav").is_visible()


def choose(page: Page, path: str, title: str) -> None:
    """Open a screen from the menu."""
    page.get_by_test_id("stSidebarNav").locator(f'a[href$="/{path}"]').click()
    page.get_by_role("heading", name=title).first.wait_for(timeout=120_000)
    settled(page)


@pytest.mark.parametrize("role", ["Supervisor", "Inspector"])
@pytest.mark.few(2)
def test_every_screen_opens_at_both_widths(page: Page, address: str, role: str) -> None:
    """Each screen that a role may open is drawn without an exception and without sideways scrolling."""
    person = SUPERVISOR if role == "Supervisor" else INSPECTOR
    sign_in(page, address, role, person)
    refused = {"control"} if role == "Supervisor" else {"risk_map", "targeting", "registers"}
    for path, title in SCREENS.items():
        if path not in refused:
            if has_menu(page):
                choose(page, path, title)
            else:
                goto(page, address, path, title)
            assert fits(page), path
            shoot(page, f"{role.lower()}-{path or 'home'}")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.few(1)
def test_the_map_is_moved_magnified_and_chosen_from(
    browser: Browser, address: str, office: AppContext, tmp_path: Path, width: int
) -> None:
    """By pointer or fingers, buttons and keys; zones of one's own lie over it, violet and said to be, until removed."""
    with watched(browser, width) as page:
        sign_in(page, address, "Supervisor", SUPERVISOR)
        some_zones(office, tmp_path)
        try:
            goto(page, address, "risk_map", "Risk map")
            cells = page.locator(".map .cell")
            cells.first.wait_for(timeout=120_000)
            assert page.get_by_text("Violet: zones of your own").is_visible()
            zone = page.locator(".map .zones path")
            assert zone.count() == 2
            assert zone.first.evaluate("one => getComputedStyle(one).stroke") == "rgb(108, 40, 130)"
            assert page.locator(".map .zones text").all_text_contents() == ["Zone d’activités – Maas", "Überschlag Süd"]
            moved_about(page, width)
            chosen_by_keys(page)
            chosen_by_pointer(page, cells.last)
            assert fits(page)
            shoot(page, "zones-risk_map")
        finally:
            acts.maps.remove_zones(office.acting(SUPERVISOR), "zones")
        goto(page, address, "risk_map", "Risk map")
        cells.first.wait_for(timeout=120_000)
        assert not zone.count()


def moved_about(page: Page, width: int) -> None:
    """Magnify by wheel or two fingers, move by pointer, see all of it again by a button; nothing is chosen by that."""
    svg = page.locator(".map svg")
    svg.scroll_into_view_if_needed()
    whole, at = svg.get_attribute("viewBox"), svg.bounding_box()
    assert at
    assert at["height"] == (340 if width == 390 else 520)
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    if width == 390:
        pinch(page, x, y)
    else:
        page.mouse.move(x, y)
        page.mouse.wheel(0, -300)
    page.wait_for_function(
        "([svg, whole]) => svg.viewBox.baseVal.width < whole", arg=[svg.element_handle(), view(whole)[2]]
    )
    near = svg.get_attribute("viewBox")
    if width != 390:
        page.mouse.down()
        page.mouse.move(x - 60, y - 30, steps=3)
        page.mouse.up()
        assert view(svg.get_attribute("viewBox"))[0] > view(near)[0]
        assert view(svg.get_attribute("viewBox"))[2:] == view(near)[2:]
    page.get_by_role("button", name="Nearer").click()
    assert view(svg.get_attribute("viewBox"))[2] < view(near)[2]
    page.get_by_role("button", name="The whole map").click()
    assert svg.get_attribute("viewBox") == whole
    assert not page.locator(".map [aria-pressed=true]").count()


def view(box: str | None) -> list[float]:
    """The part of the map that is shown, as numbers."""
    return [float(one) for one in (box or "").split()]


def pinch(page: Page, x: float, y: float) -> None:
    """Lay two fingers on the map, and spread them."""
    session = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 70), ("touchMove", 90), ("touchEnd", 0)):
        fingers = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


def chosen_by_keys(page: Page) -> None:
    """One stop of the tabulator; arrows go on to other cells, which say their figures; Enter opens the workplaces."""
    stop = page.locator('.map [tabindex="0"]')
    assert stop.count() == 1
    stop.focus()
    first = stop.get_attribute("data-id")
    for key in ("ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        if stop.get_attribute("data-id") != first:
            break
    assert stop.get_attribute("data-id") != first
    tip = page.locator(".map .tip")
    assert tip.inner_text() == stop.get_attribute("aria-label")
    assert re.search(r"\d+ workplaces, [\d.]+ points on average", tip.inner_text())
    page.keyboard.press("Enter")
    page.locator('[data-testid="stDataFrame"]').nth(1).wait_for(timeout=120_000)
    assert stop.get_attribute("aria-pressed") == "true"
    assert stop.evaluate("one => one.getRootNode().activeElement === one")


def chosen_by_pointer(page: Page, cell: Locator) -> None:
    """Press another cell: as many workplaces stand under the map as it says, and nothing of the first one."""
    told = re.search(r"(\d+) workplaces", cell.get_attribute("aria-label") or "")
    cell.click()
    assert told
    page.get_by_role("heading", name=f"Workplaces of the cell: {told[1]}").wait_for(timeout=120_000)
    assert page.locator(".map [aria-pressed=true]").count() == 1
    assert cell.get_attribute("aria-pressed") == "true"


@pytest.mark.few(1)
def test_the_address_of_one_browser_opens_nothing_in_another(page: Page, address: str, browser: Browser) -> None:
    """Reload and Back keep the session; a link passed on leads to the sign-in; the way out closes every page."""
    page.goto(f"{address}/sign-in")
    shoot_page(page, "sign-in")
    assert fits(page)
    sign_in(page, address, "Supervisor", SUPERVISOR)
    goto(page, address, "targeting", "Targeting")
    assert "session" not in page.url
    assert page.evaluate("() => document.cookie").find("vigie_session") == -1
    page.reload()
    page.get_by_role("heading", name="Targeting").first.wait_for(timeout=120_000)
    other = browser.new_context(service_workers="block", locale="en-GB").new_page()
    other.goto(page.url)
    other.get_by_text("All data are invented").wait_for(timeout=120_000)
    assert "/sign-in?next=%2Ftargeting" in other.url
    assert not other.get_by_role("heading", name="Targeting").count()
    other.context.close()
    second = page.context.new_page()
    goto(second, address, "targeting", "Targeting")
    leave(page)
    page.get_by_text("All data are invented").wait_for(timeout=120_000)
    page.go_back()
    page.get_by_text("All data are invented").or_(page.get_by_text("Your session has ended")).first.wait_for(
        timeout=120_000
    )
    assert not page.get_by_role("heading", name="Targeting").count()
    second.reload()
    second.get_by_text("All data are invented").wait_for(timeout=120_000)


def leave(page: Page) -> None:
    """Go out by the button in the menu."""
    open_menu(page)
    page.get_by_role("button", name="Sign out").click()


def open_menu(page: Page) -> None:
    """Open the menu where a narrow screen hides it."""
    if (button := page.get_by_test_id("stExpandSidebarButton")).count() and button.is_visible():
        button.click()
        page.wait_for_timeout(500)


def shoot_page(page: Page, name: str) -> None:
    """Take a picture of a page of ours, where somebody wants to look at it."""
    if wanted := os.environ.get("VIGIE_SCREENSHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(wanted) / f"{name}-{width}.png", full_page=True)


def test_the_background_thread_hands_referrals_over(address: str, office) -> None:
    """What was queued before the server started is delivered while it runs."""
    until = time.monotonic() + 120
    while time.monotonic() < until and any(d.sent_at is None for d in deliveries(office.store)):
        time.sleep(0.3)
    assert deliveries(office.store)
    assert all(d.sent_at is not None for d in deliveries(office.store))
    assert any((office.home / "outbox").iterdir())


# The guard: what one session opened, no other reads, copies or resumes.


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


def opened(context: BrowserContext, address: str, screen: str = "targeting", heading: str = "Targeting") -> Page:
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


def test_a_session_is_good_under_one_name_of_this_machine(open_browser, address: str, office: AppContext) -> None:
    """A browser does not show its cookie to another host, and the office has no page under a foreign one."""
    context = open_browser(signed_in(office, SUPERVISOR))
    page = context.new_page()
    page.goto(f"{address}/office")
    page.get_by_role("heading", name="Office of the inspection").wait_for()
    page.goto(f"{address.replace('127.0.0.1', 'localhost')}/targeting")
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
    page.get_by_role("link", name="To the office").click()  # the same session is behind both
    page.get_by_role("heading", name="Office of the inspection").wait_for()
    page.go_back()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text(WHO).wait_for()
    again = open_browser(done).new_page()
    again.goto(f"{address}/targeting")
    again.get_by_text(WHO).wait_for()
    assert " 401 " in handshake(address, token=done.token)


@pytest.mark.few(1)
@pytest.mark.parametrize("because", ["revoked", "expired"])
def test_an_open_page_is_closed_when_its_session_ends(open_browser, address, office, because: str) -> None:
    """Nobody touches it: it says what happened, shows nothing else, has the way back in, and its socket is closed."""
    done = signed_in(office, SUPERVISOR)
    context = open_browser(done)
    context.add_init_script(NOTE_LINE)
    page = opened(context, address, "targeting", "Targeting")
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
    assert not page.get_by_role("heading", name="Targeting").count()
    assert not page.get_by_text("Page not found").count()
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
    page = opened(context, address, "targeting", "Targeting")
    context.set_offline(True)
    page.evaluate("() => 0")
    acts.identity.sign_out(office.acting(), done.token)
    context.set_offline(False)
    page.get_by_text(WHO).or_(page.get_by_text(OVER)).first.wait_for()
    assert not page.get_by_role("heading", name="Targeting").count()
