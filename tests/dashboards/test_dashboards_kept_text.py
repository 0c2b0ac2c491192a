"""No typed text is lost, and no foreign wall of words shown: Reload, lost line, two windows, ended session, kill."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import IN_CHROMIUM, kill
from builders_identity import PASSWORD
from killed_server import HOLDS, KilledServer, can_do_without, is_ours, says
from office_shell import INSPECTOR, OTHER, a_home
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import delete, select

from inspection.failpoints import TYPING
from inspection.i18n import LANGUAGES
from inspection.store.people import KeptTextRow, SessionRow

pytestmark = IN_CHROMIUM
TEXT = "Où sont les ouvriers ?\nSECRET-9"
_RAW = """async () => {
  const opened = await new Promise(resolve => {
    const request = indexedDB.open("vigie-kept");
    request.onsuccess = () => resolve(request.result);
  });
  const all = name => new Promise(resolve => {
    const request = opened.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const [keys, texts] = [await all("keys"), await all("texts")];
  opened.close();
  const exported = await crypto.subtle.exportKey("raw", keys[0]).then(() => "given", () => "refused");
  return {exported, texts: texts.map(one => new TextDecoder("latin1").decode(one.sealed))};
}"""


class Office(KilledServer):
    """The server with a form of a test."""

    @property
    def said(self) -> list[dict[str, str]]:
        """What forms had for an effect."""
        file = self.house.home / "said.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def end_at(self, where: str) -> None:
        """Let the next form end the process."""
        (self.house.home / "kill").write_text(where)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give a home and its server."""
    with a_home(tmp_path_factory.mktemp("kept") / "home") as house:
        made = Office(house, "kept_text_process.py")
        made.start()
        yield made
        if made.process is not None:
            made.kill()


@pytest.fixture
def office(served: Office) -> Iterator[Office]:
    """Give them with nothing typed and nothing sent."""
    with served.house.store.write() as session:
        session.exec(delete(KeptTextRow))
    (served.house.home / "said.jsonl").unlink(missing_ok=True)
    if served.process is None:
        served.start()
    yield served
    (served.house.home / "kill").unlink(missing_ok=True)


@pytest.fixture
def windows(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser that nobody used before; in the end no policy was broken."""
    made = a_browser(browser)
    refused: list[str] = []
    made.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else None)
    made.on("weberror", lambda fault: refused.append(str(fault.error)))
    yield made
    made.close()
    assert not refused


def a_browser(browser: Browser) -> BrowserContext:
    made = browser.new_context(viewport={"width": 1000, "height": 900}, locale="en-GB")
    made.set_default_timeout(60_000)
    return made


def sign_in(page: Page, office: Office, user: str = INSPECTOR) -> None:
    page.context.add_cookies([{"name": "vigie_language", "value": "en", "url": office.url}])
    page.goto(f"{office.url}/sign-in")
    fill_in(page, user)
    page.wait_for_url("**/office")


def fill_in(page: Page, user: str = INSPECTOR) -> None:
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def note(windows: BrowserContext, office: Office, user: str = INSPECTOR) -> Page:
    """Sign in and open the form, once the browser can do without the server."""
    page = windows.new_page()
    sign_in(page, office, user)
    page.goto(f"{office.url}/note")
    can_do_without(page)
    return page


def type_in(page: Page, words: str = TEXT, field: str = "Words") -> None:
    page.get_by_label(field).click()
    page.keyboard.insert_text(words)


def holds(page: Page, words: str = TEXT) -> None:
    """The field shows the text, on a page of ours."""
    is_ours(page)
    expect(page.get_by_label("Words")).to_have_value(words)


def kept_everywhere(page: Page, office: Office, words: str = TEXT) -> None:
    """The server has it, and this browser lets it go."""
    says(page, "Text kept at")
    until(lambda: office.kept == {"words": words} and page.evaluate(HOLDS)[1] == 0)


def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so; whoever has to be slow may be."""
    limit = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_reload_back_and_another_browser_find_the_text(windows, office: Office, browser: Browser) -> None:
    """A moment after the last key the server has it; every way back to the page shows it."""
    page = note(windows, office)
    type_in(page)
    kept_everywhere(page, office)
    page.reload()
    holds(page)
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_url("**/office")
    page.go_back()
    holds(page)
    other = a_browser(browser)
    holds(note(other, office))
    other.close()
    office.again()
    page.reload()
    holds(page)


def test_leaving_in_the_middle_of_a_word_loses_nothing(windows, office: Office) -> None:
    """Before the moment has passed: by Reload, by a link, by a process of the browser that is killed."""
    page = note(windows, office)
    type_in(page, "one")
    page.reload()
    holds(page, "one")
    type_in(page, " two")
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_url("**/office")
    page.goto(f"{office.url}/note")
    expect(page.get_by_label("Words")).to_have_value("one two")
    expect(page.locator(".two-texts")).to_have_count(0)
    type_in(page, " three")
    until(lambda: page.evaluate(HOLDS)[1] == 1 or office.kept == {"words": "one two three"})
    kill(page)
    again = windows.new_page()
    again.goto(f"{office.url}/note")
    holds(again, "one two three")
    kept_everywhere(again, office, "one two three")


def test_what_was_taken_is_gone_and_what_was_refused_stays(windows, office: Office) -> None:
    """A refusal is shown on the page, with the text; a fault too; then it is sent once, and nothing is left."""
    page = note(windows, office)
    type_in(page, "REFUSE")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#refused")).to_be_visible()
    holds(page, "REFUSE")
    page.reload()
    holds(page, "REFUSE")
    page.get_by_label("Words").fill("FAULT")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    holds(page, "FAULT")
    page.get_by_label("Words").fill(TEXT)
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_role("status")).to_have_text("Sent")
    expect(page.get_by_label("Words")).to_have_value("")
    assert [one["words"] for one in office.said] == [TEXT]
    assert office.kept == {}
    assert page.evaluate(HOLDS)[1] == 0
    page.go_back()
    is_ours(page)
    page.goto(f"{office.url}/note")
    expect(page.get_by_label("Words")).to_have_value("")


def test_without_a_line_the_text_waits_here_sealed(windows, office: Office) -> None:
    """The page says so; sending says it in our words; Reload shows a page of ours, which comes back by itself."""
    page = note(windows, office)
    office.kill()
    type_in(page)
    says(page, "Kept on this device only, since")
    raw = page.evaluate(_RAW)
    assert raw["exported"] == "refused"
    assert len(raw["texts"]) == 1
    assert "SECRET" not in raw["texts"][0]
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was sent")
    holds(page)
    page.reload()
    is_ours(page)
    expect(page.get_by_role("heading", name="The server does not answer")).to_be_visible()
    results = Axe().run(page).response
    assert not [one["id"] for one in results["violations"] if one["impact"] in {"serious", "critical"}]
    office.start()
    holds(page)
    kept_everywhere(page, office)


@pytest.mark.tour
def test_the_line_comes_back_and_the_text_goes(windows, office: Office) -> None:
    """Nothing need be done: what waited is sent, and the form can be."""
    page = note(windows, office)
    windows.set_offline(True)
    type_in(page)
    says(page, "Kept on this device only, since")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was sent")
    windows.set_offline(False)
    kept_everywhere(page, office)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Sent")
    assert [one["words"] for one in office.said] == [TEXT]


@pytest.mark.parametrize(
    ("button", "then"),
    [
        pytest.param("Take the other text", "first", marks=pytest.mark.tour),
        pytest.param("Keep what I typed", "second", marks=pytest.mark.tour),
        ("Join both", "first\n\nsecond"),
    ],
)
def test_two_windows_overwrite_nothing(windows, office: Office, button: str, then: str) -> None:
    """The second is shown both, cannot send before choosing, and what is chosen stands everywhere."""
    one = note(windows, office)
    two = windows.new_page()
    two.goto(f"{office.url}/note")
    expect(two.locator(".kept").first).to_be_attached()
    type_in(one, "first")
    says(one, "Text kept at")
    type_in(two, "second")
    box = two.locator(".two-texts")
    expect(box).to_contain_text("first")
    expect(box).to_contain_text("second")
    expect(box).to_contain_text("This stands on the server, since")
    two.get_by_role("button", name="Send").click()
    expect(two.get_by_role("alert")).to_contain_text("Choose first")
    assert office.kept == {"words": "first"}
    assert office.said == []
    results = Axe().run(two).response
    assert not [one["id"] for one in results["violations"] if one["impact"] in {"serious", "critical"}]
    two.get_by_role("button", name=button).click()
    holds(two, then)
    kept_everywhere(two, office, then)
    one.reload()
    holds(one, then)


@pytest.mark.tour
def test_two_windows_without_a_line_lose_neither(windows, office: Office) -> None:
    """Each keeps its own here; once both were closed, the page shows the newer, and the older beside it."""
    one = note(windows, office)
    two = windows.new_page()
    two.goto(f"{office.url}/note")
    expect(two.locator(".kept").first).to_be_attached()
    office.kill()
    type_in(one, "first")
    says(one, "Kept on this device only")
    type_in(two, "second")
    says(two, "Kept on this device only")
    kill(one)
    kill(two)
    office.start()
    page = windows.new_page()
    page.goto(f"{office.url}/note")
    holds(page, "second")
    expect(page.locator(".two-texts")).to_contain_text("first")
    page.get_by_role("button", name="Join both").click()
    kept_everywhere(page, office, "first\n\nsecond")


def test_a_session_that_ended_leads_back_to_the_text(windows, office: Office) -> None:
    """In the middle of a form: the sign-in, then the page with its text, which is sent once."""
    page = note(windows, office)
    type_in(page, "before")
    says(page, "Text kept at")
    end_sessions(office)
    type_in(page, " and after")
    says(page, "Your session has ended")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/sign-in?next=*")
    fill_in(page)
    page.wait_for_url("**/note")
    holds(page, "before and after")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Sent")
    assert [one["words"] for one in office.said] == ["before and after"]


def test_a_newer_session_in_another_window_takes_the_text(windows, office: Office) -> None:
    """The page learns what its forms must carry now."""
    page = note(windows, office)
    other = windows.new_page()
    sign_in(other, office)
    type_in(page)
    kept_everywhere(page, office)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Sent")


def end_sessions(office: Office) -> None:
    """Let them lie as long as nobody was there."""
    with office.house.store.write() as session:
        for row in session.exec(select(SessionRow)):
            row.seen_at -= timedelta(hours=2)
            session.add(row)


@pytest.mark.tour
@pytest.mark.parametrize("failpoint", TYPING)
def test_killed_while_it_keeps(windows, office: Office, failpoint: str) -> None:
    """Before its commit and after: what is typed meanwhile waits here, and goes once the server is back."""
    page = note(windows, office)
    office.again(failpoint)
    type_in(page, "one")
    says(page, "Kept on this device only")
    office.ended()
    type_in(page, " two")
    office.start()
    kept_everywhere(page, office, "one two")
    expect(page.locator(".two-texts")).to_have_count(0)
    page.reload()
    holds(page, "one two")


@pytest.mark.parametrize(
    ("where", "is_reloaded"),
    [
        ("after", True),
        pytest.param("after", False, marks=pytest.mark.tour),
        pytest.param("before", True, marks=pytest.mark.tour),
        pytest.param("before", False, marks=pytest.mark.tour),
    ],
)
def test_killed_while_it_sends(windows, office: Office, where: str, is_reloaded: bool) -> None:
    """Before the effect and after it: our words, the text stays, and sending again counts once."""
    page = note(windows, office)
    office.end_at(where)
    type_in(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("it counts only once")
    office.ended()
    holds(page)
    office.start()
    if is_reloaded:
        page.reload()
        holds(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Sent")
    assert [one["words"] for one in office.said] == [TEXT]
    assert office.kept == {}
    page.goto(f"{office.url}/note")
    expect(page.get_by_label("Words")).to_have_value("")


@pytest.mark.tour
@pytest.mark.parametrize("step", ["while typing", "once kept", "before sending"])
def test_killed_between_two_steps_and_reloaded(windows, office: Office, step: str) -> None:
    """With the browser's page gone too."""
    page = note(windows, office)
    type_in(page)
    if step == "once kept":
        says(page, "Text kept at")
    if step == "before sending":
        office.kill()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("alert")).to_be_visible()
    else:
        office.kill()
    page.reload()
    is_ours(page)
    office.start()
    holds(page)


def test_signing_out_leaves_nothing_here(windows, office: Office) -> None:
    """No key and no text; the server has what was on its way, and gives it back after the next sign-in."""
    page = note(windows, office)
    type_in(page, "kept")
    says(page, "Text kept at")
    assert page.evaluate(HOLDS)[0] == 1
    type_in(page, " late")
    page.get_by_text(INSPECTOR).first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?told=out")
    assert page.evaluate(HOLDS) == [0, 0]
    assert office.kept == {"words": "kept late"}
    fill_in(page)
    page.wait_for_url("**/office")
    page.goto(f"{office.url}/note")
    holds(page, "kept late")


def test_somebody_else_finds_nothing(windows, office: Office) -> None:
    """Who signs in next in this browser has neither the text nor what waited here."""
    page = note(windows, office)
    windows.set_offline(True)
    type_in(page)
    says(page, "Kept on this device only")
    page.goto("about:blank")
    windows.set_offline(False)
    other = windows.new_page()
    sign_in(other, office, OTHER)
    other.goto(f"{office.url}/note")
    expect(other.locator(".kept").first).to_be_attached()
    expect(other.get_by_label("Words")).to_have_value("")
    assert other.evaluate(HOLDS)[1] == 0


def test_a_form_that_is_swapped_in_has_its_text(windows, office: Office) -> None:
    """As one that is loaded."""
    page = note(windows, office)
    type_in(page)
    says(page, "Text kept at")
    page.evaluate("document.querySelector('[data-keep]').dataset.was = 'here before'")
    page.get_by_role("button", name="Swap").click()
    expect(page.locator("[data-was]")).to_have_count(0)  # else what is typed next is typed into the old one
    expect(page.get_by_label("Words")).to_have_value(TEXT)
    type_in(page, "!")
    until(lambda: office.kept["words"] in {f"{TEXT}!", f"!{TEXT}"})


@pytest.mark.tour
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_the_language_of_the_reader(windows, office: Office, lang: str) -> None:
    """Above all when the server is away."""
    page = note(windows, office)
    windows.add_cookies([{"name": "vigie_language", "value": lang, "url": office.url}])
    page.reload()
    page.wait_for_function(
        "async lang => (await (await caches.open('vigie-away')).keys()).some(one => one.url.endsWith('l=' + lang))",
        arg=lang,
    )
    page.wait_for_timeout(300)
    type_in(page, field="Words")
    kept = {"fr": "Texte gardé à", "nl": "Tekst bewaard om", "de": "Text behalten um", "en": "Text kept at"}
    says(page, kept[lang])
    office.kill()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("[data-waits]")).to_be_visible()
