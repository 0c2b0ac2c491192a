"""A home of the demo says that it is one, and signs its people in by one click; any other home refuses the switch."""

from collections.abc import Iterator

import pytest
from houses import as_user
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, a_home, make_stale, whose, words

from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.trust import AppContext


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home that the demo made."""
    with a_home(tmp_path_factory.mktemp("demo") / "home", is_demo=True) as opened:
        yield opened


@pytest.fixture
def guest(demo: AppContext) -> Caller:
    """Give a browser before it."""
    return Caller(demo)


def test_one_click_signs_somebody_in(guest: Caller) -> None:
    """Everybody of the roster is offered; whoever is picked is in, proven by nothing, and each page says demo."""
    page = guest.get("/sign-in")
    offered = page.text.count('name="user" value="')
    assert offered == len(acts.devices.answered_for(as_user(acts.app(), DIRECTION))) + 1  # the DPO has no device
    assert "All data are invented, and no proof of identity is asked." in words(page.text)
    answer = guest.post("/sign-in/demo", {"user": INSPECTOR, "next": "/control"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/control")
    assert whose(guest.token) == INSPECTOR
    said = words(guest.get("/office").text)
    assert "by a click, without proof (demonstration)" in said
    assert "Demonstration: invented data" in said


def test_another_person_is_another_session(guest: Caller) -> None:
    """The switch ends the session before."""
    guest.post("/sign-in/demo", {"user": INSPECTOR})
    first = guest.token
    guest.post("/sign-in/demo", {"user": DPO})
    assert [whose(token) for token in (first, guest.token)] == [None, DPO]


def test_the_page_goes_on_in_the_readers_language(guest: Caller) -> None:
    """Not in that of the person who was picked, who is invented."""
    guest.client.cookies.clear()
    guest.post("/sign-in/demo", {"user": INSPECTOR})
    assert '<html lang="en">' in guest.get("/office", **{"accept-language": "de"}).text


@pytest.mark.parametrize("user", ["", "nobody", "system", "x" * 900, "insp-liege-1'--"])
def test_who_cannot_be_picked_gets_nothing(guest: Caller, user: str) -> None:
    """No session, no cookie."""
    answer = guest.post("/sign-in/demo", {"user": user})
    assert (answer.status_code, guest.token) == (401, "")
    assert "ACCESS-070" in answer.text


def test_a_click_proves_again(guest: Caller, demo: AppContext) -> None:
    """Where nobody has a password: the page of the direction is reached in a demo too."""
    guest.post("/sign-in/demo", {"user": DIRECTION})
    make_stale(demo, guest.token)
    assert guest.get("/enrolments").headers["location"] == "/me/prove?next=%2Fenrolments"
    assert "a click is enough" in words(guest.get("/me/prove?next=/enrolments").text)
    assert guest.send("/me/prove", next="/enrolments").headers["location"] == "/enrolments"
    assert guest.get("/enrolments").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_so_in_each_language(guest: Caller, lang: str) -> None:
    """In the bar of every page."""
    guest.client.cookies.set("vigie_language", lang)
    said = {"fr": "données inventées", "nl": "verzonnen gegevens", "de": "erfundene Daten", "en": "invented data"}
    assert said[lang] in guest.get("/sign-in").text
    assert said[lang] in guest.get("/enrol").text


def test_a_home_that_is_no_demo_refuses_the_switch(tmp_path) -> None:
    """It shows nobody, and its route believes nobody."""
    with a_home(tmp_path / "home") as real:
        caller = Caller(real)
        page = caller.get("/sign-in").text
        assert INSPECTOR not in page
        assert "sign-in/demo" not in page
        answer = caller.post("/sign-in/demo", {"user": INSPECTOR})
        assert (answer.status_code, caller.token) == (403, "")
        assert "ACCESS-084" in answer.text
