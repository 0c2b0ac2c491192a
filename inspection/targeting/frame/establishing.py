"""The frame of a day: every workplace of a sector that is controlled, and where it lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from inspection.targeting.frame.addresses import address_key
from inspection.targeting.frame.permission import ReadableLake
from inspection.targeting.frame.places import Placing, placed
from inspection.targeting.frame.sites import WORKS_SECTOR, open_sites
from inspection.targeting.frame.units import establishments
from sectors import Catalogue

FRAME: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "workplace": pl.String,
    "enterprise": pl.String,
    "establishment": pl.String,
    "name": pl.String,
    "sector": pl.String,
    "sectors": pl.List(pl.String),
    "nace_code": pl.String,
    "nace_version": pl.String,
    "activity_of": pl.String,
    "street": pl.String,
    "house_number": pl.String,
    "postcode": pl.String,
    "municipality": pl.String,
    "refnis": pl.String,
    "canton": pl.String,
    "district": pl.String,
    "lon": pl.Float64,
    "lat": pl.Float64,
    "quality": pl.String,
    "address_source": pl.String,
    "address_key": pl.String,
    "started_on": pl.Date,
    "enterprise_started_on": pl.Date,
    "is_legal_person": pl.Boolean,
}


@dataclass(frozen=True)
class Established:
    """The workplaces of a day, and how many of a sector are none, by reason: nobody disappears without being counted.

    frame
        `FRAME`, one row a workplace, sorted by it. `sector` is the first of `sectors` until the cards decide.
        `activity_of`: whose activity made it a member ("establishment", "enterprise", "works"). `address_source`:
        "establishment", "seat" (the unit has no address of its own) or "works". `quality`: how well the place is
        known, see `placed`. `is_legal_person`: whether the register says so; an enterprise that it does not know may be
        a natural person.
    left_out
        Reason to number: enterprise_unknown, enterprise_not_active, not_started, address_struck_off, address_abroad,
        no_address, place_unknown.
    disagreements
        Where the REFNIS code of an address, that of the address register and the point say different things, one row a
        workplace: `DISAGREEMENTS` of places.py.
    """

    frame: pl.DataFrame = field(repr=False)
    left_out: Mapping[str, int]
    disagreements: pl.DataFrame = field(repr=False)

    @property
    def places(self) -> Mapping[str, int]:
        """Return how many places are known how well."""
        return dict(self.frame["quality"].value_counts().sort("quality").iter_rows())


def establish(lake: ReadableLake, catalogue: Catalogue, on: date, *, cache: Path | None = None) -> Established:
    """Return every workplace of the sectors that are switched on, as the registers stood on `on`.

    Establishments come from the Crossroads Bank, by the code of their own NACE version; construction sites from the
    declarations of works that are open on the day. Points come from the address register where there is one.

    cache
        Folder for the copy of the cantons' polygons; None reads them anew in each process (two seconds).
    """
    rows = _candidates(lake, catalogue, on)
    here = rows.filter(pl.col("leave_out").is_null())
    register = lake.scan("addresses", "address", on) if lake.snapshot("addresses", on) is not None else None
    here, disagreements = placed(here, Placing(on=on, rules=catalogue.addresses, register=register, cache=cache))
    here = here.with_columns(pl.when(pl.col("quality").is_null()).then(pl.lit("place_unknown")).alias("leave_out"))
    lost = pl.concat([rows["leave_out"], here["leave_out"]]).drop_nulls().value_counts(sort=True)
    frame = here.filter(pl.col("leave_out").is_null()).with_columns(_shown())
    return Established(
        frame.select(FRAME.keys()).cast(pl.Schema(FRAME)).sort("workplace"),
        dict(lost.sort("leave_out").iter_rows()),
        disagreements,
    )


def unplaced(lake: ReadableLake, catalogue: Catalogue, on: date) -> pl.DataFrame:
    """Return the workplaces of a day before anybody looks where they lie: all that signals are measured from.

    Columns of `FRAME`, without those that the map gives; sorted by workplace.
    """
    rows = _candidates(lake, catalogue, on).filter(pl.col("leave_out").is_null()).with_columns(_shown())
    return rows.select(name for name in FRAME if name in rows.columns).sort("workplace")


def _candidates(lake: ReadableLake, catalogue: Catalogue, on: date) -> pl.DataFrame:
    parts = []
    if lake.snapshot("kbo", on) is not None:
        units = establishments(lake, catalogue, on)
        nowhere = pl.lit(None, dtype=pl.Float64)
        parts.append(units.with_columns(nowhere.alias("lon"), nowhere.alias("lat")))
    if lake.snapshot("works", on) is not None and WORKS_SECTOR in {s.key for s in catalogue.enabled_sectors()}:
        parts.append(open_sites(lake, on))
    if not parts:
        return pl.DataFrame(schema=_CANDIDATE)
    return pl.concat([part.select(_CANDIDATE.keys()).cast(pl.Schema(_CANDIDATE)) for part in parts])


_CANDIDATE: Mapping[str, pl.DataType | type[pl.DataType]] = {
    **{
        c: t
        for c, t in FRAME.items()
        if c not in ("sector", "street", "municipality", "refnis", "canton", "district", "quality", "address_key")
    },
    "municipality_nl": pl.String,
    "municipality_fr": pl.String,
    "street_nl": pl.String,
    "street_fr": pl.String,
    "leave_out": pl.String,
}


def _shown() -> list[pl.Expr]:
    """What is shown or compared: the first sector, the street as written, the door as one text."""
    street = pl.coalesce("street_nl", "street_fr")
    return [
        pl.col("sectors").list.first().alias("sector"),
        pl.coalesce("street_fr", "street_nl").alias("street"),
        address_key(pl.col("postcode"), street, pl.col("house_number")).alias("address_key"),
    ]
