"""Kept text at the wire: what a page is told, what a form that was taken leaves, and what nobody else gets."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from office_shell import HERE, INSPECTOR, OTHER, Caller, token_in
from sqlmodel import delete
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from dashboards.guard import Doors, Guard
from dashboards.office import Asked, form, office_routes
from inspection import acts
from inspection.errors import AccessRefused
from inspection.store.people import KeptTextRow
from inspection.trust import AppContext

PAGE = "/case/1"
BY_SCRIPT = {"x-sent-by-page": "1", "accept": "application/json"}


def answers(asked: Asked) -> object:
    """A form of a test: what it is told to do, it does."""
    how = asked.form["how"]
    if how == "fault":
        raise AccessRefused("ACCESS-120")
    if how.startswith("/"):
        return asked.led(how)
    sent = asked.sends
    return JSONResponse({"sends": sorted(sent.fields) if sent else None}, int(how))


@pytest.fixture
def known(home: AppContext) -> Iterator[Caller]:
    """Give a browser of somebody who has typed nothing yet, with a form of a test."""
    with home.store.write() as session:
        session.exec(delete(KeptTextRow))
    made = Caller(home)
    served = Starlette(routes=[form("/try", answers), *office_routes()])
    cookies = made.client.cookies
    made.client = TestClient(
        Doors(Guard(served, home), home.settings), base_url=HERE, follow_redirects=False, cookies=dict(cookies)
    )
    made.sign_in(INSPECTOR)
    yield made
    made.send("/sign-out-everywhere")


def keep(caller: Caller, words: str, version: int = 0, **fields: str) -> object:
    token = token_in(caller.get("/office").text)
    sent = {"form_token": token, "page": PAGE, "field": "note", "words": words, "version": str(version), **fields}
    return caller.post("/kept", sent, accept="application/json")


def texts(caller: Caller, page: str = PAGE) -> list[dict[str, object]]:
    found = caller.get(f"/kept?page={quote(page)}", accept="application/json").json()["texts"]
    assert isinstance(found, list)
    return found


def test_a_page_is_told_what_was_typed_on_it(known: Caller, home: AppContext) -> None:
    """With the id of its form and the hour; nobody else is told, under whichever token."""
    answer = keep(known, "half a word", form="f-1")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    (one,) = texts(known)
    assert (one["words"], one["form"], one["field"]) == ("half a word", "f-1", "note")
    assert answer.headers["cache-control"] == "no-store"
    other = Caller(home)
    other.sign_in(OTHER)
    assert texts(other) == []
    mine, theirs = (one.get("/kept?page=/x").json() for one in (known, other))
    assert mine["owner"] != theirs["owner"]
    assert INSPECTOR not in str(mine)


def test_a_stale_write_is_told_what_stands(known: Caller) -> None:
    keep(known, "first")
    answer = keep(known, "second")
    assert (answer.status_code, answer.json()["words"], answer.json()["version"]) == (409, "first", 1)
    assert [one["words"] for one in texts(known)] == ["first"]


@pytest.mark.parametrize(("how", "is_gone"), [("200", True), ("/office", True), ("400", False), ("409", False)])
@pytest.mark.parametrize("also", [("/me/prove?next=/x", False), ("/sign-in", False), ("fault", False)])
@pytest.mark.few(2)
def test_what_was_taken_is_gone(known: Caller, how: str, is_gone: bool, also: tuple[str, bool]) -> None:
    """A page or a way onward takes it; a refusal, a fault and a proof that is asked for leave it; other fields stay."""
    for one, gone in ((how, is_gone), also):
        keep(known, "typed")
        known.send("/try", how=one, kept_page=PAGE, kept_fields="other")
        assert len(texts(known)) == 1
        known.send("/try", how=one, kept_page=PAGE, kept_fields="note,more")
        assert (texts(known) == []) is gone, one
        acts.texts.forget_texts(acts.app().acting_as(principal(known)), PAGE)


def principal(caller: Caller) -> object:
    return acts.identity.principal_of(acts.app().at_the_door(), caller.token)


def test_an_act_is_told_which_text_a_form_sends(known: Caller) -> None:
    assert known.send("/try", how="200", kept_page=PAGE, kept_fields="note,more").json() == {"sends": ["more", "note"]}
    assert known.send("/try", how="200").json() == {"sends": None}


def test_a_script_is_told_the_way_and_a_browser_is_led(known: Caller) -> None:
    """With the cookie that the answer carries."""
    token = token_in(known.get("/office").text)
    led = known.post("/try", {"form_token": token, "how": "/office"})
    assert (led.status_code, led.headers["location"]) == (303, "/office")
    told = known.post("/try", {"form_token": token, "how": "/office"}, **BY_SCRIPT)
    assert (told.status_code, told.headers["x-way"], "location" in told.headers) == (204, "/office", False)
    chosen = known.post("/theme", {"theme": "dark", "next": "/office"}, **BY_SCRIPT)
    assert (chosen.status_code, "vigie_theme=dark" in chosen.headers["set-cookie"]) == (204, True)


def test_whoever_has_no_session_keeps_and_reads_nothing(known: Caller, home: AppContext) -> None:
    stranger = Caller(home)
    accept = {"accept": "application/json"}
    assert stranger.get("/kept?page=/x", **accept).status_code == 401
    assert stranger.post("/kept", {"page": PAGE, "field": "note", "words": "x"}, **accept).status_code == 401


@pytest.mark.parametrize(
    ("fields", "status"), [({"page": "x"}, 400), ({"field": "A B"}, 400), ({"words": "x" * 10_001}, 413)]
)
@pytest.mark.few(1)
def test_what_cannot_be_kept_is_refused(known: Caller, fields: dict[str, str], status: int) -> None:
    assert keep(known, **{"words": "x", **fields}).status_code == status  # type: ignore[arg-type]


def test_the_longest_text_fits_in_whatever_letters(known: Caller) -> None:
    """Each letter of it may need nine of a form."""
    assert keep(known, "é" * 10_000).status_code == 200


def test_what_a_browser_shows_while_the_server_is_away_is_the_same_for_all(known: Caller, home: AppContext) -> None:
    mine, theirs = known.get("/away"), Caller(home).get("/away")
    assert mine.text == theirs.text
    assert INSPECTOR not in mine.text


def test_a_file_is_kept_as_long_as_its_address_says(known: Caller) -> None:
    """Scripts that load others stand in a folder that changes with any; the service worker is asked for anew."""
    page = known.get("/office").text
    script = page.split('type="module" src="')[1].split('"')[0]
    for name in ("sending.js", "keeping.js", "kept_here.js", "two_texts.js"):
        answer = known.get(script.replace("sending.js", name))
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "max-age=31536000, immutable")
    worker = known.get("/office/static/away.js")
    assert (worker.headers["cache-control"], worker.headers["service-worker-allowed"]) == ("no-cache", "/")
