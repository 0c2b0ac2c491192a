"""Dimona as signals see it: its periods as they were known on the day, one row each, whatever declarations it took."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from inspection.targeting.frame import Reading
from inspection.targeting.views.view import View

BRUSSELS = "Europe/Brussels"
OPEN_END = date(9999, 12, 31)
_READ = ("starts_on", "ends_on", "start_hour", "form_type", "received_at")


def periods(reading: Reading) -> pl.DataFrame:
    """Return one row a period as it was known on the day: enterprise, start, end, cancelled, and when it was declared.

    Declarations received later than the day do not exist yet: neither an end nor a cancellation that came afterwards.
    """
    rows = reading.rows("dimona", "period", *_READ, keys={"company_id": "enterprise"}, ids=("dimona_period_id",))
    known = rows.collect(engine="streaming")
    later = known.filter(pl.col("form_type") != "IN").sort("received_at", maintain_order=True)
    changes = later.group_by("dimona_period_id").agg(
        pl.col("ends_on").drop_nulls().last().alias("changed_end"),
        (pl.col("form_type") == "CANCEL").any().alias("cancelled"),
    )
    entries = (
        known.filter(pl.col("form_type") == "IN")
        .sort("received_at", maintain_order=True)
        .filter(pl.col("dimona_period_id").is_first_distinct())
    )
    received = pl.col("received_at").dt.convert_time_zone(BRUSSELS).dt.replace_time_zone(None)
    end = pl.coalesce("changed_end", "ends_on")
    return entries.join(changes, on="dimona_period_id", how="left").select(
        "enterprise",
        "starts_on",
        pl.when(end < OPEN_END).then(end).alias("ends_on"),
        pl.col("start_hour").cast(pl.String).str.zfill(4).alias("start_hour"),
        pl.col("cancelled").fill_null(value=False),
        received.alias("received_at"),
        received.dt.date().alias("received_on"),
    )


def _of(*columns: str) -> tuple[str, ...]:
    return tuple(f"dimona.period.{column}" for column in columns)


VIEWS: Mapping[str, View] = {
    "periods": View(
        keys=("enterprise",),
        columns={
            "starts_on": _of("starts_on"),
            "ends_on": _of("ends_on"),
            "start_hour": _of("start_hour"),
            "cancelled": _of("form_type"),
            "received_at": _of("received_at"),
            "received_on": _of("received_at"),
        },
        rows=_of("form_type", "received_at"),
        read=periods,
    )
}
