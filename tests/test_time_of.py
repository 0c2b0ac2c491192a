"""Minutes of a day become moments: on the wall clock, and never earlier for a later minute."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from inspection.time_of import moment_of

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 3, 28), date(2026, 10, 24), date(2026, 7, 1)])
def test_later_minutes_are_never_earlier_moments(day: date) -> None:
    """Over the whole day and the night after it, in steps of half a minute."""
    moments = [moment_of(day, half / 2) for half in range(2 * 2160)]
    assert all(one <= other for one, other in pairwise(moments))


def test_the_hour_that_is_skipped_is_the_moment_of_the_change() -> None:
    """02:00, 02:30 and 03:00 are one moment in that night; the same holds from the evening before."""
    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert {moment_of(SPRING, minute) for minute in (120, 150, 179.5, 180)} == {change}
    assert moment_of(date(2026, 3, 28), 1440 + 150) == change
    assert moment_of(SPRING, 119) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert moment_of(SPRING, 181) == datetime(2026, 3, 29, 1, 1, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_its_first() -> None:
    """In autumn 02:30 is the earlier one, and 20:00 is what the wall clock says."""
    assert moment_of(AUTUMN, 150) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment_of(AUTUMN, 180) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
    assert moment_of(AUTUMN, 20 * 60) == datetime(2026, 10, 25, 19, 0, tzinfo=UTC)
