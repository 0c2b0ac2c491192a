"""Signals from Dimona, by enterprise: how it declares who works for it. No worker is looked at, only periods."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from inspection.targeting.signals.inputs import Inputs
from inspection.targeting.signals.periods import READ
from inspection.targeting.signals.spans import SHORT_DAYS, YEAR_DAYS, year_before

REGISTER = "dimona"
_FROM = tuple(f"dimona.period.{column}" for column in READ)
COLUMNS = dict.fromkeys(
    (
        "dimona_entries",
        "dimona_late",
        "dimona_same_day",
        "dimona_cancelled",
        "dimona_starts",
        "dimona_short",
        "dimona_ends",
        "dimona_worker_days",
    ),
    pl.Int64,
)
LINEAGE: Mapping[str, tuple[str, ...]] = dict.fromkeys(COLUMNS, _FROM)


def share(part: str, whole: str) -> pl.Expr:
    """`part` / `whole`; null where there is nothing to divide."""
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))


SIGNALS: Mapping[str, pl.Expr] = {
    "late_dimona_share": share("dimona_late", "dimona_entries"),
    "same_day_dimona_share": share("dimona_same_day", "dimona_entries"),
    "short_contract_share": share("dimona_short", "dimona_starts"),
    "cancelled_dimona_share": share("dimona_cancelled", "dimona_entries"),
    "worker_turnover": share("dimona_ends", "dimona_worker_days") * YEAR_DAYS,
}


def gather(inputs: Inputs) -> pl.DataFrame:
    """Return `COLUMNS` by workplace; all are those of its enterprise, since Dimona does not name an establishment."""
    on, since = inputs.on, year_before(inputs.on)
    declared = pl.col("received_on") > since
    valid = ~pl.col("cancelled")
    began = valid & pl.col("starts_on").is_between(since, on, closed="right")
    short = pl.col("ends_on").is_not_null() & ((pl.col("ends_on") - pl.col("starts_on")).dt.total_days() < SHORT_DAYS)
    ended = valid & ~short & pl.col("ends_on").is_between(since, on, closed="right")
    figures = inputs.periods.group_by("enterprise").agg(
        declared.sum().alias("dimona_entries"),
        (declared & is_late()).sum().alias("dimona_late"),
        (declared & ~is_late() & (pl.col("received_on") == pl.col("starts_on"))).sum().alias("dimona_same_day"),
        (declared & ~valid).sum().alias("dimona_cancelled"),
        began.sum().alias("dimona_starts"),
        (began & short).sum().alias("dimona_short"),
        ended.sum().alias("dimona_ends"),
        _days_within(since, on).filter(valid & ~short).sum().alias("dimona_worker_days"),
    )
    found = inputs.workplaces.select("workplace", "enterprise").join(figures, on="enterprise")
    return found.select("workplace", *(pl.col(c).cast(t) for c, t in COLUMNS.items()))


def is_late() -> pl.Expr:
    """Declared after work began: after the hour where the declaration names one, else after the day."""
    hour = pl.col("start_hour")
    begins = pl.col("starts_on").cast(pl.Datetime("us")) + pl.duration(
        hours=hour.str.slice(0, 2).cast(pl.Int64), minutes=hour.str.slice(2, 2).cast(pl.Int64)
    )
    after_hour = pl.col("received_at") > begins
    return pl.when(hour.is_null()).then(pl.col("received_on") > pl.col("starts_on")).otherwise(after_hour)


def _days_within(since: date, on: date) -> pl.Expr:
    """Days of a period that lie within the last year."""
    first = pl.max_horizontal("starts_on", pl.lit(since + timedelta(days=1)))
    last = pl.min_horizontal(pl.col("ends_on").fill_null(on), pl.lit(on))
    return ((last - first).dt.total_days() + 1).clip(lower_bound=0)
