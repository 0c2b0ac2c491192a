"""What the Dimona of a calendar year comes to, by worker type and joint committee: sums, for quotas to be counted.

A period that was cancelled counts nothing; an end counts as it was last declared, within the year. Planned hours are
those of the periods that had begun; days end with the day that is asked about.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

_BY = ("worker_type", "joint_committee")


def of_worker(rows: pl.DataFrame, on: date, worker_types: Sequence[str]) -> pl.DataFrame:
    """Return for one person `planned_hours`, `without_hours`, `days` and the longest run `in_a_row` at one employer.

    rows
        Every declaration of the person that was known by then.
    """
    periods = _periods(rows, on, worker_types)
    hours = periods.group_by(_BY).agg(
        pl.col("planned_hours").sum().cast(pl.Int64),
        pl.col("planned_hours").is_null().sum().cast(pl.Int64).alias("without_hours"),
    )
    each = _days(periods).select(*_BY, "company_id", "day").unique()
    days = each.group_by(_BY).agg(pl.col("day").n_unique().cast(pl.Int64).alias("days"))
    # days that follow one another keep their distance to their own number
    number = pl.col("day").rank("ordinal").over(*_BY, "company_id").cast(pl.Int64)
    runs = each.with_columns((pl.col("day").to_physical().cast(pl.Int64) - number).alias("island"))
    longest = runs.group_by(*_BY, "company_id", "island").len().group_by(_BY)
    run = longest.agg(pl.col("len").max().cast(pl.Int64).alias("in_a_row"))
    return _of_year(hours.join(days, on=_BY, how="left").join(run, on=_BY, how="left"), on)


def of_employer(rows: pl.DataFrame, on: date, worker_types: Sequence[str]) -> pl.DataFrame:
    """Return for one enterprise its `days` with somebody at work, and the sum of the days of all its `worker_days`."""
    each = _days(_periods(rows, on, worker_types))
    found = each.group_by(_BY).agg(
        pl.col("day").n_unique().cast(pl.Int64).alias("days"),
        pl.struct("day", "worker_key").n_unique().cast(pl.Int64).alias("worker_days"),
    )
    return _of_year(found, on)


def _periods(rows: pl.DataFrame, on: date, worker_types: Sequence[str]) -> pl.DataFrame:
    """Return the periods of the year that had begun by a day, with `first` and `last` within the year and that day."""
    ordered = rows.sort("received_at")
    changes = ordered.group_by("dimona_period_id").agg(
        pl.col("ends_on").drop_nulls().last().alias("last_end"),
        pl.col("planned_hours").drop_nulls().last().alias("hours"),
        (pl.col("form_type") == "CANCEL").any().alias("is_cancelled"),
    )
    entries = ordered.filter((pl.col("form_type") == "IN") & pl.col("worker_type").is_in(list(worker_types)))
    known = entries.unique("dimona_period_id", keep="last").join(changes, on="dimona_period_id", how="left")
    last = pl.min_horizontal(pl.col("last_end").fill_null(on), pl.lit(on))
    first = pl.max_horizontal(pl.col("starts_on"), pl.lit(date(on.year, 1, 1)))
    within = known.filter(~pl.col("is_cancelled")).with_columns(
        first.alias("first"), last.alias("last"), pl.col("hours").alias("planned_hours")
    )
    return within.filter(pl.col("first") <= pl.col("last"))


def _days(periods: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each day of each period."""
    return periods.with_columns(pl.date_ranges("first", "last").alias("day")).explode("day")


def _of_year(sums: pl.DataFrame, on: date) -> pl.DataFrame:
    return sums.sort(_BY).with_columns(pl.lit(on.year).cast(pl.Int64).alias("year"))
