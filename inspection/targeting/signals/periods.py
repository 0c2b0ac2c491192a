"""Dimona's periods as they were known on a day: one row a period, whatever declarations it took."""

from datetime import date, timedelta

import polars as pl

from inspection.targeting.permission import Permitted
from inspection.time_of import moment_of

BRUSSELS = "Europe/Brussels"
OPEN_END = date(9999, 12, 31)
READ = ("dimona_period_id", "company_id", "starts_on", "ends_on", "start_hour", "form_type", "received_at")


def periods(permitted: Permitted, enterprises: pl.Series) -> pl.DataFrame:
    """Return one row a period as it was known on the day: enterprise, start, end, cancelled, and when it was declared.

    Declarations received later than the day do not exist yet: neither an end nor a cancellation that came afterwards.
    """
    known = (
        permitted.read("dimona", "period", *READ)
        .filter(pl.col("received_at") < moment_of(permitted.on + timedelta(days=1), 0))
        .join(enterprises.to_frame("company_id").lazy(), on="company_id", how="semi")
        .collect()
    )
    later = known.filter(pl.col("form_type") != "IN").sort("dimona_period_id", "received_at")
    changes = later.group_by("dimona_period_id", maintain_order=True).agg(
        pl.col("ends_on").drop_nulls().last().alias("changed_end"),
        (pl.col("form_type") == "CANCEL").any().alias("cancelled"),
    )
    entries = (
        known.filter(pl.col("form_type") == "IN")
        .sort("received_at", "dimona_period_id")
        .unique("dimona_period_id", keep="first", maintain_order=True)
    )
    received = pl.col("received_at").dt.convert_time_zone(BRUSSELS).dt.replace_time_zone(None)
    end = pl.coalesce("changed_end", "ends_on")
    return entries.join(changes, on="dimona_period_id", how="left").select(
        pl.col("company_id").alias("enterprise"),
        "starts_on",
        pl.when(end < OPEN_END).then(end).alias("ends_on"),
        pl.col("start_hour").cast(pl.String).str.zfill(4).alias("start_hour"),
        pl.col("cancelled").fill_null(value=False),
        received.alias("received_at"),
        received.dt.date().alias("received_on"),
    )


def empty_periods() -> pl.DataFrame:
    """Return the form of `periods` without a row."""
    return pl.DataFrame(
        schema={
            "enterprise": pl.String,
            "starts_on": pl.Date,
            "ends_on": pl.Date,
            "start_hour": pl.String,
            "cancelled": pl.Boolean,
            "received_at": pl.Datetime("us"),
            "received_on": pl.Date,
        }
    )
