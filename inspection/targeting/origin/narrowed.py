"""A lake in which there is nobody but some firms: its tables are small, and each is read once."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from inspection.targeting.frame import ReadableLake
from sectors import Catalogue


class NarrowedLake:
    """A lake, read with the rows of some enterprises and establishments only.

    A row is of the first firm that it names. Tables that name none are whole. Columns about persons are not there: no
    signal reads them.
    """

    def __init__(self, lake: ReadableLake, catalogue: Catalogue, numbers: Iterable[str]) -> None:
        self._lake, self._catalogue = lake, catalogue
        self._numbers = pl.Series(sorted(set(numbers)), dtype=pl.String)
        self._read: dict[tuple[str, str, date], pl.LazyFrame] = {}

    def snapshot(self, register: str, on: date) -> date | None:
        """Return the day of the register's snapshot."""
        return self._lake.snapshot(register, on)

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame:
        """Return the rows of a table that are of these firms, as of a day."""
        key = (register, table, on)
        if key not in self._read:
            columns = self._catalogue.registers[register].table(table).columns
            firm = next((column.lake for column in columns if column.is_firm and column.lake), None)
            open_ones = [column.lake for column in columns if column.lake and not column.person]
            rows = self._lake.scan(register, table, on).select(open_ones)
            mine = rows if firm is None else rows.filter(pl.col(firm).is_in(self._numbers.implode()))
            self._read[key] = mine.collect(engine="streaming").lazy()
        return self._read[key]
