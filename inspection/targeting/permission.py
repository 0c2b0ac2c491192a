"""Which columns targeting may read: an allow-list from the registers' file, enforced when a column is read.

What is not in sectors/common/registers.yaml with `use: targeting` or `use: key` cannot reach a signal, whatever it is
renamed to on the way: a table is cut down to its permitted columns before anything is computed from it, and every
column that a signal's expression names must say from which of them it was made.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import polars as pl

from sectors import Catalogue, RuleFault

USES = frozenset({"targeting", "key"})


class Lake(Protocol):
    """The registers as of a day; see inspection.registers."""

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame: ...

    def snapshot(self, register: str, on: date) -> date | None: ...


def allowed_columns(catalogue: Catalogue) -> frozenset[str]:
    """Return every `register.table.column` of the lake that targeting may read; what identifies a person never is."""
    return frozenset(
        f"{register.key}.{table.name}.{column.lake}"
        for register in catalogue.registers.values()
        for table in register.tables
        for column in table.columns
        if column.lake and column.use in USES and not column.person
    )


class Permitted:
    """The lake as targeting sees it on one day."""

    def __init__(self, lake: Lake, catalogue: Catalogue, on: date) -> None:
        self._lake, self._allowed, self.on = lake, allowed_columns(catalogue), on

    def snapshot(self, register: str) -> date | None:
        """Return the day of the register's snapshot that is used, or None where there is none yet."""
        return self._lake.snapshot(register, self.on)

    def read(self, register: str, table: str, *columns: str) -> pl.LazyFrame:
        """Return the named columns of a table; raises `RuleFault` where one of them may not be used for targeting."""
        refuse({f"{register}.{table}.{c}" for c in columns} - self._allowed, f"{register}.{table}")
        return self._lake.scan(register, table, self.on).select(columns)


def check_signals(signals: Mapping[str, pl.Expr], lineage: Mapping[str, tuple[str, ...]], catalogue: Catalogue) -> None:
    """Raise `RuleFault` when an expression reads a column whose origin is not declared or not permitted.

    lineage
        Column of the wide frame to the `register.table.column` that it was made from; an empty tuple is a column of
        our own (the day, the complaints that the office kept).
    """
    allowed = allowed_columns(catalogue)
    for key, expression in signals.items():
        roots = set(expression.meta.root_names())
        refuse(roots - lineage.keys(), f"signal {key}")
        refuse({source for root in roots for source in lineage[root]} - allowed, f"signal {key}")


def refuse(columns: set[str], where: str) -> None:
    """Raise `RuleFault` if there is any column in `columns`."""
    if columns:
        raise RuleFault(
            f"Targeting may not read {', '.join(sorted(columns))}",
            where=where,
            advice="Take it out of the signal; only sectors/common/registers.yaml opens a column to targeting.",
            code="512",
        )
