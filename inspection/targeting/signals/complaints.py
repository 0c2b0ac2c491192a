"""The complaints that the inspectorate itself kept; they live in the store and are handed in."""

import polars as pl

from inspection.targeting.signals.figures import year_before
from inspection.targeting.views import Sight


def complaints_kept_365d(sight: Sight) -> pl.DataFrame:
    """Complaints kept within the last year; none is a zero: the office knows them all."""
    kept = sight.rows("complaints").filter(pl.col("kept_on") > year_before(sight.on))
    counted = kept.group_by("workplace").agg(pl.len().alias("value"))
    found = sight.subjects.select("workplace").join(counted, on="workplace", how="left")
    return found.with_columns(pl.col("value").fill_null(0))
