"""What a signal hands back: a value for each workplace, and the counts or sums that it is made of."""

import polars as pl

from inspection.targeting.views import Sight

PART, WHOLE, VALUE = "part", "of", "value"


def by_enterprise(sight: Sight, figures: pl.DataFrame) -> pl.DataFrame:
    """Give each workplace the figures of its enterprise."""
    found = sight.subjects.select("workplace", "enterprise").join(figures, on="enterprise")
    return found.drop("enterprise")


def share(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the figures with their value, `part` / `of`; null where there is nothing to divide."""
    value = pl.when(pl.col(WHOLE) > 0).then(pl.col(PART) / pl.col(WHOLE))
    return figures.select("workplace", PART, WHOLE, value.alias(VALUE))
