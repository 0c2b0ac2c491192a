"""Board and cases walked: nothing of a person is shown without an entry that names who, what, case and purpose."""

from collections.abc import Iterator

import pytest
from board_home import HEAD
from builders_identity import an_account
from builders_looks import Planted, ends, plant, seen_in, unexplained
from office_shell import INSPECTOR, Caller, a_home
from pdf_words import pdf_words

from inspection import acts
from inspection.store.queries import deliveries
from inspection.time_of import now
from inspection.trust import AppContext

Home = tuple[AppContext, tuple[Planted, ...]]
_CASES = 4


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Give a home with cases in which every name, number and word is told apart."""
    with a_home(tmp_path_factory.mktemp("looks") / "home") as house:
        an_account(house, HEAD, now())
        planted = plant(house, now(), _CASES)
        acts.changes.propose_change(house.acting(INSPECTOR), planted[0].reference, "correction", "Geheim01 was wrong.")
        for one in planted:
            for delivery in deliveries(house.store, reference=one.reference):
                words = f"Geheim{one.n:02d} was said"
                acts.referrals.log_call(house.acting(INSPECTOR), delivery.id, "duty_officer", words, False)
        yield house, planted


def a_browser(home: Home, by: str) -> Caller:
    """The browser of somebody who has signed in."""
    made = Caller(home[0])
    made.sign_in(by)
    return made


@pytest.mark.parametrize("by", [INSPECTOR, HEAD])
@pytest.mark.few(1)
def test_the_board_and_cases_as_they_open_show_nobody(home: Home, by: str) -> None:
    """With every filter, also by somebody's name as the text; the look at the list and each case is in the trail."""
    house, planted = home
    before, caller = ends(house), a_browser(home, by)
    paths = ["/board", "/board/rows", "/board?tab=late", "/board?mine=1", "/board?q=restaurant"]
    paths += [f"/board/{one.reference}" for one in planted]
    for path in paths:
        answer = caller.get(path)
        assert answer.status_code == 200, path
        assert seen_in(answer.text) == set(), path
    assert "Nothing is open." in caller.get("/board?q=Kanarek").text  # nobody is found by a name
    assert ends(house)["reading"] == before.get("reading", 0) + 1 + len(planted)


@pytest.mark.parametrize("by", [INSPECTOR, HEAD])
def test_what_a_reason_shows_stands_in_the_trail(home: Home, by: str) -> None:
    """Of that case, and of no other; in one's own open control nobody is asked, and the trail has it all the same."""
    house, planted = home
    one, caller = planted[1], a_browser(home, by)
    case, before = f"/board/{one.reference}", ends(house)
    why = {} if by == INSPECTOR else {"purpose": "handle_referral", "case": one.reference}
    page = caller.send(case, case, **why).text
    assert seen_in(page) == {one.n}
    assert unexplained(house, planted, {one.n}, by, before) == []


@pytest.mark.parametrize("by", [INSPECTOR, HEAD])
def test_what_is_done_to_a_case_shows_nobody(home: Home, by: str) -> None:
    """Changes, links and what waits, as they open: they speak of a case, and of nobody in it."""
    house, planted = home
    before, caller, one = ends(house), a_browser(home, by), planted[0].reference
    for path in (f"/board/{one}/changes", f"/board/{one}/links", "/board/entry", "/waiting"):
        answer = caller.get(path)
        assert answer.status_code == 200, path
        assert seen_in(answer.text) == set(), path
    assert unexplained(house, planted, set(), by, before) == []


def test_the_words_of_a_change_are_shown_for_a_reason(home: Home) -> None:
    """A head who reads what was proposed says why first; both stand in the trail."""
    house, planted = home
    one, head = planted[0], a_browser(home, HEAD)
    way, before = f"/board/{one.reference}/changes", ends(house)
    (change,) = acts.changes.changes_of(house.acting(HEAD), one.reference)
    assert seen_in(head.send(f"{way}/read", way, change=change.id).text) == set()
    read = head.send(f"{way}/read", way, change=change.id, purpose="handle_referral", case=one.reference)
    assert seen_in(read.text) == {1}
    assert unexplained(house, planted, {1}, HEAD, before) == []


def test_a_file_that_is_taken_stands_in_the_trail(home: Home) -> None:
    """Each by an entry of its own; what is refused shows nobody."""
    house, planted = home
    one, caller = planted[2], a_browser(home, HEAD)
    case, delivery = f"/board/{one.reference}", deliveries(house.store, reference=one.reference)[0]
    sent = {"file": f"{delivery.id}|first_report.pdf"}
    refused = caller.send(f"{case}/file", case, **sent, purpose="handle_referral", case=planted[3].reference)
    assert seen_in(refused.text) == set()
    before = ends(house)
    taken = caller.send(f"{case}/file", case, **sent, purpose="handle_referral", case=one.reference)
    assert seen_in(pdf_words(taken.content)) == {one.n}
    assert unexplained(house, planted, {one.n}, HEAD, before) == []


def test_places_and_controls_as_they_open_show_nobody(home: Home) -> None:
    """A workplace's story, the list, a control, the search by somebody's name; a reason shows one control's persons."""
    house, planted = home
    caller, one = a_browser(home, HEAD), planted[3]
    paths = ["/inspections", "/inspections?sort=place", "/search?q=Kanarek"]
    paths += [f"/workplaces/{one.workplace}", f"/inspections/{one.control}", "/day"]
    for path in paths:
        answer = caller.get(path)
        assert answer.status_code == 200, path
        assert seen_in(answer.text) == set(), path
    before, path = ends(house), f"/inspections/{one.control}"
    page = caller.send(path, path, purpose="supervision", case=one.control)
    assert seen_in(page.text) == {one.n}
    assert unexplained(house, planted, {one.n}, HEAD, before) == []
    before = ends(house)
    taken = caller.send(f"{path}/dossier", path, purpose="supervision", case=one.control, reader="auditorate")
    assert seen_in(pdf_words(taken.content)) == {one.n}
    assert unexplained(house, planted, {one.n}, HEAD, before) == []


@pytest.mark.parametrize("by", [INSPECTOR, HEAD])
def test_each_part_of_a_control_shows_nobody_without_an_entry(home: Home, by: str) -> None:
    """Its maker is asked nothing; a head says why for each, and sees nobody before; the trail has case and purpose."""
    house, planted = home
    one, caller = planted[1], a_browser(home, by)
    seen, control = set[int](), f"/inspections/{one.control}"
    for part in ("", "/answers", "/onsite", "/checks", "/exhibits", "/people", "/exchange", "/chain", "/guarded"):
        before, path = ends(house), f"{control}{part}"
        why = {} if by == INSPECTOR else {"purpose": "supervision", "case": one.control}
        if by == HEAD:
            assert seen_in(caller.get(path).text) == set(), part
        found = seen_in(caller.send(path, path, open="whole", **why).text)
        assert unexplained(house, planted, found, by, before) == [], part
        seen |= found
    assert seen == {one.n}
    if by == HEAD:  # what was said of one control shows nobody of another
        other = f"/inspections/{planted[2].control}"
        assert seen_in(caller.get(f"{other}/answers").text) == set()
        refused = caller.send(f"{other}/guarded", control, open="whole", purpose="supervision", case=one.control)
        assert seen_in(refused.text) == set()


@pytest.mark.few(3)
@pytest.mark.parametrize("page", ["visit", "persons/1", "person/P1", "place", "site/hearings", "end", "end/files"])
def test_a_control_that_is_typed_again_is_a_look_by_its_maker(home: Home, page: str) -> None:
    """Its pages hold names and numbers in their fields: whoever opens one for a correction is in the trail."""
    house, planted = home
    one, caller = planted[3], a_browser(home, INSPECTOR)
    acts.controls.begin_correction(house.acting(INSPECTOR), one.control)
    before = ends(house)
    seen = seen_in(caller.get(f"/control/{one.control}/{page}").text)
    assert seen <= {one.n}
    assert seen or page not in ("persons/1", "person/P1")
    assert unexplained(house, planted, seen, INSPECTOR, before) == []
