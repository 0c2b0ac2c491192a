"""A form that is sent twice has one effect, for whoever has no script too: over real acts, and two presses at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from office_shell import Caller, a_home, an_account, token_in
from starlette.responses import RedirectResponse, Response

from dashboards.office.shared.presses import Presses, press_key
from inspection.errors import AccessRefused
from inspection.time_of import now

NEW = "/policy/measures/new"
SUPERVISOR = "supervisor-liege"
MEASURE = {
    "kind": "decision",
    "meeting": "cell",
    "decided_on": "2026-01-12",
    "words_en": "Publish the protocol",
    "owner": "spc-dsb",
    "due_on": "2026-02-01",
}


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    """Give the browser of a supervisor who has signed in, over empty registers; nothing of them is ever deleted."""
    with a_home(tmp_path / "home") as house:
        an_account(house, SUPERVISOR, now())
        made = Caller(house)
        made.sign_in(SUPERVISOR)
        yield made


def _refuse() -> Response:
    raise AccessRefused("ACCESS-120")


def led(way: str) -> Response:
    return RedirectResponse(way, 303)


def test_the_same_press_is_taken_once_and_led_to_the_same_place() -> None:
    presses, taken = Presses(), list[str]()

    def take() -> Response:
        taken.append("once more")
        return led(f"/made/{len(taken)}")

    ways = [presses.once(key, take).headers["location"] for key in ("a", "a", "b", "a")]
    assert ways == ["/made/1", "/made/1", "/made/2", "/made/1"]


def test_two_presses_at_once_are_one_and_the_second_waits_for_the_first() -> None:
    presses, begun, may_end, taken = Presses(), Event(), Event(), list[int]()

    def take() -> Response:
        taken.append(1)
        begun.set()
        assert may_end.wait(10)
        return led("/made")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(presses.once, "a", take)
        assert begun.wait(10)
        second = pool.submit(presses.once, "a", take)
        may_end.set()
        assert [one.result(10).headers["location"] for one in (first, second)] == ["/made", "/made"]
    assert len(taken) == 1


@pytest.mark.parametrize("first", [Response("why not", 422), Response("{}", 200)])
def test_what_led_nowhere_is_taken_anew(first: Response) -> None:
    presses, answers = Presses(), [led("/made"), first]
    assert presses.once("a", answers.pop) is first
    assert presses.once("a", answers.pop).headers["location"] == "/made"


def test_a_press_that_failed_is_taken_anew() -> None:
    presses = Presses()
    with pytest.raises(AccessRefused):
        presses.once("a", _refuse)
    assert presses.once("a", lambda: led("/made")).headers["location"] == "/made"


def test_an_answer_about_the_session_is_never_given_twice() -> None:
    def with_cookie() -> Response:
        answer = led("/office")
        answer.set_cookie("session", "secret")
        return answer

    presses = Presses()
    assert "set-cookie" in presses.once("a", with_cookie).headers
    assert "set-cookie" in presses.once("a", with_cookie).headers


def test_old_presses_are_forgotten() -> None:
    few, short = Presses(most=1), Presses(seconds=0)
    for presses, keys in ((few, ("a", "b", "a")), (short, ("a", "a", "a"))):
        taken = list[str]()
        for key in keys:
            presses.once(key, lambda taken=taken: led(f"/{taken.append('x')}"))
        assert len(taken) == len(keys)


def test_who_where_words_and_file_make_a_press() -> None:
    one = press_key("u1", "/a", {"x": "1", "y": ""})
    others = [
        press_key("u2", "/a", {"x": "1", "y": ""}),
        press_key("u1", "/b", {"x": "1", "y": ""}),
        press_key("u1", "/a", {"x": "1", "y": "2"}),
        press_key("u1", "/a", {"x": "1y", "": ""}),
        press_key("u1", "/a", {"x": "1", "y": ""}, b"photo"),
    ]
    assert one == press_key("u1", "/a", {"y": "", "x": "1"})
    assert len({one, *others}) == 6


def test_a_form_sent_twice_from_one_page_notes_one_measure_and_read_again_another(caller: Caller) -> None:
    page = token_in(caller.get(NEW).text)
    ways = [caller.post(NEW, {"form_token": page, **MEASURE}) for _ in range(2)]
    assert [way.status_code for way in ways] == [303, 303], ways[0].text[:2000]
    assert ways[0].headers["location"] == ways[1].headers["location"]
    again = caller.post(NEW, {"form_token": token_in(caller.get(NEW).text), **MEASURE})
    assert again.headers["location"] != ways[0].headers["location"]
    other = caller.post(NEW, {"form_token": page, **MEASURE, "words_en": "Publish it again"})
    assert other.headers["location"] not in {ways[0].headers["location"], again.headers["location"]}


def test_all_forms_of_a_page_bear_its_mark_and_no_other_page_has_it(caller: Caller) -> None:
    """One page has one mark, however many forms: `token_in` refuses a page with two."""
    assert token_in(caller.get("/me/sessions").text) != token_in(caller.get("/me/sessions").text)
