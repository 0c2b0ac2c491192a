"""Rest between weeks: Sunday's night round binds Monday, and Monday's early round binds Sunday's night."""

from datetime import date, timedelta

import pytest
from builders_planning import a_day

from inspection.planning.problem import Worked, rested

MONDAY = date(2026, 12, 7)
SUNDAY, NEXT_MONDAY = MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)


def worked(day: date, leaves: float, back: float, team: str = "a") -> Worked:
    """A round of another week."""
    return Worked(team=team, day=day, leaves=leaves, back=back)


def shifts(neighbours, *days, rest=660.0):
    """The shifts that are left."""
    return [(day.day, day.shift) for day in rested(days, neighbours, rest)]


def test_monday_begins_after_the_rest_from_sundays_night():
    """Back at four in the morning, eleven hours on it is three in the afternoon; Tuesday is as it was."""
    monday, tuesday = (a_day("a", MONDAY + timedelta(days=n), shift=(480.0, 1080.0)) for n in (0, 1))
    assert shifts([worked(SUNDAY, 1200.0, 1680.0)], monday, tuesday) == [
        (MONDAY, (900.0, 1080.0)),
        (tuesday.day, tuesday.shift),
    ]


def test_sundays_night_ends_in_time_for_a_monday_that_is_planned_already():
    """Monday's team leaves at seven: eleven hours before it is eight on Sunday evening."""
    sunday = a_day("a", NEXT_MONDAY - timedelta(days=1), shift=(900.0, 1700.0))
    assert shifts([worked(NEXT_MONDAY, 420.0, 900.0)], sunday) == [(sunday.day, (900.0, 1200.0))]


@pytest.mark.parametrize("neighbour", [worked(SUNDAY, 1200.0, 1680.0, team="b"), worked(SUNDAY, 480.0, 1000.0)])
def test_another_team_and_an_early_end_change_nothing(neighbour):
    """Only a team's own late round takes anything from its Monday."""
    monday = a_day("a", MONDAY, shift=(480.0, 1080.0))
    assert rested([monday], [neighbour], 660.0) == [monday]


def test_a_day_of_which_nothing_is_left_falls_away():
    """A round that is back at ten in the morning leaves no Monday that ends at six."""
    assert shifts([worked(SUNDAY, 1200.0, 2040.0)], a_day("a", MONDAY, shift=(480.0, 1080.0))) == []
