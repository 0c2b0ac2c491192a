"""The thread between office and portal: what happens here is there by itself, and what is said there is heard here."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_portals import POLICE, Twin, a_yes_on_site, with_a_portal

from dashboards.serving import Turns, portal_turns
from inspection.acts.portal.values import Acknowledges
from inspection.errors import InspectionError
from inspection.settings import Settings
from inspection.store.people import UserRow
from inspection.time_of import now

HOURS = 3600.0  # between two turns: what comes sooner comes because somebody looked
DEADLINE = 60.0


@pytest.fixture
def twin(tmp_path: Path) -> Twin:
    return with_a_portal(an_office(Settings(home=tmp_path / "home")))


@pytest.fixture
def thread(twin: Twin) -> Iterator[Turns]:
    turns = portal_turns(twin.office, HOURS)
    turns.start()
    until(lambda: turns.turns > 0)
    yield turns
    turns.end()


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.05)


@pytest.mark.battery(reason="a word is heard and its effect comes back without waiting, in every run")
def test_an_act_is_on_the_portal_without_waiting_for_a_turn(twin: Twin, thread: Turns) -> None:
    """Several times a second somebody looks; twice in a row, so that nothing is seen once only."""
    for many in (1, 2):
        a_yes_on_site(twin.office, now())
        until(lambda many=many: len(twin.rows(POLICE)) == many)
    assert thread.fault == ""


def test_a_word_is_heard_and_its_effect_comes_back(twin: Twin, thread: Turns) -> None:
    """There and back by the same look."""
    a_yes_on_site(twin.office, now())
    until(lambda: twin.rows(POLICE))
    twin.say("cell-1", twin.rows(POLICE)[0], Acknowledges(taker="duty_officer"), now())
    until(lambda: twin.rows(POLICE)[0].state == "acknowledged")
    assert thread.fault == ""


def test_a_portal_that_is_away_stops_no_thread(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong is told by its code; the next turn tries again."""

    def away(*_: object) -> None:
        raise InspectionError("STORE-023")

    monkeypatch.setattr("inspection.acts.portal.crossing.crossing.publish", away)
    turns = portal_turns(twin.office, 0.05)
    turns.start()
    until(lambda: turns.fault == "STORE-023")
    monkeypatch.undo()
    until(lambda: turns.fault == "")
    turns.end()
    with twin.portal.store.read() as session:
        assert session.get(UserRow, "cell-1") is not None
