"""The screens in a real Chromium against the real server: both widths, no request beyond this machine, nothing lost."""

import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM, drawing_maps
from builders_dashboards import HEAD, INSPECTOR, SUPERVISOR, some_zones
from builders_sessions import moved, signed_in
from by_hand import asked, handshake
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

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
    "joint_actions": "Joint actions",
    "holds": "Unavailable places",
    "orders": "Ordered visits",
    "controls": "Saved controls",
    "referrals": "Referrals",
    "targeting": "Targeting",
    "policy": "Policy and reports",
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
        ("/referrals", False),
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
            path in ("/referrals", "/sign-in", "/office")
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


def say_why(page: Page, purpose: str) -> None:
    """Say why one looks at what is masked until then; the case is filled in."""
    page.get_by_role("combobox", name="Why do you look").click(timeout=120_000)
    page.get_by_role("option", name=purpose).click()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_timeout(400)
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
    refused = {"control"} if role == "Supervisor" else {"risk_map", "holds", "targeting", "policy", "registers"}
    for path, title in SCREENS.items():
        if path not in refused:
            if has_menu(page):
                choose(page, path, title)
            else:
                goto(page, address, path, title)
            assert fits(page), path
            shoot(page, f"{role.lower()}-{path or 'home'}")


@pytest.mark.battery(
    reason="a canvas is drawn; test_zones_are_drawn_for_their_owner_and_change_no_figure holds what on it"
)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("path", "title"), [("risk_map", "Risk map")])
def test_zones_of_ones_own_lie_on_the_map(
    browser: Browser, address: str, office: AppContext, tmp_path: Path, width: int, path: str, title: str
) -> None:
    """Violet on the risk map at both widths, with a sentence under them; gone once removed."""
    with drawing_maps(browser) as drawing, watched(drawing, width) as page:
        sign_in(page, address, "Supervisor", SUPERVISOR)
        some_zones(office, tmp_path)
        try:
            goto(page, address, path, title)
            page.get_by_text("Violet: zones of your own").wait_for(timeout=120_000)
            until = time.monotonic() + 60
            while violet(page) <= 20:  # what is on a canvas says nowhere that it is drawn
                assert time.monotonic() < until, path
            assert fits(page), path
            shoot(page, f"zones-{path}")
        finally:
            acts.maps.remove_zones(office.acting(SUPERVISOR), "zones")
        goto(page, address, path, title)
        page.wait_for_timeout(3_000)
        assert violet(page) == 0


def violet(page: Page) -> int:
    """How many points of the screen have the colour in which zones are bordered."""
    canvas = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    canvas.wait_for(timeout=120_000)
    canvas.evaluate("shown => shown.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(500)
    picture = Image.open(BytesIO(page.screenshot(timeout=120_000))).convert("RGB")
    return sum(number for number, (r, g, b) in picture.getcolors(1 << 24) or () if (r, g, b) == (108, 40, 130))


@pytest.mark.few(1)
def test_the_address_of_one_browser_opens_nothing_in_another(page: Page, address: str, browser: Browser) -> None:
    """Reload and Back keep the session; a link passed on leads to the sign-in; the way out closes every page."""
    page.goto(f"{address}/sign-in")
    shoot_page(page, "sign-in")
    assert fits(page)
    sign_in(page, address, "Supervisor", SUPERVISOR)
    goto(page, address, "referrals", "Referrals")
    assert "session" not in page.url
    assert page.evaluate("() => document.cookie").find("vigie_session") == -1
    page.reload()
    page.get_by_role("heading", name="Referrals").first.wait_for(timeout=120_000)
    other = browser.new_context(service_workers="block", locale="en-GB").new_page()
    other.goto(page.url)
    other.get_by_text("All data are invented").wait_for(timeout=120_000)
    assert "/sign-in?next=%2Freferrals" in other.url
    assert not other.get_by_role("heading", name="Referrals").count()
    other.context.close()
    second = page.context.new_page()
    goto(second, address, "referrals", "Referrals")
    leave(page)
    page.get_by_text("All data are invented").wait_for(timeout=120_000)
    page.go_back()
    page.get_by_text("All data are invented").or_(page.get_by_text("Your session has ended")).first.wait_for(
        timeout=120_000
    )
    assert not page.get_by_role("heading", name="Referrals").count()
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


@pytest.mark.few(1)
def test_a_correction_is_proposed_by_one_person_and_confirmed_by_another(page: Page, address: str):
    """On a telephone as at a desk: proposed in a part of the referral, read and confirmed in the list of what waits."""
    sign_in(page, address, "Inspector", INSPECTOR)
    goto(page, address, "referrals", "Referrals")
    for name in ("Recall", "Judicial outcome", "Correct, withdraw, add"):
        part(page, name)
        assert fits(page), name
        shoot(page, f"referral-{name.split()[0].lower().strip(',')}")
    page.get_by_label("Reason", exact=True).fill("seven persons, not five")
    page.get_by_role("button", name="Propose").click()
    page.get_by_text("Nothing leaves before another person confirms").wait_for(timeout=120_000)
    page.goto("about:blank")
    sign_in(page, address, "Team head", HEAD)
    goto(page, address, "referrals", "Referrals")
    page.get_by_role("button", name="Read the proposal").first.click()
    say_why(page, "Handle a referral")
    page.get_by_text("seven persons, not five").first.wait_for(timeout=120_000)
    settled(page)
    assert fits(page)
    shoot(page, "referral-waits")
    page.get_by_role("button", name="Confirm and send").first.click()
    page.get_by_text("Confirmed: the messages leave now.").wait_for(timeout=120_000)
    settled(page)


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


def opened(
    context: BrowserContext, address: str, screen: str = "joint_actions", heading: str = "Joint actions"
) -> Page:
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
    page.get_by_role("link", name="To the office").click()  # the same session is behind both
    page.get_by_role("heading", name="Office of the inspection").wait_for()
    page.go_back()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text(WHO).wait_for()
    again = open_browser(done).new_page()
    again.goto(f"{address}/referrals")
    again.get_by_text(WHO).wait_for()
    assert " 401 " in handshake(address, token=done.token)


@pytest.mark.few(1)
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
    page = opened(context, address, "referrals", "Referrals")
    context.set_offline(True)
    page.evaluate("() => 0")
    acts.identity.sign_out(office.acting(), done.token)
    context.set_offline(False)
    page.get_by_text(WHO).or_(page.get_by_text(OVER)).first.wait_for()
    assert not page.get_by_role("heading", name="Referrals").count()


@pytest.mark.battery(
    reason="a dossier is made and fetched; test_files_belong_to_the_pages_that_were_given_them holds whose a file is"
)
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
