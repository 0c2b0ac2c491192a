"""Declarations of works as signals see them: span and value, the chain of contractors, and how many presences."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import Kind, Reading
from inspection.targeting.views.view import View

_OF_WORKS: Mapping[str, Kind] = {"main_contractor": "enterprise", "work_declaration": "site"}
_OF_LINKS: Mapping[str, Kind] = {"company_id": "enterprise", "work_declaration": "site"}


def works(reading: Reading) -> pl.DataFrame:
    """Return one row a declaration that had started, under its site and its main contractor."""
    numbers = tuple(_OF_WORKS)
    rows = reading.rows("works", "works", "starts_on", "ends_on", "amount_cents", keys=_OF_WORKS, others=numbers)
    return rows.collect(engine="streaming")


def chain(reading: Reading) -> pl.DataFrame:
    """Return one row a link that had been declared: site, enterprise, and how far below the client it stands."""
    rows = reading.rows("works", "contractor", "level", keys=_OF_LINKS, others=("company_id",))
    return rows.collect(engine="streaming")


def presences(reading: Reading) -> pl.DataFrame:
    """Return one row a site with how many presences were registered there up to the day."""
    seen = reading.rows("checkin", "presence", "on_day", keys={"work_declaration": "site"}).group_by("site")
    return seen.agg(pl.len().cast(pl.Int64).alias("presences")).collect(engine="streaming")


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
