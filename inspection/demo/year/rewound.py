"""The registers as they stood on a day that is over: the demo has one delivery of each, and every row has its day.

What began, was declared or was received later is left out where the day is asked for, as `establish` and the views of
signals do on any day. What a register overwrites instead of dating (a legal situation, an address) is as it is now: an
invented firm changes neither.
"""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType

import polars as pl

from inspection.demo.registers.places import areas
from inspection.registers.lake import Lake

_OF_ENTITIES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "enterprise": ("enterprise_number",),
    "establishment": ("enterprise_number",),
    "activity": ("entity_number",),
    "denomination": ("entity_number",),
    "address": ("entity_number",),
})  # fmt: skip
_OF_EMPLOYERS = frozenset({"dimona", "dmfa"})


class Rewound:
    """A lake that is read as if it stood on the day that is asked for, of a few districts or of all.

    Works, presences and contractors stay those of the whole country, since signals compare a site with all sites.
    """

    def __init__(self, lake: Lake, today: date, districts: Collection[str] | None = None) -> None:
        self._lake, self._today = lake, today
        self._kept: dict[tuple[str, str], pl.DataFrame] = {}
        self._postcodes = None if districts is None else _postcodes(districts)
        self._here = None if self._postcodes is None else self._entities(self._postcodes)

    def snapshot(self, register: str, on: date) -> date | None:
        """Return the day itself, where the register was ever taken in: it is read as it stood that day."""
        return None if self._lake.snapshot(register, self._today) is None else min(on, self._today)

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame:
        """Return the rows of a table; those of other districts are left out, and kept out for the next day."""
        del on  # whoever reads leaves out what is dated later
        rows = self._lake.scan(register, table, self._today)
        if self._here is None or self._postcodes is None:
            return rows
        if (register, table) not in self._kept:
            self._kept[register, table] = self._own(register, table, rows).collect(engine="streaming")
        return self._kept[register, table].lazy()

    def _own(self, register: str, table: str, rows: pl.LazyFrame) -> pl.LazyFrame:
        assert self._here is not None  # noqa: S101  only asked of a few districts
        assert self._postcodes is not None  # noqa: S101
        if (register, table) == ("addresses", "address"):
            return rows.join(self._postcodes.lazy(), on="postcode", how="semi")
        if (register, table) == ("works", "works"):
            return rows
        column = (
            _OF_ENTITIES.get(table) if register == "kbo" else ("company_id",) if register in _OF_EMPLOYERS else None
        )
        if column is None:
            return rows
        return rows.join(self._here.lazy(), left_on=column[0], right_on="entity", how="semi")

    def _entities(self, postcodes: pl.DataFrame) -> pl.DataFrame:
        """Return the numbers of what has an address there, of what belongs to it, and of who builds there."""
        at = self._lake.scan("kbo", "address", self._today).join(postcodes.lazy(), on="postcode", how="semi")
        there = at.select(entity="entity_number")
        units = self._lake.scan("kbo", "establishment", self._today).select("establishment_number", "enterprise_number")
        owners = units.join(there, left_on="establishment_number", right_on="entity", how="semi")
        firms = pl.concat([there, owners.select(entity="enterprise_number")])
        if self._lake.snapshot("works", self._today) is not None:
            works = self._lake.scan("works", "works", self._today).join(postcodes.lazy(), on="postcode", how="semi")
            firms = pl.concat([firms, works.select(entity="main_contractor")])
        firms = firms.unique()
        own = units.join(firms, left_on="enterprise_number", right_on="entity", how="semi")
        return pl.concat([firms, own.select(entity="establishment_number")]).unique().collect()


def _postcodes(districts: Collection[str]) -> pl.DataFrame:
    return areas().filter(pl.col("district").is_in(sorted(districts))).select("postcode").unique()
