"""The complaints that the inspectorate itself kept; they live in the store and are handed in."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from inspection.targeting.signals.spans import year_before

REGISTER = "complaints"
COLUMNS = {"complaints_kept": pl.Int64}
LINEAGE: Mapping[str, tuple[str, ...]] = {"complaints_kept": ()}
SIGNALS: Mapping[str, pl.Expr] = {"complaints_kept_365d": pl.col("complaints_kept")}


def gather(complaints: pl.DataFrame, workplaces: pl.DataFrame, on: date) -> pl.DataFrame:
    """Count by workplace the complaints kept within the last year; none is a zero: the office knows them all.

    complaints
        One row a kept complaint: `workplace`, `kept_on` (day). Nothing about who complained is asked for.
    """
    kept = complaints.filter(pl.col("kept_on").is_between(year_before(on), on, closed="right"))
    counted = kept.group_by("workplace").agg(pl.len().cast(pl.Int64).alias("complaints_kept"))
    found = workplaces.select("workplace").join(counted, on="workplace", how="left")
    return found.with_columns(pl.col("complaints_kept").fill_null(0))
