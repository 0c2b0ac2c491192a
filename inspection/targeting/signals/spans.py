"""The spans over which signals look back. They define our measurements; none is a limit of law."""

from datetime import date, timedelta

YEAR_DAYS = 365
SHORT_DAYS = 2


def year_before(on: date) -> date:
    """Return the day after which something lies within the last year of `on`."""
    return on - timedelta(days=YEAR_DAYS)
