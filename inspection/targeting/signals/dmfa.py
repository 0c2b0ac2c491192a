"""Signals from the quarterly DmfA summary: by establishment where it declares for it, else by enterprise.

The quarter lags: what it says is about the last quarters that were filed, never about yesterday.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from inspection.targeting.signals import dimona
from inspection.targeting.signals.dimona import share
from inspection.targeting.signals.inputs import Inputs
from inspection.targeting.signals.spans import QUARTERS
from sectors import Sector

REGISTER = "dmfa"
FILED = 0.5
CENTS = 100
_READ = (
    "company_id",
    "establishment_number",
    "quarter",
    "joint_committee",
    "workers",
    "part_time_workers",
    "hours_paid",
    "wages_cents",
    "due_cents",
    "paid_cents",
)
_FROM = tuple(f"dmfa.summary.{column}" for column in _READ)
_LOCAL = ("dmfa_workers", "dmfa_part_time", "dmfa_hours", "dmfa_wages_cents")
COLUMNS = {
    "dmfa_workers": pl.Int64,
    "dmfa_part_time": pl.Int64,
    "dmfa_hours": pl.Float64,
    "dmfa_wages_cents": pl.Int64,
    "dmfa_other_committee": pl.Int64,
    "dmfa_due_cents": pl.Int64,
    "dmfa_unpaid_cents": pl.Int64,
    "dmfa_not_counted": pl.Int64,
    "dimona_at_quarter_end": pl.Int64,
}
LINEAGE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(COLUMNS, _FROM),
    "dmfa_not_counted": (*_FROM, *dimona.LINEAGE["dimona_entries"]),
    "dimona_at_quarter_end": dimona.LINEAGE["dimona_entries"],
}
SIGNALS: Mapping[str, pl.Expr] = {
    "part_time_share": share("dmfa_part_time", "dmfa_workers"),
    "dmfa_arrears_share": share("dmfa_unpaid_cents", "dmfa_due_cents"),
    "joint_committee_mismatch_share": share("dmfa_other_committee", "dmfa_workers"),
    "workers_dmfa_missing_share": share("dmfa_not_counted", "dimona_at_quarter_end"),
    "wage_per_hour_eur": share("dmfa_wages_cents", "dmfa_hours") / CENTS,
}


def gather(inputs: Inputs) -> pl.DataFrame:
    """Return `COLUMNS` by workplace over the last four quarters that were filed on the day."""
    rows = _filed(inputs)
    owned = _owners(inputs.workplaces, rows)
    local = _local(rows)
    found = (
        owned.select("workplace", "enterprise", "owner")
        .join(
            local.group_by("owner").agg(pl.sum(*_LOCAL)).with_columns(pl.col("dmfa_hours").round(2)),
            on="owner",
            how="left",
        )
        .join(_other_committee(owned, local, inputs.sectors), on="workplace", how="left")
        .join(_contributions(rows), on="enterprise", how="left")
        .join(_not_counted(inputs, rows), on="enterprise", how="left")
        .with_columns(pl.when(pl.col("dmfa_workers").is_not_null()).then(pl.col("dmfa_other_committee").fill_null(0)))
    )
    return found.select("workplace", *(pl.col(c).cast(t) for c, t in COLUMNS.items()))


def _filed(inputs: Inputs) -> pl.DataFrame:
    """Rows of the last four quarters that ended by the day and that at least half the usual employers had filed."""
    quarter = (
        pl.col("quarter").str.slice(0, 4).cast(pl.Int64) * 4 + pl.col("quarter").str.slice(5, 1).cast(pl.Int64) - 1
    )
    every = inputs.permitted.read(REGISTER, "summary", *_READ).with_columns(quarter.alias("n"))
    every = every.filter(pl.col("n") < _quarter_of(inputs.on + timedelta(days=1)))
    filers = every.group_by("n").agg(pl.col("company_id").n_unique().alias("filers")).collect()
    last = filers.filter(pl.col("filers") >= FILED * pl.col("filers").max())["n"].max()
    newest = last if isinstance(last, int) else 0
    mine = every.join(inputs.enterprises.to_frame("company_id").lazy(), on="company_id", how="semi")
    within = pl.col("n").is_between(newest - QUARTERS, newest, closed="right")
    return mine.filter(within).with_columns((pl.col("n") == newest).alias("is_newest")).collect()


def _quarter_of(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _last_day(n: int) -> date:
    year, quarter = divmod(n + 1, 4)
    return date(year, quarter * 3 + 1, 1) - timedelta(days=1)


def _owners(workplaces: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Whose rows speak for a workplace: its own where the employer declares by establishment, else the enterprise's."""
    own = pl.col("establishment").is_in(rows["establishment_number"].drop_nulls().unique().to_list())
    return workplaces.select(
        "workplace",
        "enterprise",
        "sectors",
        pl.when(own.fill_null(value=False)).then("establishment").otherwise("enterprise").alias("owner"),
    )


def _local(rows: pl.DataFrame) -> pl.DataFrame:
    """Sums by owner and joint committee; an establishment's number and an enterprise's are never the same.

    Hours are rounded: added in another order they would differ in the last bit, and with them the frozen hash.
    """
    sums = (
        pl.sum("workers").alias("dmfa_workers"),
        pl.sum("part_time_workers").alias("dmfa_part_time"),
        pl.sum("hours_paid").cast(pl.Float64).round(2).alias("dmfa_hours"),
        pl.sum("wages_cents").alias("dmfa_wages_cents"),
    )
    by = [
        rows.group_by(pl.col(c).alias("owner"), "joint_committee").agg(*sums)
        for c in ("company_id", "establishment_number")
    ]
    return pl.concat(by).filter(pl.col("owner").is_not_null())


def _other_committee(owned: pl.DataFrame, local: pl.DataFrame, sectors: Iterable[Sector]) -> pl.DataFrame:
    """Workers under a committee that none of the workplace's sectors has."""
    known = _belongs(sectors, local["joint_committee"].unique().to_list())
    each = owned.explode("sectors").rename({"sectors": "sector"}).join(local, on="owner")
    judged = (
        each.join(known, on=["sector", "joint_committee"])
        .group_by("workplace", "joint_committee")
        .agg(pl.col("belongs").any(), pl.first("dmfa_workers"))
    )
    outside = judged.filter(~pl.col("belongs")).group_by("workplace")
    return outside.agg(pl.sum("dmfa_workers").alias("dmfa_other_committee"))


def _belongs(sectors: Iterable[Sector], committees: list[str]) -> pl.DataFrame:
    rows = [(s.key, jc, any(_covers(own, jc) for own in s.joint_committees)) for s in sectors for jc in committees]
    return pl.DataFrame(rows, {"sector": pl.String, "joint_committee": pl.String, "belongs": pl.Boolean}, orient="row")


def _covers(own: str, declared: str) -> bool:
    """`149` and `149.01` may be one committee: a sub-committee that is not named cannot be held against anybody."""
    return declared == own or declared.startswith(f"{own}.") or own.startswith(f"{declared}.")


def _contributions(rows: pl.DataFrame) -> pl.DataFrame:
    due, paid = pl.sum("due_cents"), pl.sum("paid_cents")
    unpaid = (due - paid).clip(lower_bound=0).alias("dmfa_unpaid_cents")
    return rows.group_by(pl.col("company_id").alias("enterprise")).agg(due.alias("dmfa_due_cents"), unpaid)


def _not_counted(inputs: Inputs, rows: pl.DataFrame) -> pl.DataFrame:
    """Periods open on the last day of the newest quarter beyond the workers that the enterprise declared for it."""
    newest = rows.filter("is_newest")
    if newest.is_empty():
        return pl.DataFrame(
            schema={"enterprise": pl.String, "dimona_at_quarter_end": pl.Int64, "dmfa_not_counted": pl.Int64}
        )
    day = _last_day(int(newest["n"][0]))
    there = (
        ~pl.col("cancelled") & (pl.col("starts_on") <= day) & (pl.col("ends_on").is_null() | (pl.col("ends_on") >= day))
    )
    open_then = (
        inputs.periods.filter(there).group_by("enterprise").agg(pl.len().cast(pl.Int64).alias("dimona_at_quarter_end"))
    )
    declared = newest.group_by(pl.col("company_id").alias("enterprise")).agg(pl.sum("workers"))
    missing = (pl.col("dimona_at_quarter_end") - pl.col("workers").fill_null(0)).clip(lower_bound=0)
    return open_then.join(declared, on="enterprise", how="left").with_columns(missing.alias("dmfa_not_counted"))
