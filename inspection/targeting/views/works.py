"""Declarations of works as signals see them: span and value, the chain of contractors, and how many presences."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import SignalSources, keyed
from inspection.targeting.views.view import View


def works(sources: SignalSources) -> pl.DataFrame:
    """Return one row a declaration that had started, under its site and its main contractor."""
    read = sources.permitted.read(
        "works", "works", "work_declaration", "main_contractor", "starts_on", "ends_on", "amount_cents"
    )
    rows = read.filter(pl.col("starts_on") <= sources.on).collect(engine="streaming")
    return _keyed(rows, sources, "main_contractor")


def chain(sources: SignalSources) -> pl.DataFrame:
    """Return one row a link that had been declared: site, enterprise, and how far below the client it stands."""
    read = sources.permitted.read("works", "contractor", "work_declaration", "company_id", "level", "declared_on")
    rows = read.filter(pl.col("declared_on") <= sources.on).drop("declared_on").collect(engine="streaming")
    return _keyed(rows, sources, "company_id").drop_nulls("site")


def presences(sources: SignalSources) -> pl.DataFrame:
    """Return one row a site with how many presences were registered there up to the day."""
    read = sources.permitted.read("checkin", "presence", "work_declaration", "on_day")
    seen = read.filter(pl.col("on_day") <= sources.on).group_by("work_declaration")
    rows = seen.agg(pl.len().cast(pl.Int64).alias("presences")).collect(engine="streaming")
    return keyed(rows, "work_declaration", sources.sites, "site").drop_nulls("site")


def _keyed(rows: pl.DataFrame, sources: SignalSources, contractor: str) -> pl.DataFrame:
    rows = keyed(rows, contractor, sources.entities, "enterprise")
    return keyed(rows, "work_declaration", sources.sites, "site")


_LINK = ("works.contractor.declared_on",)
VIEWS: Mapping[str, View] = {
    "works": View(
        keys=("site", "enterprise"),
        columns={
            "starts_on": ("works.works.starts_on",),
            "ends_on": ("works.works.ends_on",),
            "amount_cents": ("works.works.amount_cents",),
        },
        rows=("works.works.starts_on",),
        read=works,
    ),
    "chain": View(keys=("site", "enterprise"), columns={"level": ("works.contractor.level",)}, rows=_LINK, read=chain),
    "presences": View(
        keys=("site",),
        columns={"presences": ("checkin.presence.on_day",)},
        rows=("checkin.presence.on_day",),
        read=presences,
    ),
}
