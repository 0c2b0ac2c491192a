"""The quarterly DmfA summary as signals see it: the last quarters that were filed on the day, never yesterday."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from inspection.targeting.frame import Kind, Reading
from inspection.targeting.views.view import View

FILED = 0.5  # "half the usual employers": how a quarter that is still coming in is told from one that is there
QUARTERS = 4  # of a year
FIGURES = ("joint_committee", "workers", "part_time_workers", "hours_paid", "wages_cents", "due_cents", "paid_cents")
_KEYS: Mapping[str, Kind] = {"company_id": "enterprise", "establishment_number": "establishment"}


def summaries(reading: Reading) -> pl.DataFrame:
    """Return the rows of the last four quarters that ended by the day and that half the usual employers had filed.

    `ended_on` is the last day of a row's quarter, `is_newest` whether it is the newest that was filed. Establishments
    that are no workplace of the day have no key.
    """
    quarter = (
        pl.col("quarter").str.slice(0, 4).cast(pl.Int64) * 4 + pl.col("quarter").str.slice(5, 1).cast(pl.Int64) - 1
    )
    every = reading.rows("dmfa", "summary", "quarter", ids=("company_id",)).with_columns(quarter.alias("n"))
    filers = every.group_by("n").agg(pl.col("company_id").n_unique().alias("filers")).collect(engine="streaming")
    last = filers.filter(pl.col("filers") >= FILED * pl.col("filers").max())["n"].max()
    newest = last if isinstance(last, int) else 0
    ours = reading.rows("dmfa", "summary", "quarter", *FIGURES, keys=_KEYS, others=("establishment_number",))
    mine = ours.with_columns(quarter.alias("n")).drop("quarter")
    last_year = mine.filter(pl.col("n").is_between(newest - QUARTERS, newest, closed="right"))
    found = last_year.collect(engine="streaming")
    ends = {n: _last_day(n) for n in found["n"].unique().to_list()}
    ended = pl.col("n").replace_strict(list(ends), list(ends.values()), return_dtype=pl.Date).alias("ended_on")
    return found.with_columns(ended, (pl.col("n") == newest).alias("is_newest")).drop("n")


def _last_day(n: int) -> date:
    year, quarter = divmod(n + 1, 4)
    return date(year, quarter * 3 + 1, 1) - timedelta(days=1)


VIEWS: Mapping[str, View] = {
    "summaries": View(
        keys=("enterprise", "establishment"),
        columns={
            "ended_on": ("dmfa.summary.quarter",),
            "is_newest": ("dmfa.summary.quarter",),
            **{column: (f"dmfa.summary.{column}",) for column in FIGURES},
        },
        rows=("dmfa.summary.quarter",),
        read=summaries,
    )
}
