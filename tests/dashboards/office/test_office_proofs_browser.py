"""A real Chromium, a real provider of identities, a device with passkeys, and `vigie login`, before the real office.

The provider is `oidc-provider`, which is certified, knows PKCE, `acr_values`, `max_age`, sessions that end at both, and
the word of the provider itself that one ended; Canaille knows no levels and no such word.
"""

import json
import os
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import IN_CHROMIUM
from office_proofs import HAS_PROVIDER, Authenticator, Person, Proving, proving
from office_shell import make_stale
from playwright.sync_api import Browser, Page, expect

from inspection import acts
from inspection.trust.identity import Principal

pytestmark = [
    *IN_CHROMIUM,
    pytest.mark.skipif(not HAS_PROVIDER, reason="`make browser` fetches the provider of identities first"),
]
LINKED, KEYED, COMMANDED = "insp-liege-2", "supervisor-namur", "supervisor-liege"
OFFICE = re.compile(r"//localhost:\d+/office$")
MINE = re.compile(r"//localhost:\d+/me/passkeys$")
REFUSED = "This does not open an account here now."


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proving]:
    """Give an office with its provider."""
    with proving(tmp_path_factory.mktemp("proofs")) as opened:
        yield opened


@pytest.fixture
def person(browser: Browser, at: Proving) -> Iterator[Person]:
    """Give a browser that nobody used."""
    made = Person(browser, at)
    yield made
    made.closes()


@pytest.fixture
def other(browser: Browser, at: Proving) -> Iterator[Person]:
    """Give another one."""
    made = Person(browser, at)
    yield made
    made.closes()


def principal(person: Person) -> Principal:
    """Who the office takes a browser for."""
    return acts.identity.principal_of(person.at.house.acting(), person.session())


def link(person: Person, user: str, name: str) -> None:
    """Sign in by the provider for the first time, with a code."""
    person.goes("/sign-in").get_by_role("link", name="Sign in with eID").click()
    person.proves_it(name)
    person.page.get_by_label("Code").fill(person.at.code(user))
    person.page.get_by_role("button", name="Link my account").click()
    person.page.wait_for_url(OFFICE)


def test_in_again_and_out_by_the_provider(person: Person) -> None:
    """The first time asks for a code; the second for nothing; a step-up asks the person anew; out at both."""
    link(person, LINKED, "somebody")
    assert (principal(person).user, principal(person).method) == (LINKED, "oidc")
    before, begun = person.session(), principal(person)
    make_stale(person.at.house, before)
    page = person.goes("/me/passkeys")  # asks for a fresh proof
    page.get_by_role("link", name="Sign in with eID").click()
    person.proves_it("somebody")  # though the provider knows them: it asks anew
    page.wait_for_url(MINE)
    expect(page.get_by_role("heading", name="My passkeys", level=1)).to_be_visible()
    fresh = principal(person)
    assert fresh.credential == begun.credential
    assert person.session() != before
    assert person.is_out(before)
    page.locator("summary", has_text=LINKED).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?told=provider")
    assert person.session() == ""
    page.get_by_role("link", name="Sign in with eID").click()
    page.wait_for_url(OFFICE)  # the provider still knew them
    token = person.session()
    page.locator("summary", has_text=LINKED).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign out there too").click()
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/sign-in*")
    page.get_by_role("link", name="Sign in with eID").click()
    page.wait_for_url(f"{person.at.provider}/interaction/*")  # it does not any more
    assert person.is_out(token)


def test_whoever_leaves_the_provider_has_left_here(person: Person) -> None:
    """In another tab, without a word to this office but the provider's own."""
    link(person, "insp-liege-1", "leaver")
    token, elsewhere = person.session(), person.context.new_page()
    elsewhere.goto(f"{person.at.provider}/session/end")
    elsewhere.get_by_role("button", name="Yes").click()
    elsewhere.wait_for_load_state()
    until = 120
    while not person.is_out(token) and (until := until - 1):
        person.page.wait_for_timeout(500)
    assert person.is_out(token)
    person.goes("/office").wait_for_url("**/sign-in?*")


def test_somebody_else_at_the_provider_proves_nothing_again(person: Person) -> None:
    """Whoever sits down at an open session with an account of their own gets nothing, and whoever sat there is out.

    The provider takes the other account for the end of the first session, and says so to the office itself.
    """
    link(person, "head-liege", "the head")
    token = person.session()
    person.goes("/me/prove/provider")
    person.proves_it("another")
    expect(person.page.get_by_role("alert")).to_contain_text("ACCESS-07")
    assert person.session() == token
    assert person.is_out(token)


def brought_back(person: Person, name: str) -> str:
    """Go to the provider and back by hand; the address that the browser would open last, which it has not yet."""
    ask, way = person.context.request, f"{person.at.office}/sign-in/provider"
    while "/provider-back?" not in way:
        sent = {"form": {"name": name}, "method": "POST"} if "/interaction/" in way else {}
        way = urljoin(person.at.provider, ask.fetch(way, max_redirects=0, **sent).headers["location"])
    return way


def test_an_address_that_was_brought_back_is_good_here_and_once(person: Person, other: Person) -> None:
    """In another browser, with another state, without one, a second time: refused, and no session begins."""
    link(other, "insp-namur-1", "namur")
    other.context.clear_cookies(name="vigie_session")
    brought = brought_back(other, "namur")
    assert "/sign-in/provider-back?" in brought
    person.goes("/sign-in/provider")  # a sign-in of their own is under way
    person.page.goto(brought)  # whoever was sent somebody else's address
    expect(person.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert person.session() == ""
    other.page.goto(brought)  # where it was begun it still holds
    other.page.wait_for_url(OFFICE)
    kept = [one for one in other.context.cookies() if one["name"] == "vigie_session"]
    other.context.clear_cookies(name="vigie_session")
    other.page.goto(brought)
    expect(other.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert other.session() == ""
    assert len(kept) == 1
    for change in (
        lambda url: re.sub("state=[^&]+", "state=" + "x" * 43, url),
        lambda url: re.sub("code=[^&]+", "", url),
    ):
        other.page.goto(change(brought_back(other, "namur")))
        expect(other.page.get_by_role("alert")).to_contain_text(REFUSED)
        assert other.session() == ""


def test_what_a_browser_keeps_is_good_once_though_it_keeps_it(person: Person) -> None:
    """Whoever puts the cookie of a sign-in back, and brings the same address, gets nothing."""
    link(person, "insp-namur-2", "the other of namur")
    person.context.clear_cookies(name="vigie_session")
    brought = brought_back(person, "the other of namur")
    kept = [one for one in person.context.cookies() if one["name"] == "vigie_provider"]
    person.page.goto(brought)
    person.page.wait_for_url(OFFICE)
    person.context.clear_cookies(name="vigie_session")
    person.context.add_cookies(kept)
    person.page.goto(brought)
    expect(person.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert person.session() == ""


def test_the_sign_in_begins_where_the_provider_leads_back(person: Person) -> None:
    """Under another name of this machine the browser's cookie would not come along: it is led to the right one."""
    person.page.goto(f"{person.at.office.replace('localhost', '127.0.0.1')}/sign-in/provider?next=/me/sessions")
    person.page.wait_for_url(f"{person.at.provider}/interaction/*")
    assert [one["domain"] for one in person.context.cookies() if one["name"] == "vigie_provider"] == ["localhost"]


def make_passkey(person: Person, user: str, device: Authenticator) -> Page:
    """Enrol somebody with a passkey, by a code."""
    page = person.goes("/enrol")
    page.get_by_role("link", name="Go on with a passkey").click()
    page.get_by_label("Code").fill(person.at.code(user))
    page.get_by_label("Name of the passkey").fill("laptop")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(OFFICE)
    assert len(device.kept()) == 1
    return page


def use_passkey(page: Page) -> None:
    """Press the one button."""
    page.get_by_role("button", name="Use my passkey").click()


def test_a_passkey_from_the_code_to_its_end(person: Person) -> None:
    """Made, used, proven again, a second one beside it, and taken away; no password was ever set."""
    device = Authenticator(person.page)
    page = make_passkey(person, KEYED, device)
    assert (principal(person).user, principal(person).method) == (KEYED, "passkey")
    page.locator("summary", has_text=KEYED).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?told=out")
    page.get_by_role("link", name="Go on with a passkey").click()
    use_passkey(page)
    page.wait_for_url(OFFICE)
    before = person.session()
    make_stale(person.at.house, before)
    person.goes("/me/passkeys").wait_for_url("**/me/prove?*")
    expect(page.get_by_label("Password of")).to_have_count(0)  # they have none
    page.get_by_role("link", name="Go on with a passkey").click()
    use_passkey(page)
    page.wait_for_url(MINE)
    assert person.session() != before
    page.get_by_label("Name of the passkey").fill("laptop again")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not answer")  # the device keeps one of this person
    spare = device.kept()[0]
    device.forgets()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/me/passkeys?told=kept")
    expect(page.locator("tbody tr")).to_have_count(2)
    row = page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name="laptop", exact=True))
    row.get_by_text("Take away").first.click()
    row.get_by_role("button", name="Take the passkey away").click()
    page.wait_for_url("**/me/passkeys?told=removed")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody tr").get_by_text("Take away").first.click()
    page.get_by_role("button", name="Take the passkey away").click()
    expect(page.get_by_role("alert").first).to_contain_text("your only way in")
    device.forgets()
    device.gets(spare)
    person.context.clear_cookies(name="vigie_session")
    person.goes("/sign-in/passkey")
    use_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text(REFUSED)  # it was taken away


def test_a_device_that_did_not_ask_its_owner_and_a_copy_of_a_key(person: Person) -> None:
    """The browser gives no answer for the first; the office refuses the second, whose count is behind."""
    device = Authenticator(person.page)
    page = make_passkey(person, "insp-namur-1", device)
    copied = device.kept()[0]
    for _ in range(2):
        person.context.clear_cookies(name="vigie_session")
        person.goes("/sign-in/passkey")
        use_passkey(page)
        page.wait_for_url(OFFICE)
    assert device.kept()[0]["signCount"] > copied["signCount"]
    person.context.clear_cookies(name="vigie_session")
    device.asks_its_owner(False)
    person.goes("/sign-in/passkey")
    use_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text("did not answer")
    device.asks_its_owner(True)
    device.forgets()
    device.gets(copied)
    use_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text(REFUSED)
    assert person.session() == ""


def test_a_passkey_is_asked_for_under_its_own_name_only(person: Person) -> None:
    """In figures the browser is led to the name; another origin gets no answer that the office takes."""
    device = Authenticator(person.page)
    page = make_passkey(person, "head-namur", device)
    page.goto(f"{person.at.office.replace('localhost', '127.0.0.1')}/sign-in/passkey")
    assert page.url.startswith(person.at.office)
    person.context.clear_cookies(name="vigie_session")
    # A page of another port of this machine asks the device, and somebody brings its answer here.
    page.route("http://localhost:1/**", lambda route: route.fulfill(body="elsewhere", content_type="text/html"))
    asked = person.context.request.post(
        f"{person.at.office}/sign-in/passkey-ask", form={"next": ""}, headers={"Origin": person.at.office}
    )
    page.goto("http://localhost:1/")
    answer = page.evaluate(
        """async options => JSON.stringify((await navigator.credentials.get({
             publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })).toJSON())""",
        asked.json(),
    )
    for sender, status in ((person.at.office, 401), ("http://localhost:1", 403)):
        sent = {"answer": answer, "next": ""}
        told = person.context.request.post(f"{person.at.office}/sign-in/passkey", form=sent, headers={"Origin": sender})
        assert told.status == status
    assert person.session() == ""


@pytest.mark.battery(reason="two commands start; test_a_browser_lets_a_command_act holds the acts")
def test_a_browser_lets_the_command_of_this_machine_act(person: Person) -> None:
    """`vigie login` names a page; whoever is signed in allows it; the command then acts as them, once."""
    link(person, COMMANDED, "the supervisor")
    process = person.at.command("login", "--no-browser", "--json")
    assert process.stderr is not None
    address = next(found for line in process.stderr if (found := re.search(r"http://localhost\S+", line)))
    codes: list[str] = []
    person.page.on("request", lambda asked: codes.append(asked.url) if "/signed-in?" in asked.url else None)
    person.page.goto(address[0])
    expect(person.page.get_by_role("heading", level=1)).to_have_text("A command asks to act as you")
    assert person.at.provider not in person.page.content()
    person.page.get_by_role("button", name="Allow the command").click()
    person.page.wait_for_url("**/command/done")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert json.loads(out)["user"] == COMMANDED
    listed = person.at.command("sessions", "list", "--json")
    sessions = json.loads(listed.communicate(timeout=120)[0])
    assert [one["kind"] for one in sessions if one["is_this"]] == ["command"]
    assert {one["method"] for one in sessions} == {"oidc"}
    code = re.search("code=([^&]+)", codes[0])
    assert code is not None
    spent = {"code": code[1], "code_verifier": "x" * 43, "redirect_uri": codes[0].partition("?")[0]}
    told = person.context.request.post(
        f"{person.at.office}/command/token", form=spent, headers={"Origin": person.at.office}
    )
    assert (told.status, told.json()) == (403, {"code": "ACCESS-164"})


def test_a_command_that_nobody_asked_for_is_not_offered(person: Person) -> None:
    """Another machine's address, none at all, and whoever has not signed in: led to the sign-in first, then back."""
    challenge, state = "c" * 43, "s" * 43
    asked = f"/command/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A4000%2Fsigned-in&code_challenge={challenge}"
    page = person.goes(f"{asked}&state={state}")
    page.wait_for_url("**/sign-in?next=*")
    page.get_by_role("link", name="Sign in with eID").click()
    person.proves_it("somebody who commands")
    page.get_by_label("Code").fill(person.at.code("dpo-1"))
    page.get_by_role("button", name="Link my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A command asks to act as you")
    for way in ("http%3A%2F%2Felsewhere.example%3A4000%2Fsigned-in", "http%3A%2F%2F127.0.0.1%3A4000%2Felsewhere", ""):
        told = page.goto(
            f"{person.at.office}/command/authorize?redirect_uri={way}&code_challenge={challenge}&state={state}"
        )
        assert told is not None
        assert told.status == 403
        expect(page.get_by_text("ACCESS-164")).to_be_visible()


def proofs_looked_at(person: Person, lang: str) -> None:
    """No serious fault, and nothing that scrolls sideways on a telephone, in both looks."""
    asked = f"/command/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A4000%2Fsigned-in&code_challenge={'c' * 43}"
    paths = ("/me/passkeys", "/me/prove/passkey", f"{asked}&state={'s' * 43}", "/command/done", "/sign-in/passkey")
    page = person.page
    page.set_viewport_size({"width": 390, "height": 844})
    person.context.add_cookies([{"name": "vigie_language", "value": lang, "url": person.at.office}])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in (*paths, "/sign-in/passkey-enrol", "/sign-in/provider-link", "/sign-in?told=provider"):
            person.goes(path)
            found = Axe().run(page).response["violations"]
            assert [(path, one["id"]) for one in found if one["impact"] in ("serious", "critical")] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            if scheme == "light" and (folder := os.environ.get("VIGIE_PICTURES")):
                name = path.partition("?")[0].strip("/").replace("/", "-")
                page.screenshot(path=f"{folder}/{name}-{lang}.png", full_page=True)


def test_the_pages_of_proofs_are_usable_by_everybody(person: Person) -> None:
    """In the longest language."""
    link(person, "supervisor-liege", "who sees everything")
    proofs_looked_at(person, "de")


@pytest.mark.tour
@pytest.mark.parametrize(("lang", "user"), [("fr", "supervisor-liege"), ("nl", "insp-liege-1"), ("en", "head-liege")])
def test_the_pages_of_proofs_in_every_language(person: Person, lang: str, user: str) -> None:
    """The other three, each by somebody of whom the provider knows nothing yet."""
    link(person, user, f"who reads {lang}")
    proofs_looked_at(person, lang)
