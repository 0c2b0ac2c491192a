"""A week after an approved one: who came home late on Sunday begins later on Monday."""

from datetime import timedelta

import pytest
from builders_acts import AT, WEEK, a_part
from builders_books import with_books
from builders_reporting import a_round

from inspection.acts.staff import team_days
from inspection.acts.weeks import propose_week, rounds_around, work_days
from inspection.reporting.week import DistrictBook
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

NEXT = IsoWeek.of(WEEK.days[-1] + timedelta(days=1))


def proposed(house: AppContext, back: float) -> None:
    """Propose a week whose last round is Sunday's, back at a minute of the day."""
    rounds = (a_round(team="liege-1", day=WEEK.days[-1], leaves=back - 400, back=back),)
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=with_books([a_part("liege")], rounds=rounds))


def test_monday_begins_when_the_rest_is_over(house: AppContext) -> None:
    """Back at half past one at night: eleven hours on, it is half past twelve."""
    before = team_days(house, NEXT)
    proposed(house, back=1530.0)
    after = work_days(house.acting(), NEXT, rounds_around(house.acting(), NEXT))
    assert [d for d in after if d.day != NEXT.monday] == [d for d in before if d.day != NEXT.monday]
    (monday,) = [d for d in after if (d.team, d.day) == ("liege-1", NEXT.monday)]
    assert monday.shift[0] == 1530.0 - 1440.0 + house.catalogue(NEXT.monday).planning.rest_minutes


def test_without_a_neighbour_the_roster_stands(house: AppContext) -> None:
    """No plan on either side, nothing to rest from."""
    assert rounds_around(house.acting(), NEXT) == ()
    assert work_days(house.acting(), NEXT, ()) == team_days(house, NEXT)


def test_the_neighbouring_weeks_are_read_once_for_all_districts(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read once serves every district; no district opens a book again."""
    proposed(house, back=1530.0)
    around = rounds_around(house.acting(), NEXT)
    monkeypatch.setattr(DistrictBook, "parse", _never)
    assert [d.shift[0] for d in work_days(house.acting(), NEXT, around, "liege") if d.day == NEXT.monday] == [750.0]
    assert work_days(house.acting(), NEXT, around, "namur") == team_days(house, NEXT, "namur")


def _never(text: str) -> DistrictBook:
    raise AssertionError("a district opened a neighbouring week's book")
