"""A lake in which everybody has another name, another street and another postcode of the same country.

The same becomes the same and what differs stays apart: two enterprises at one door are at one door afterwards.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase

import polars as pl

from inspection.targeting.frame import ReadableLake
from inspection.territory.addresses import folded
from sectors import Catalogue

NAMES, STREETS, PLACES = "names", "streets", "postcodes"
# proxies of signals.yaml to what is counted as exchanged; the street by how it compares, the others by their text
_EXCHANGED = {"name": NAMES, "postcode": PLACES, "municipality": PLACES}
_TEXT = ("text", "digits")
_STREET = "*street*"


class PermutedLake:
    """A lake, read with names, streets, postcodes and municipalities exchanged.

    exchanged
        "names", "streets" and "postcodes" to how many values became another one, of what was read so far.
    """

    def __init__(self, lake: ReadableLake, catalogue: Catalogue, seed: int = 0) -> None:
        self._lake, self._catalogue, self._seed = lake, catalogue, seed
        self.exchanged = Counter({NAMES: 0, STREETS: 0, PLACES: 0})
        self._done: dict[tuple[str, str, date], pl.LazyFrame] = {}

    def snapshot(self, register: str, on: date) -> date | None:
        """Return the day of the register's snapshot, which stays what it is."""
        return self._lake.snapshot(register, on)

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame:
        """Return a table as of a day, with its names and places exchanged."""
        key = (register, table, on)
        if key not in self._done:
            self._done[key] = self._exchange(self._lake.scan(register, table, on), register, table)
        return self._done[key]

    def _exchange(self, rows: pl.LazyFrame, register: str, table: str) -> pl.LazyFrame:
        for column, kind in self._texts(register, table):
            known = rows.select(pl.col(column).drop_nulls().unique().sort()).collect(engine="streaming").to_series()
            rows = rows.with_columns(pl.col(column).replace(known, self._others(known, kind)))
        streets = self._streets(register, table)
        return self._exchange_streets(rows, streets) if streets else rows

    def _exchange_streets(self, rows: pl.LazyFrame, streets: Sequence[str]) -> pl.LazyFrame:
        """Exchange streets by how they compare: what was one street in two spellings stays one."""
        written = pl.coalesce(streets)
        known = rows.select(folded(written).alias("key"), written.alias("street")).drop_nulls("key")
        found = known.unique("key", keep="any").sort("key").collect(engine="streaming")
        others = self._others(found["street"], STREETS)
        other = folded(written).replace_strict(found["key"], others, default=None, return_dtype=pl.String)
        return rows.with_columns(pl.when(pl.col(c).is_not_null()).then(other).alias(c) for c in streets)

    def _others(self, known: pl.Series, kind: str) -> pl.Series:
        """Return for each value the next one in an order by lot: none keeps its own, if there are two."""
        self.exchanged[kind] += len(known) if len(known) > 1 else 0
        order = known.to_frame("was").with_row_index("n").sample(fraction=1.0, shuffle=True, seed=self._seed)
        return order.with_columns(pl.col("was").shift(1, fill_value=pl.col("was").last()).alias("new")).sort("n")["new"]

    def _texts(self, register: str, table: str) -> Iterator[tuple[str, str]]:
        proxies = self._catalogue.proxies
        for column in self._catalogue.registers[register].table(table).columns:
            for key, kind in _EXCHANGED.items():
                is_one = any(fnmatchcase(column.name.lower(), pattern.lower()) for pattern in proxies[key].columns)
                if is_one and column.lake and column.kind in _TEXT:
                    yield column.lake, kind
                    break

    def _streets(self, register: str, table: str) -> list[str]:
        """Return the columns of streets, Dutch before French, as doors compare them."""
        columns = self._catalogue.registers[register].table(table).columns
        found = [c.lake for c in columns if c.lake and c.kind in _TEXT and fnmatchcase(c.lake, _STREET)]
        return sorted(found, key=lambda name: ("_nl" not in name, name))
