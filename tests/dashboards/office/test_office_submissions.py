"""A form that is sent twice has one effect, for whoever has no script too: over real acts, and two clicks at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from builders_policy import MEASURE_TYPED
from office_shell import Caller, a_home, an_account, token_in
from starlette.responses import RedirectResponse, Response

from dashboards.office.forms import is_accepted
from dashboards.office.shared.submissions import Submission, Submissions, submission_of
from inspection.errors import AccessRefused, StoreFault
from inspection.time_of import now

NEW = "/policy/measures/new"
SUPERVISOR = "supervisor-liege"


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    """Give the browser of a supervisor who has signed in, over empty registers; nothing of them is ever deleted."""
    with a_home(tmp_path / "home") as house:
        an_account(house, SUPERVISOR, now())
        made = Caller(house)
        made.sign_in(SUPERVISOR)
        yield made


A, B, C, SLOW = (Submission(f"form {name}", name) for name in ("a", "b", "c", "slow"))


def led(way: str) -> Response:
    return RedirectResponse(way, 303)


def had(answer: Response) -> bool:
    """An answer of these tests has its effect where it is no refusal."""
    return answer.status_code < 400


def test_the_same_submission_is_handled_once_and_redirected_to_the_same_place() -> None:
    submissions, taken = Submissions(), list[str]()

    def take() -> Response:
        taken.append("once more")
        return led(f"/made/{len(taken)}")

    ways = [submissions.once(key, take, had).headers["location"] for key in (A, A, B, A)]
    assert ways == ["/made/1", "/made/1", "/made/2", "/made/1"]


def test_yes_no_yes_from_one_page_are_three_answers() -> None:
    """A page that stays beside its answer: what was said before the last word is meant anew."""
    submissions, said = Submissions(), list[str]()
    for words in ("yes", "no", "yes", "yes"):
        one = Submission("the same form", words)
        submissions.once(one, lambda words=words: led(f"/{said.append(words)}"), had)
    assert said == ["yes", "no", "yes"]


def test_an_act_that_takes_long_is_recent_when_it_ends() -> None:
    passed, taken = [0.0], list[int]()
    submissions = Submissions(seconds=100, clock=lambda: passed[0])

    def take() -> Response:
        taken.append(1)
        passed[0] += 150
        return led("/made")

    submissions.once(A, take, had)
    passed[0] += 99
    assert submissions.once(A, take, had).headers["location"] == "/made"
    assert len(taken) == 1


class Slow:
    """A form whose first taking ends when it is told to; later ones at once."""

    def __init__(self, first: Response | None) -> None:
        self.first, self.begun, self.may_end, self.taken = first, Event(), Event(), 0

    def __call__(self) -> Response:
        self.taken += 1
        if self.taken > 1:
            return led(f"/made/{self.taken}")
        self.begun.set()
        assert self.may_end.wait(30)
        if self.first is None:
            raise AccessRefused("ACCESS-120")
        return self.first


def waits(submissions: Submissions, key: Submission, n: int) -> None:
    """Wait until so many send it."""
    limit = time.monotonic() + 30
    while submissions._known[key].sending < n:
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_two_submissions_at_once_are_one_and_the_second_waits_for_the_first() -> None:
    submissions, form = Submissions(), Slow(led("/made"))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(submissions.once, A, form, had)
        assert form.begun.wait(30)
        second = pool.submit(submissions.once, A, form, had)
        waits(submissions, A, 2)
        form.may_end.set()
        assert [one.result(30).headers["location"] for one in (first, second)] == ["/made", "/made"]
    assert form.taken == 1


@pytest.mark.parametrize("first", [None, Response("why not", 422)])
def test_where_the_first_fails_whoever_waited_takes_it_and_all_others_are_led_there(first: Response | None) -> None:
    submissions, form = Submissions(), Slow(first)
    with ThreadPoolExecutor(3) as pool:
        begun = pool.submit(submissions.once, A, form, had)
        assert form.begun.wait(30)
        later = [pool.submit(submissions.once, A, form, had) for _ in range(2)]
        waits(submissions, A, 3)
        form.may_end.set()
        assert {one.result(30).headers["location"] for one in later} == {"/made/2"}
        assert begun.exception(30) is not None or begun.result() is first
    assert submissions.once(A, form, had).headers["location"] == "/made/2"
    assert form.taken == 2


def test_who_waits_too_long_or_behind_others_is_told_so() -> None:
    submissions, form = Submissions(waits_seconds=0.2), Slow(led("/made"))
    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(submissions.once, A, form, had)
        assert form.begun.wait(30)
        for later in [pool.submit(submissions.once, A, form, had) for _ in range(4)]:
            with pytest.raises(StoreFault, match="STORE-061"):
                later.result(30)
        form.may_end.set()
        assert first.result(30).headers["location"] == "/made"


@pytest.mark.parametrize(
    "first",
    [Response("why not", 422), Response("{}", 200), led("https://example.be/?code=secret"), led("//example.be/")],
)
def test_what_led_nowhere_in_this_house_is_taken_anew(first: Response) -> None:
    submissions, answers = Submissions(), [led("/made"), first]
    assert submissions.once(A, answers.pop, had) is first
    assert submissions._known == {}
    assert submissions.once(A, answers.pop, had).headers["location"] == "/made"


def test_an_answer_about_the_session_is_never_given_twice() -> None:
    def with_cookie() -> Response:
        answer = led("/office")
        answer.set_cookie("session", "secret")
        return answer

    submissions = Submissions()
    assert "set-cookie" in submissions.once(A, with_cookie, had).headers
    assert "set-cookie" in submissions.once(A, with_cookie, had).headers


def test_old_submissions_are_forgotten_and_one_that_is_sent_is_not() -> None:
    few, short, form = Submissions(most=1), Submissions(seconds=-1), Slow(led("/made"))
    for submissions, keys in ((few, (A, B, C, A)), (short, (A, A, A))):
        taken = list[str]()
        for key in keys:
            submissions.once(key, lambda taken=taken: led(f"/{taken.append('x')}"), had)
        assert len(taken) == len(keys)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(short.once, SLOW, form, had)
        assert form.begun.wait(30)
        short.once(B, lambda: led("/other"), had)
        assert SLOW in short._known
        form.may_end.set()
        first.result(30)


def test_who_where_which_page_words_and_file_make_a_submission() -> None:
    one = submission_of("u1", "/a", "m1", {"x": "1", "y": ""})
    others = [
        submission_of("u2", "/a", "m1", {"x": "1", "y": ""}),
        submission_of("u1", "/b", "m1", {"x": "1", "y": ""}),
        submission_of("u1", "/a", "m2", {"x": "1", "y": ""}),
        submission_of("u1", "/a", "m1", {"x": "1", "y": "2"}),
        submission_of("u1", "/a", "m1", {"x": "1y", "": ""}),
        submission_of("u1", "/a", "m1", {"x": "1", "y": ""}, b"photo"),
    ]
    assert one == submission_of("u1", "/a", "m1", {"y": "", "x": "1"})
    assert len({one, *others}) == 7


def test_a_form_sent_twice_from_one_page_notes_one_measure_and_read_again_another(caller: Caller) -> None:
    page = token_in(caller.get(NEW).text)
    ways = [caller.post(NEW, {"form_token": page, **MEASURE_TYPED}) for _ in range(2)]
    assert [way.status_code for way in ways] == [303, 303], ways[0].text[:2000]
    assert ways[0].headers["location"] == ways[1].headers["location"]
    again = caller.post(NEW, {"form_token": token_in(caller.get(NEW).text), **MEASURE_TYPED})
    assert again.headers["location"] != ways[0].headers["location"]
    other = caller.post(NEW, {"form_token": page, **MEASURE_TYPED, "words_en": "Publish it again"})
    assert other.headers["location"] not in {ways[0].headers["location"], again.headers["location"]}


@pytest.mark.parametrize("way", ["/me/prove?next=/friday", "/sign-in?next=/friday"])
def test_a_form_that_led_to_a_proof_had_no_effect_and_is_taken_after_it(way: str) -> None:
    submissions, answers = Submissions(), [led("/friday?told=approved"), led(way)]
    ways = [submissions.once(A, answers.pop, is_accepted).headers["location"] for _ in range(2)]
    assert ways == [way, "/friday?told=approved"]


def test_kept_text_goes_each_time_that_its_form_is_sent(caller: Caller) -> None:
    """An answer that was lost, the words typed again, the form sent again: nothing of it stands in the field later."""
    page = token_in(caller.get(NEW).text)
    sent = {"form_token": page, "kept_page": NEW, "kept_fields": "words_en", **MEASURE_TYPED}
    kept = {"form_token": page, "page": NEW, "field": "words_en", "words": MEASURE_TYPED["words_en"], "version": "0"}
    for _ in range(2):
        caller.post("/kept", kept, accept="application/json")
        assert caller.post(NEW, sent).status_code == 303
        assert caller.get(f"/kept?page={NEW}", accept="application/json").json()["texts"] == []


def test_all_forms_of_a_page_bear_its_mark_and_no_other_page_has_it(caller: Caller) -> None:
    """One page has one mark, however many forms: `token_in` refuses a page with two."""
    assert token_in(caller.get("/me/sessions").text) != token_in(caller.get("/me/sessions").text)
