"""What every page of the shell keeps to: its policy, its languages, its files by their hash, and faults told alike."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import Markup, escape
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, words

from dashboards.office import drawing, rooms
from dashboards.office import home as first_page
from inspection.errors import StoreFault
from inspection.i18n import LANGUAGES, keys

OFFICE = Path(first_page.__file__).parent
STATIC = OFFICE / "static"
BEFORE, AFTER = ("/sign-in", "/enrol"), ("/office", "/me/sessions", "/me/prove", "/office/no-such-page")
HEAD, SUPERVISOR = "head-liege", "supervisor-liege"


@pytest.fixture
def known(home) -> Iterator[Caller]:
    """Give the browser of the direction."""
    made = Caller(home)
    made.sign_in(DIRECTION)
    yield made
    made.send("/sign-out-everywhere")


def test_what_came_from_elsewhere_is_what_was_recorded() -> None:
    """By its hash, with its licence; and nothing lies there that nobody recorded and nobody here wrote."""
    recorded = json.loads((STATIC / "vendored.json").read_text())
    for name, entry in recorded.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert (STATIC / entry["licence_file"]).is_file()
    assert {path.name for path in STATIC.iterdir()} - set(recorded) == {
        *("office.css", "office.js", "passkeys.js", "icon.png", "vendored.json"),
        *("keeping.js", "kept_here.js", "two_texts.js", "sending.js", "away.js"),
        *(
            "administration.css",
            "board.js",
            "cases.css",
            "control_end.css",
            "control_form.css",
            "documents.css",
            "paper.js",
            "paper.css",
            "week.css",
            "stories.css",
        ),
    }


def test_htmx_is_set_as_we_want_it() -> None:
    """No implicit inheritance, errors are swapped in, Back asks the server, nothing is put into the page."""
    (content,) = re.findall(r"name=\"htmx-config\" content='([^']*)'", (OFFICE / "templates/base.html").read_text())
    assert json.loads(content) == {
        "implicitInheritance": False,
        "noSwap": [204, 304],
        "history": "reload",
        "includeIndicatorCSS": False,
    }


@pytest.mark.parametrize("value", ["a <b> & 'c' \"d\"", Markup("<b>'</b>"), None, 3.5, Markup("<i>") + "<"])
def test_a_page_writes_what_escape_would(value: object) -> None:
    """What says that it is markup stays, all else is escaped: as a value, in a macro and from a block that is set."""
    pages = drawing._templates((drawing.STATIC,))
    text = "{{ v }}{% macro m(x) %}<p>{{ x }}</p>{% endmacro %}{{ m(v) }}{% set s %}{{ v }}{% endset %}{{ s }}"
    said = escape(value)
    assert pages.from_string(text).render(v=value) == f"{said}<p>{said}</p>{said}"


def test_no_page_has_anything_in_line() -> None:
    """No style, no script, no handler, no address of others: the policy would refuse it."""
    for path in sorted((OFFICE / "templates").rglob("*.html")):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|https?://|hx-on|javascript:|\|\s*safe\b", text), path.name
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path.name
    assert not re.search(r"url\(|@import|https?://", (STATIC / "office.css").read_text())


@pytest.mark.parametrize("path", [*BEFORE, *AFTER, "/enrolments"])
@pytest.mark.few(2)
def test_every_page_says_what_it_may_do(known: Caller, path: str) -> None:
    """Its own files only; kept by no cache, in no frame, told to no other site."""
    headers = known.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:|data:|blob:", policy)
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_every_page_is_in_each_language(home, known: Caller, lang: str) -> None:
    """No key is missing, one heading and one main part, and it says its language."""
    guest = Caller(home)
    for caller, paths in ((guest, BEFORE), (known, (*AFTER, "/enrolments"))):
        caller.client.cookies.set("vigie_language", lang)
        for path in paths:
            page = caller.get(path).text
            assert f'<html lang="{lang}">' in page
            assert (page.count("<h1"), page.count("<main")) == (1, 1), path
            assert 'class="skip" href="#main"' in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_room_and_every_fault_has_its_words(lang: str) -> None:
    """Those of the shell's own pages; a page would break at the first that is missing."""
    everything = (rooms._HOME, *rooms._ROOMS, *rooms._OWN)
    for room in everything:
        assert f"screen.{room.title}" in keys(lang)
        assert f"screen.office.short.{room.key}" in keys(lang)
        assert room.key == "office" or f"screen.office.room.{room.key}" in keys(lang)
    told = {"070", "071", "072", "076", "077", "078", "080", "084", "120", "121", "122"}
    assert {f"screen.fault.ACCESS-{number}" for number in told} <= keys(lang)
    assert {f"screen.fault.{family}" for family in ("STORE", "SETTING", "VIGIE", "ACCESS", "other")} <= keys(lang)


@pytest.mark.parametrize("user", [INSPECTOR, DIRECTION, DPO])
@pytest.mark.few(2)
def test_the_first_page_says_who_i_am_and_where_i_may_go(home, user: str) -> None:
    """Each room that the table shows to the role, and no other; the role, the service, since when."""
    from inspection.store.queries import user as user_of
    from inspection.trust import may, may_see
    from inspection.trust.rights import rights

    caller = Caller(home)
    caller.sign_in(user)
    page = caller.get("/office").text
    me = user_of(home.store, user)
    assert me is not None
    main = page[page.index("<main") :]
    for screen in rights().shown.keys() - {"reasons"}:
        moved = {"referrals": "/board", "controls": "/inspections"}
        address = moved.get(screen, f"/{screen}")
        assert (f'href="{address}"' in main) == may_see(me, screen), screen
    assert ('href="/enrolments"' in main) == may(me, "enrolment.issue")
    for said in (user, "ONSS", "by password", "Identity proven at"):
        assert said in words(main)


def test_language_and_look_are_kept_by_the_browser(caller: Caller) -> None:
    """For every page, before signing in and after; back to the page on which they were chosen."""
    answer = caller.post("/language", {"language": "nl", "next": "/sign-in?next=/week_rounds"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fweek_rounds")
    assert '<html lang="nl">' in caller.get("/sign-in").text
    answer = caller.post("/theme", {"theme": "dark", "next": "/me/sessions?told=ended"})
    assert answer.headers["location"] == "/me/sessions?told=ended"
    assert '<html lang="nl" class="dark">' in caller.get("/sign-in").text
    caller.post("/theme", {"theme": "system", "next": "/"})
    assert '<html lang="nl">' in caller.get("/sign-in").text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/sign-in", "/sign-in?next=//evil.example"])
def test_a_choice_leads_nowhere_else(caller: Caller, wanted: str) -> None:
    """And what is no choice changes nothing."""
    for path, field in (("/language", "language"), ("/theme", "theme")):
        answer = caller.post(path, {field: "xx; Path=/evil", "next": wanted})
        assert answer.status_code == 303
        assert "evil" not in answer.headers["location"]
        assert "set-cookie" not in answer.headers


def test_a_reader_who_chose_nothing_gets_their_own_language(home) -> None:
    """That of the roster, once they are known; before, that of the browser."""
    caller = Caller(home)
    caller.client.cookies.clear()
    assert '<html lang="en">' in caller.get("/sign-in").text
    caller.sign_in()
    assert '<html lang="fr">' in caller.get("/office").text


def test_absent_and_forbidden_are_told_alike(home, known: Caller) -> None:
    """By status, code and words, whatever the address."""
    caller = Caller(home)
    caller.sign_in()
    told = {
        (answer.status_code, words(answer.text))
        for answer in (
            caller.get("/office/no-such-page"),
            caller.get("/me/nothing"),
            caller.get("/enrolments"),
            caller.send("/enrolments", user="head-liege"),
            caller.send("/me/sessions/end", session="no-such-session"),
        )
    }
    ((status, said),) = told
    assert status == 404
    assert "There is no such page, or it is not for you. Code ACCESS-120" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_trouble_of_the_house_is_told_by_its_code(
    known: Caller, monkeypatch: pytest.MonkeyPatch, caplog, lang: str
) -> None:
    """In the reader's language; what an error says of somebody stands neither on the page nor in a log."""
    known.client.cookies.set("vigie_language", lang)

    def broken(_: object) -> None:
        raise ValueError("Jean Exemple, 85.01.01-001.01")

    def away(_: object) -> None:
        raise StoreFault("STORE-034")

    for what, status, code in ((broken, 500, "VIGIE-900"), (away, 503, "STORE-034")):
        monkeypatch.setattr("inspection.acts.identity.ending.rules_of", what)
        answer = known.get("/me/sessions")
        assert (answer.status_code, code in answer.text) == (status, True)
        assert f'<html lang="{lang}">' in answer.text
        assert "Exemple" not in answer.text + caplog.text
        assert code in caplog.text


def test_files_of_pages_are_open_and_nothing_beside_them_is(caller: Caller) -> None:
    """The sign-in is drawn with them; no template and no source is among them."""
    for name in ("office.css", "office.js", "htmx.min.js", "icon.png"):
        assert caller.get(f"/office/static/{name}").status_code == 200
    for name in ("../home.py", "%2e%2e/home.py", "templates/base.html", "nothing.css", ""):
        assert caller.get(f"/office/static/{name}").status_code in (303, 404)
