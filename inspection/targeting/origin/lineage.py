"""Of what each column of a view is made: found by turning one column of the lake round and looking what changes.

What a view declares says what signals are let to see of it. So the declaration is tried on values: a column that
changes with a column of the lake that it does not name lies.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from inspection.targeting.frame import Permitted, ReadableLake, SignalSources, refuse
from inspection.targeting.views import VIEWS, View
from sectors import Catalogue

Lineage = Mapping[str, Mapping[str, frozenset[str]]]


def lineage(lake: ReadableLake, catalogue: Catalogue, sources: SignalSources) -> Lineage:
    """Return view to column to the columns of the lake that it was seen to follow.

    Columns of which every row of the lake says the same cannot be seen to matter: what is found is the least.
    """
    return {name: _of_view(name, view, lake, catalogue, sources) for name, view in VIEWS.items()}


def check_lineage(lake: ReadableLake, catalogue: Catalogue, sources: SignalSources) -> None:
    """Raise `RuleFault` where a column of a view follows something that it does not declare."""
    for name, columns in lineage(lake, catalogue, sources).items():
        for column, made_of in columns.items():
            declared = VIEWS[name].behind((column,))
            refuse(made_of - declared, f"view {name}, column {column}")


def _of_view(
    name: str, view: View, lake: ReadableLake, catalogue: Catalogue, sources: SignalSources
) -> dict[str, frozenset[str]]:
    before = view.made(name, sources)
    found: dict[str, set[str]] = {column: set() for column in view.columns}
    for read in sorted(view.made_of):
        register, table, column = read.split(".")
        turned = Permitted(_Turned(lake, register, table, column), catalogue, sources.on)
        after = view.made(name, replace(sources, permitted=turned))
        for own, seen in found.items():
            if not _same(before, after, own, view.keys):
                seen.add(read)
    return {column: frozenset(seen) for column, seen in found.items()}


def _same(before: pl.DataFrame, after: pl.DataFrame, column: str, keys: tuple[str, ...]) -> bool:
    one, two = (rows.select(*keys, column).sort(*keys, column, nulls_last=True) for rows in (before, after))
    return one.equals(two, null_equal=True)


class _Turned:
    """A lake in which one column of one table stands upside down."""

    def __init__(self, lake: ReadableLake, register: str, table: str, column: str) -> None:
        self._lake, self._where, self._column = lake, (register, table), column

    def snapshot(self, register: str, on: date) -> date | None:
        return self._lake.snapshot(register, on)

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame:
        rows = self._lake.scan(register, table, on)
        return rows.with_columns(pl.col(self._column).reverse()) if (register, table) == self._where else rows
