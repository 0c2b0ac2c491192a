"""Municipalities as they exist on a day, worked out once for all days on which they are the same."""

from datetime import date, timedelta

from inspection.territory import records
from inspection.territory.records import COVERAGE_FROM, municipalities, postcodes


def test_a_day_has_the_lists_that_were_worked_out_for_it_alone() -> None:
    """Also the days before and after something changed; between two changes nothing is worked out again."""
    changes = records._days_of_change()
    assert changes[0] == COVERAGE_FROM
    for change in changes:
        for day in (change - timedelta(days=1), change, change + timedelta(days=1)):
            if day >= COVERAGE_FROM:
                assert municipalities(day) == records._municipalities.__wrapped__(day)
                assert postcodes(day) == records._postcodes.__wrapped__(day)
    assert municipalities(date(2026, 3, 2)) is municipalities(date(2026, 3, 3))
