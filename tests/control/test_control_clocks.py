"""Legal deadlines: which day is day 1, and which is the last."""

from datetime import date
from typing import Any

import pytest
from builders_control import the_rules

from inspection.control.conclusions import is_working_day
from inspection.control.conclusions.clocks import first_day, last_day
from sectors.rules.consequences import Clock

PV_COPY = the_rules().on(date(2026, 3, 10)).clocks["pv_copy"]


def a_clock(**fields: Any) -> Clock:
    return PV_COPY.model_copy(update=fields)


def test_the_day_after_the_finding_is_day_one():
    """Fourteen days from the day after: found on the 10th, due on the 24th."""
    assert first_day(PV_COPY, date(2026, 3, 10)) == date(2026, 3, 11)
    assert last_day(PV_COPY, date(2026, 3, 10)) == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("unit", "length", "counted_from", "event", "due"),
    [
        ("days", 1, "same_day", "2026-03-10", "2026-03-10"),
        ("days", 1, "day_after", "2026-03-10", "2026-03-11"),
        ("working_days", 1, "day_after", "2026-03-13", "2026-03-16"),  # Friday: the weekend does not count
        ("working_days", 14, "day_after", "2026-03-24", "2026-04-14"),  # over Easter Monday
        ("working_days", 14, "day_after", "2026-12-18", "2027-01-11"),  # over Christmas and New Year
        ("months", 6, "same_day", "2026-03-10", "2026-09-09"),
        ("months", 1, "same_day", "2026-01-31", "2026-02-28"),  # no 31st: the month's last day
        ("months", 1, "day_after", "2026-01-31", "2026-02-28"),
        ("years", 5, "same_day", "2026-03-10", "2031-03-09"),
        ("years", 1, "same_day", "2024-02-29", "2025-02-28"),
        ("years", 5, "day_after", "2026-12-31", "2031-12-31"),
    ],
)
def test_units_of_a_deadline(unit: str, length: int, counted_from: str, event: str, due: str):
    """Days, working days, months and years, without moving to a working day."""
    clock = a_clock(unit=unit, length=length, counted_from=counted_from, moves_to_working_day=False)
    assert last_day(clock, date.fromisoformat(event)) == date.fromisoformat(due)


def test_a_deadline_that_does_not_move_may_end_on_a_sunday():
    """Only where the rule says so does the end move."""
    assert last_day(a_clock(moves_to_working_day=False), date(2026, 3, 15)) == date(2026, 3, 29)
    assert last_day(PV_COPY, date(2026, 3, 15)) == date(2026, 3, 30)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-04-06", False),  # Easter Monday
        ("2026-05-14", False),  # Ascension
        ("2026-05-25", False),  # Whit Monday
        ("2026-07-11", False),  # a Saturday; the Flemish feast day is no public holiday anyway
        ("2025-07-11", True),  # the same feast day on a Friday
        ("2026-11-11", False),  # Armistice
        ("2026-11-12", True),
        ("2026-03-14", False),  # Saturday
    ],
)
def test_working_days_of_belgium(day: str, works: bool):
    """Weekends and the ten legal public holidays do not count; feast days of a community do."""
    assert is_working_day(date.fromisoformat(day)) is works
