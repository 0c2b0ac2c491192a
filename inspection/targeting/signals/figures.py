"""What signals share: the spans over which they look back, and a value with the counts or sums that it is made of.

The spans define our measurements; none is a limit of law.
"""

from datetime import date, timedelta

import polars as pl

from inspection.targeting.views import Sight

# What the signals are, as `unit` of signals.yaml tells them; which value weighs how much is a matter of the cards.
YEAR_DAYS = 365
SHORT_DAYS = 2


def year_before(on: date) -> date:
    """Return the day after which something lies within the last year of `on`."""
    return on - timedelta(days=YEAR_DAYS)


PART, WHOLE, VALUE = "part", "of", "value"


def by_enterprise(sight: Sight, figures: pl.DataFrame) -> pl.DataFrame:
    """Give each workplace the figures of its enterprise."""
    found = sight.subjects.select("workplace", "enterprise").join(figures, on="enterprise")
    return found.drop("enterprise")


def share(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the figures with their value, `part` / `of`; null where there is nothing to divide."""
    value = pl.when(pl.col(WHOLE) > 0).then(pl.col(PART) / pl.col(WHOLE))
    return figures.select("workplace", PART, WHOLE, value.alias(VALUE))
