"""Declarations of posting as signals see them: days that were announced for a site, and days with somebody there.

Nothing of a sender, of a person or of a country: what a signal gets is days under the key of a site.
"""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from inspection.targeting.frame import SignalSources, keyed
from inspection.targeting.views.view import View
from inspection.time_of import moment_of


def postings(sources: SignalSources) -> pl.DataFrame:
    """Return one row a posting that was announced for a site and not cancelled: site, first and last day."""
    read = sources.permitted.read(
        "limosa", "posting", "work_declaration", "starts_on", "ends_on", "declared_at", "state"
    )
    known = (pl.col("state") == "active") & (pl.col("declared_at") < moment_of(sources.on + timedelta(days=1), 0))
    rows = read.filter(known & (pl.col("starts_on") <= sources.on)).drop("declared_at", "state").collect()
    return keyed(rows, "work_declaration", sources.sites, "site").drop_nulls("site")


def presence_days(sources: SignalSources) -> pl.DataFrame:
    """Return one row a day on which somebody was registered as present on a site for which a posting was announced."""
    posted = sources.permitted.read("limosa", "posting", "work_declaration")
    read = sources.permitted.read("checkin", "presence", "work_declaration", "on_day")
    seen = read.filter(pl.col("on_day") <= sources.on).join(posted, on="work_declaration", how="semi")
    return keyed(seen.unique().collect(), "work_declaration", sources.sites, "site").drop_nulls("site")


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
