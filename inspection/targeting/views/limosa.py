"""Declarations of posting as signals see them: days that were announced for a site, and days with somebody there.

Nothing of a sender, of a person or of a country: what a signal gets is days under the key of a site.
"""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import Reading
from inspection.targeting.views.view import View


def postings(reading: Reading) -> pl.DataFrame:
    """Return one row a posting that was announced for a site and not cancelled: site, first and last day."""
    rows = _active(reading, "starts_on", "ends_on")
    return rows.filter(pl.col("starts_on") <= reading.on).select("site", "starts_on", "ends_on").collect()


def presence_days(reading: Reading) -> pl.DataFrame:
    """Return one row a day on which somebody was registered on a site for which a posting was announced by then."""
    seen = reading.rows("checkin", "presence", "on_day", keys={"work_declaration": "site"})
    return seen.join(_active(reading), on="site", how="semi").select("site", "on_day").unique().collect()


def _active(reading: Reading, *columns: str) -> pl.LazyFrame:
    rows = reading.rows("limosa", "posting", *columns, "state", keys={"work_declaration": "site"})
    return rows.filter(pl.col("state") == "active").drop("state")


_KNOWN = ("limosa.posting.declared_at", "limosa.posting.state")
VIEWS: Mapping[str, View] = {
    "postings": View(
        keys=("site",),
        columns={"starts_on": ("limosa.posting.starts_on",), "ends_on": ("limosa.posting.ends_on",)},
        rows=_KNOWN,
        read=postings,
    ),
    "presence_days": View(
        keys=("site",),
        columns={"on_day": ("checkin.presence.on_day",)},
        rows=(*_KNOWN, "checkin.presence.on_day"),
        read=presence_days,
    ),
}
