"""Each form of the office in a real Chromium, and each way to lose what was typed in it: none loses a word.

Reload, Back, a second tab, a line that is lost while it is sent, a server that is killed, a session that ended. Which
pages there are is told by the templates (`test_office_every_form.py`), what stands on a page by the page itself.
"""

import re
import time
from collections.abc import Iterator

import pytest
from browsers import IN_CHROMIUM
from builders_identity import PASSWORD
from houses import as_user
from killed_server import HOLDS, KilledServer, can_do_without, is_ours
from losing_pages import HEAD, INSPECTOR, PAGES, PAPER, SUPERVISOR, Furnished, Losing, a_furnished_home
from office_forms import kept_keys
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import delete

from dashboards.guard import SESSION_COOKIE
from dashboards.office.referrals.addresses import case_address, links_address
from inspection import acts
from inspection.store.people import KeptTextRow, SessionRow

pytestmark = [*IN_CHROMIUM, pytest.mark.tour]
MOST = 24  # fields of one page that are tried; the paper has hundreds of one kind
_SEEN: dict[str, set[str]] = {}
_FIELDS = f"() => [...document.querySelectorAll('[data-keep]')].map(one => one.dataset.keep).slice(0, {MOST})"
_EVERY = "() => [...document.querySelectorAll('[data-keep]')].map(one => one.dataset.keep)"
_READ = """keys => Object.fromEntries(keys.map(key =>
  [key, document.querySelector(`[data-keep="${CSS.escape(key)}"]`)?.value ?? null]))"""
_TYPE = """([keys, n]) => Object.fromEntries(keys.map(key => {
  const field = document.querySelector(`[data-keep="${CSS.escape(key)}"]`);
  const kinds = {date: `2031-02-0${n}`, time: `0${n}:15`, "datetime-local": `2031-02-03T0${n}:15`,
    number: String(Number(field.min || 1) + n), email: `m${n}@example.be`, tel: `02 000 00 0${n}`};
  const choices = field.tagName === "SELECT" ? [...field.options].map(one => one.value) : null;
  field.value = choices ? choices[n % choices.length] : kinds[field.type] ?? `half a word ${n}`;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return [key, field.value];
}))"""
_SEND = """() => {
  const forms = new Set([...document.querySelectorAll("[data-keep]")].map(one => one.form));
  for (const form of forms) { form.noValidate = true; form.requestSubmit(); }
  return forms.size;
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Furnished, KilledServer]]:
    """Give a home on which every form stands, and its server."""
    with a_furnished_home(tmp_path_factory.mktemp("losing")) as furnished:
        server = KilledServer(furnished.house, "kept_text_process.py")
        server.start()
        yield furnished, server
        if server.process is not None:
            server.kill()


@pytest.fixture
def windows(browser: Browser, home: tuple[Furnished, KilledServer]) -> Iterator[BrowserContext]:
    """Give a browser of its own, and a home in which nothing is kept yet."""
    with home[0].house.store.write() as session:
        session.exec(delete(KeptTextRow))
    if home[1].process is None:
        home[1].start()
    made = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.key.replace(" ", "_"))
def test_nothing_that_is_typed_is_lost(
    windows: BrowserContext, home: tuple[Furnished, KilledServer], one: Losing
) -> None:
    """Whatever happens, each field shows what stood in it last; two texts are shown both, and nothing is sent twice."""
    furnished, server = home
    sign_in(windows, server, one.user)
    page = opened(windows, furnished, server, one)
    keys = page.evaluate(_FIELDS)
    _SEEN.setdefault(one.templates[0], set()).update(page.evaluate(_EVERY))
    assert keys
    typed = typing(page, server, keys, 1)
    page.reload()
    shows(page, keys, typed)
    address = page.url
    page.goto(f"{server.url}/office")
    page.go_back()
    shows(page, keys, typed)
    in_two_tabs(windows, page, server, keys)
    without_a_line(windows, page, server, keys)
    with_a_killed_server(page, server, keys)
    after_the_session(page, server, furnished, keys, one, address)
    stored = page.evaluate("() => [localStorage.length, sessionStorage.length]")
    assert stored == [0, 0], "nothing lies in the browser but what is sealed there until the server has it"


def test_a_reply_is_back_once_the_purpose_is_named_again(
    windows: BrowserContext, home: tuple[Furnished, KilledServer]
) -> None:
    """What the office asked is shown for a purpose only, also after Reload; then the half-typed reply stands there."""
    furnished, server = home
    sign_in(windows, server, HEAD)
    page = windows.new_page()
    page.goto(f"{server.url}{case_address(furnished.cases['asked'])}")
    reveal(page)
    reply = page.locator("[data-keep^='reply.']")
    reply.fill("half a reply")
    is_kept(page, server, {str(reply.get_attribute("data-keep")): "half a reply"})
    _SEEN.setdefault("case.html", set()).update(page.evaluate(_EVERY))
    page.reload()
    expect(reply).to_have_count(0)
    reveal(page)
    expect(reply).to_have_value("half a reply")


def test_what_is_typed_where_a_reason_leads_is_kept_too(
    windows: BrowserContext, home: tuple[Furnished, KilledServer]
) -> None:
    """The reason of a link, which is found for a purpose; why a no is read, which is asked where it does not follow."""
    furnished, server = home
    sign_in(windows, server, HEAD)
    page = windows.new_page()
    page.goto(f"{server.url}{links_address(furnished.cases['linked'])}")
    page.locator("#purpose").select_option("supervision")
    page.locator("#why button").click()
    reason = page.locator("[data-keep^='link.']").first
    reason.wait_for(state="attached")
    page.locator("details.fold > summary").first.click()
    reason.fill("half a reason")
    is_kept(page, server, {str(reason.get_attribute("data-keep")): "half a reason"})
    _SEEN.setdefault("case_links.html", set()).update(page.evaluate(_EVERY))
    sign_in(windows, server, SUPERVISOR)
    page.goto(f"{server.url}{furnished.owed('no_review', SUPERVISOR)}")
    page.locator("#why button").click()
    page.locator("[data-keep=why]").wait_for()
    _SEEN.setdefault("follow_up.html", set()).update(page.evaluate(_EVERY))


def test_words_are_back_once_the_guarded_part_is_opened_again(
    windows: BrowserContext, home: tuple[Furnished, KilledServer]
) -> None:
    """What bears on a suspicion opens by a form only, also after leaving; then the half-typed words stand there."""
    furnished, server = home
    sign_in(windows, server, INSPECTOR)
    page, way = windows.new_page(), f"{server.url}{furnished.control()}/guarded"
    words = page.locator("[data-keep^='grounds.']").first
    for n in (1, 2):
        page.goto(way)
        expect(words).to_have_count(0)
        page.locator("button[name=open][value=whole]").click()
        words.wait_for()
        if n == 1:
            words.fill("half a ground")
            is_kept(page, server, {str(words.get_attribute("data-keep")): "half a ground"})
    expect(words).to_have_value("half a ground")


def reveal(page: Page) -> None:
    """Say why, and see what stands there; the page stays at its address, so that Reload asks for nothing."""
    page.locator("#purpose").select_option("supervision")
    page.locator("#why button").click()
    page.locator("[data-keep^='reply.']").wait_for()


def test_every_kept_field_of_every_template_was_tried(home: tuple[Furnished, KilledServer]) -> None:
    """On some page: a field that stands on none of them was tried nowhere."""
    if len(_SEEN) < len({one.templates[0] for one in PAGES}):
        pytest.skip("only some of the pages were opened in this run")
    lacking = [
        (template, pattern)
        for template, keys in _SEEN.items()
        for pattern in kept_keys()[template]
        if not any(re.fullmatch(pattern, key) for key in keys)
    ]
    assert lacking == []


def sign_in(windows: BrowserContext, server: KilledServer, user: str) -> None:
    """Give the browser a session of somebody."""
    token = acts.identity.sign_in(as_user(server.house), user, PASSWORD).token
    kept = {SESSION_COOKIE: token, "vigie_language": "en"}
    windows.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in kept.items()])


def opened(windows: BrowserContext, furnished: Furnished, server: KilledServer, one: Losing) -> Page:
    """Open a page, once its browser can do without the server."""
    page = windows.new_page()
    page.goto(f"{server.url}/office")
    can_do_without(page)
    page.goto(f"{server.url}{one.path(furnished)}")
    if one.path(furnished) == PAPER:
        page.locator("#code").fill(furnished.code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/1/1")
    return page


def typing(page: Page, server: KilledServer, keys: list[str], n: int) -> dict[str, str]:
    """Type in every field, and wait until the server has it and this browser let it go."""
    typed: dict[str, str] = page.evaluate(_TYPE, [keys, n])
    is_kept(page, server, typed)
    return typed


def is_kept(page: Page, server: KilledServer, typed: dict[str, str]) -> None:
    """The server has what stands in the fields, and this browser holds nothing of it any more."""
    until = time.monotonic() + 120
    while {key: server.kept.get(key, "") for key in typed} != typed or page.evaluate(HOLDS)[1] != 0:
        found = {key: (said, server.kept.get(key)) for key, said in typed.items() if server.kept.get(key, "") != said}
        assert time.monotonic() < until, found
        page.wait_for_timeout(100)


def shows(page: Page, keys: list[str], typed: dict[str, str]) -> None:
    """The page is one of ours, and each field shows what was typed."""
    is_ours(page)
    page.locator("[data-keep]").first.wait_for(state="attached")
    until = time.monotonic() + 60
    while (found := page.evaluate(_READ, keys)) != typed:
        assert time.monotonic() < until, {key: (typed[key], found[key]) for key in keys if typed[key] != found[key]}
        page.wait_for_timeout(100)


def in_two_tabs(windows: BrowserContext, page: Page, server: KilledServer, keys: list[str]) -> None:
    """What the second tab keeps is not overwritten by the first, which shows both and is asked."""
    second = windows.new_page()
    second.goto(page.url)
    second.locator(".kept").first.wait_for(state="attached")
    shows(second, keys, page.evaluate(_READ, keys))
    theirs = typing(second, server, keys, 2)
    mine = page.evaluate(_TYPE, [keys, 3])
    differ = [key for key in keys if mine[key] != theirs[key] != ""]  # an empty field is nobody's text
    expect(page.locator(".two-texts")).to_have_count(len(differ))
    assert {key: server.kept.get(key) for key in differ} == {key: theirs[key] for key in differ}
    for _ in differ:
        page.locator("[data-take=typed]").first.click()
    is_kept(page, server, mine)
    second.close()


def without_a_line(windows: BrowserContext, page: Page, server: KilledServer, keys: list[str]) -> None:
    """Sent without a line each form says so and sends nothing; the line comes back, and the text goes."""
    windows.set_offline(True)
    typed = page.evaluate(_TYPE, [keys, 4])
    forms = page.evaluate(_SEND)
    expect(page.locator("[data-kept-told]")).to_have_count(forms)
    shows(page, keys, typed)
    windows.set_offline(False)
    is_kept(page, server, typed)


def with_a_killed_server(page: Page, server: KilledServer, keys: list[str]) -> None:
    """Typed while it is away, and reloaded without it: a page of ours waits, and shows the text when it is back."""
    server.kill()
    typed = page.evaluate(_TYPE, [keys, 5])
    expect(page.locator(".kept", has_text="Kept on this device only").first).to_be_visible()
    until = time.monotonic() + 60
    while page.evaluate(HOLDS)[1] < len(typed):
        assert time.monotonic() < until
        page.wait_for_timeout(100)
    page.reload()
    expect(page.locator("[data-waits]")).to_be_visible()
    server.start()
    shows(page, keys, typed)
    is_kept(page, server, typed)


def after_the_session(
    page: Page, server: KilledServer, furnished: Furnished, keys: list[str], one: Losing, address: str
) -> None:
    """Sent after its end: the sign-in, and back to the page with what was typed last."""
    with furnished.house.store.write() as session:
        session.exec(delete(SessionRow))
    typed = page.evaluate(_TYPE, [keys, 6])
    page.evaluate(_SEND)
    page.wait_for_url("**/sign-in?next=*")
    page.get_by_label("User name").fill(one.user)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    shows(page, keys, typed)
    is_kept(page, server, typed)
