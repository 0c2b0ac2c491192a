"""How late something is, in the number and the unit that people say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inspection.acts.board import Span, span

DUE = datetime(2026, 2, 21, 14, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(days=285, hours=23), (True, 285, "days")),
        (timedelta(hours=47, minutes=59), (True, 1, "days")),
        (timedelta(days=1), (True, 1, "days")),
        (timedelta(hours=23, minutes=59), (True, 23, "hours")),
        (timedelta(minutes=59, seconds=59), (True, 59, "minutes")),
        (timedelta(seconds=1), (True, 1, "minutes")),
        (timedelta(0), (False, 1, "minutes")),
        (-timedelta(minutes=48), (False, 48, "minutes")),
        (-timedelta(hours=19, minutes=59), (False, 19, "hours")),
        (-timedelta(hours=24), (False, 1, "days")),
    ],
)
def test_it_is_counted_in_whole_days_hours_or_minutes(after: timedelta, said: tuple[bool, int, str]) -> None:
    """What has passed whole is counted, and at the very deadline nothing is late yet."""
    assert span(DUE, DUE + after) == Span(is_late=said[0], n=said[1], unit=said[2])  # type: ignore[arg-type]


def test_a_night_on_which_the_clock_is_set_back_has_an_hour_more() -> None:
    """Two clocks of Brussels are not subtracted as they are read: from two to three in the morning comes twice."""
    brussels = ZoneInfo("Europe/Brussels")
    due, at = (datetime(2026, 10, day, 12, 0, tzinfo=brussels) for day in (24, 25))
    assert span(due, at - timedelta(hours=1)) == Span(is_late=True, n=1, unit="days")
    assert span(due, datetime(2026, 10, 25, 10, 59, tzinfo=brussels)) == Span(is_late=True, n=23, unit="hours")
