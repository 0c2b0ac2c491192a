"""The order of one table of a page that has several: it stands in the address, so that Back, F5 and a link keep it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from dashboards.office.asking import Asked

Row = TypeVar("Row")
_NAME = "sort"
_PASSING = (_NAME, "told")  # of an address: what the table decides anew, and what was told once


@dataclass(frozen=True)
class Sorting:
    """By which columns a table can be sorted, and by which it is: `?sort=late.office`, downwards `?sort=-late.office`.

    path
        The address of the page, without what is asked of it.
    table
        The id of the table, of which each page has one.
    orders
        By column what its rows are sorted by; without any in the address the rows stay as they come.
    kept
        What else stands in its addresses, but what is empty; None for what the page itself was asked. A page that is
        drawn again after a form was asked nothing, and says it here.
    """

    asked: Asked
    path: str
    table: str
    orders: Mapping[str, Callable[[Any], Any]]
    kept: Mapping[str, object] | None = None

    @property
    def wanted(self) -> str:
        """What the address asks of this table, "" where it names no column of it."""
        said = self.asked.query(_NAME)
        table, _, column = said.removeprefix("-").partition(".")
        return said if table == self.table and column in self.orders else ""

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """Return rows in the order that the address asks for, else as they come; rows without a value come last."""
        every, wanted = list(rows), self.wanted
        if not wanted:
            return every
        by = self.orders[wanted.partition(".")[2]]
        with_value = [one for one in every if by(one) not in (None, "")]
        with_value.sort(key=by, reverse=wanted.startswith("-"))
        return [*with_value, *(one for one in every if by(one) in (None, ""))]

    def address(self, column: str) -> str:
        """Return the address that sorts by a column: upwards, and downwards where it is sorted upwards."""
        name = f"{self.table}.{column}"
        around = self.asked.request.query_params if self.kept is None else self.kept
        kept = {key: value for key, value in around.items() if key not in _PASSING and value not in (None, "")}
        return f"{self.path}?{urlencode({**kept, _NAME: f'-{name}' if self.wanted == name else name})}#{self.table}"

    def sorted(self, column: str) -> str:
        """Return how a column is sorted, as a page says it to who hears it: "ascending", "descending" or ""."""
        if self.wanted.removeprefix("-") != f"{self.table}.{column}":
            return ""
        return "descending" if self.wanted.startswith("-") else "ascending"
