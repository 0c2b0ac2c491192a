"""Signals from the quarterly DmfA summary: by establishment where it declares for it, else by enterprise."""

import polars as pl

from inspection.targeting.signals.figures import by_enterprise, share
from inspection.targeting.views import Sight

CENTS = 100


def part_time_share(sight: Sight) -> pl.DataFrame:
    """Workers who work part-time, of all, over the last four quarters."""
    return share(_local(sight, pl.sum("part_time_workers").alias("part"), pl.sum("workers").alias("of")))


def wage_per_hour_eur(sight: Sight) -> pl.DataFrame:
    """Gross wages for each hour paid, over the last four quarters.

    Hours are rounded: added in another order they would differ in the last bit, and with them the frozen hash.
    """
    hours = pl.sum("hours_paid").cast(pl.Float64).round(2)
    found = share(_local(sight, pl.sum("wages_cents").alias("part"), hours.alias("of")))
    return found.with_columns(pl.col("value") / CENTS)


def dmfa_arrears_share(sight: Sight) -> pl.DataFrame:
    """Contributions of the last four quarters that are not paid."""
    due, paid = pl.sum("due_cents"), pl.sum("paid_cents")
    unpaid = (due - paid).clip(lower_bound=0).alias("part")
    return share(by_enterprise(sight, sight.rows("summaries").group_by("enterprise").agg(unpaid, due.alias("of"))))


def joint_committee_mismatch_share(sight: Sight) -> pl.DataFrame:
    """Workers under a joint committee that none of the workplace's sectors has.

    `149` and `149.01` may be one committee: a sub-committee that is not named cannot be held against anybody.
    """
    declared = _local(sight, pl.sum("workers").alias("workers"), by="joint_committee")
    own = sight.rows("committees").select("workplace", pl.col("joint_committee").alias("own"))
    is_own = (
        (pl.col("joint_committee") == pl.col("own"))
        | pl.col("joint_committee").str.starts_with(pl.col("own") + ".")
        | pl.col("own").str.starts_with(pl.col("joint_committee") + ".")
    )
    belongs = declared.join(own, on="workplace").filter(is_own).select("workplace", "joint_committee").unique()
    outside = declared.join(belongs, on=["workplace", "joint_committee"], how="anti")
    other = outside.group_by("workplace").agg(pl.sum("workers").alias("part"))
    every = declared.group_by("workplace").agg(pl.sum("workers").alias("of"))
    return share(every.join(other, on="workplace", how="left").with_columns(pl.col("part").fill_null(0)))


def workers_dmfa_missing_share(sight: Sight) -> pl.DataFrame:
    """Dimona periods open on the last day of the newest quarter beyond the workers declared for it.

    Nothing before the first quarter was filed: no day is known on which both could be compared.
    """
    newest = sight.rows("summaries").filter("is_newest")
    day = pl.lit(newest["ended_on"].max(), dtype=pl.Date)
    declared = newest.group_by("enterprise").agg(pl.sum("workers"))
    there = ~pl.col("cancelled") & (pl.col("starts_on") <= day) & (pl.col("ends_on").fill_null(day) >= day)
    open_then = sight.rows("periods").filter(there).group_by("enterprise").agg(pl.len().cast(pl.Int64).alias("of"))
    missing = (pl.col("of") - pl.col("workers").fill_null(0)).clip(lower_bound=0).alias("part")
    figures = open_then.join(declared, on="enterprise", how="left").select("enterprise", missing, "of")
    return share(by_enterprise(sight, figures))


def _local(sight: Sight, *sums: pl.Expr, by: str | None = None) -> pl.DataFrame:
    """Sums of whose rows speak for a workplace: its own where the employer declares by establishment, else all."""
    rows = sight.rows("summaries")
    own = pl.col("establishment").is_in(rows["establishment"].drop_nulls().unique().implode())
    owner = pl.when(own.fill_null(value=False)).then("establishment").otherwise("enterprise").alias("owner")
    owned, further = sight.subjects.select("workplace", owner), [] if by is None else [by]
    parts = [rows.group_by(pl.col(c).alias("owner"), *further).agg(*sums) for c in ("enterprise", "establishment")]
    return owned.join(pl.concat(parts), on="owner").drop("owner")
