"""A week after an approved one: who came home late on Sunday begins later on Monday."""

from datetime import timedelta

import pytest
from builders_acts import AT, WEEK, a_part
from builders_reporting import a_book, a_round

from inspection.acts.context import Office
from inspection.acts.staff import team_days
from inspection.acts.weeks import propose_week, rounds_around, work_days
from inspection.reporting.week import WeekBook
from inspection.time_of import IsoWeek

NEXT = IsoWeek.of(WEEK.days[-1] + timedelta(days=1))


def proposed(house: Office, back: float) -> None:
    """Propose a week whose last round is Sunday's, back at a minute of the day."""
    book = a_book(a_round(team="liege-1", day=WEEK.days[-1], leaves=back - 400, back=back))
    propose_week(WEEK, service="ONSS", parts=[a_part("liege")], body=book.canonical(), at=AT, office=house)


def test_monday_begins_when_the_rest_is_over(house: Office) -> None:
    """Back at half past one at night: eleven hours on, it is half past twelve."""
    before = team_days(NEXT, office=house)
    proposed(house, back=1530.0)
    after = work_days(NEXT, rounds_around(NEXT, office=house), office=house)
    assert [d for d in after if d.day != NEXT.monday] == [d for d in before if d.day != NEXT.monday]
    (monday,) = [d for d in after if (d.team, d.day) == ("liege-1", NEXT.monday)]
    assert monday.shift[0] == 1530.0 - 1440.0 + house.catalogue(NEXT.monday).planning.rest_minutes


def test_without_a_neighbour_the_roster_stands(house: Office) -> None:
    """No plan on either side, nothing to rest from."""
    assert rounds_around(NEXT, office=house) == ()
    assert work_days(NEXT, (), office=house) == team_days(NEXT, office=house)


def test_the_neighbouring_weeks_are_read_once_for_all_districts(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read once serves every district; no district opens a book again."""
    proposed(house, back=1530.0)
    around = rounds_around(NEXT, office=house)
    monkeypatch.setattr(WeekBook, "parse", _never)
    assert [d.shift[0] for d in work_days(NEXT, around, "liege", office=house) if d.day == NEXT.monday] == [750.0]
    assert work_days(NEXT, around, "namur", office=house) == team_days(NEXT, "namur", office=house)


def _never(text: str) -> WeekBook:
    raise AssertionError("a district opened a neighbouring week's book")
