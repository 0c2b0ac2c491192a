"""Signals from Dimona, by enterprise: how it declares who works for it. No worker is looked at, only periods."""

from datetime import date, timedelta

import polars as pl

from inspection.targeting.signals.figures import SHORT_DAYS, YEAR_DAYS, by_enterprise, share, year_before
from inspection.targeting.views import Sight


def late_dimona_share(sight: Sight) -> pl.DataFrame:
    """Entries of the last year that were declared after work began."""
    return _share_of_entries(sight, is_late())


def same_day_dimona_share(sight: Sight) -> pl.DataFrame:
    """Entries of the last year that were declared on the day, and in time."""
    return _share_of_entries(sight, ~is_late() & (pl.col("received_on") == pl.col("starts_on")))


def cancelled_dimona_share(sight: Sight) -> pl.DataFrame:
    """Entries of the last year that were cancelled."""
    return _share_of_entries(sight, pl.col("cancelled"))


def short_contract_share(sight: Sight) -> pl.DataFrame:
    """Periods begun in the last year that last at most two days; a cancelled one is no employment."""
    began = ~pl.col("cancelled") & _within_a_year("starts_on", sight.on)
    return _share(sight, sight.rows("periods").filter(began), _is_short())


def worker_turnover(sight: Sight) -> pl.DataFrame:
    """Ends within the last year for each worker employed on average; short periods and cancelled ones left out."""
    steady = sight.rows("periods").filter(~pl.col("cancelled") & ~_is_short())
    figures = steady.group_by("enterprise").agg(
        _within_a_year("ends_on", sight.on).sum().alias("part"),
        _days_within(year_before(sight.on), sight.on).sum().alias("of"),
    )
    found = share(by_enterprise(sight, figures))
    return found.with_columns(pl.col("value") * YEAR_DAYS)


def is_late() -> pl.Expr:
    """Declared after work began: after the hour where the declaration names one, else after the day."""
    hour = pl.col("start_hour")
    begins = pl.col("starts_on").cast(pl.Datetime("us")) + pl.duration(
        hours=hour.str.slice(0, 2).cast(pl.Int64), minutes=hour.str.slice(2, 2).cast(pl.Int64)
    )
    after_hour = pl.col("received_at") > begins
    return pl.when(hour.is_null()).then(pl.col("received_on") > pl.col("starts_on")).otherwise(after_hour)


def _share_of_entries(sight: Sight, which: pl.Expr) -> pl.DataFrame:
    return _share(sight, sight.rows("periods").filter(pl.col("received_on") > year_before(sight.on)), which)


def _share(sight: Sight, rows: pl.DataFrame, which: pl.Expr) -> pl.DataFrame:
    figures = rows.group_by("enterprise").agg(which.sum().alias("part"), pl.len().alias("of"))
    return share(by_enterprise(sight, figures))


def _within_a_year(day: str, on: date) -> pl.Expr:
    return pl.col(day).is_between(year_before(on), on, closed="right")


def _is_short() -> pl.Expr:
    lasts = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days() < SHORT_DAYS
    return pl.col("ends_on").is_not_null() & lasts


def _days_within(since: date, on: date) -> pl.Expr:
    """Days of a period that lie within the last year."""
    first = pl.max_horizontal("starts_on", pl.lit(since + timedelta(days=1)))
    last = pl.min_horizontal(pl.col("ends_on").fill_null(on), pl.lit(on))
    return ((last - first).dt.total_days() + 1).clip(lower_bound=0)
