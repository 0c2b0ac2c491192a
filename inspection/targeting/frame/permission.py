"""What targeting may read of the lake at all, and what a signal gets to see of it.

Two doors stand behind each other. What frames for signals are made from is neither more than what is open to targeting,
a key or a place (`Permitted`); and a signal is handed frames of opaque keys and of the columns that it declares in
sectors/common/signals.yaml, so that there is nothing else in its reach (`inspection.targeting.views.sight`).
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Protocol

import polars as pl

from sectors import reader
from sectors.reader import RuleFault

if TYPE_CHECKING:
    from sectors import Catalogue

USES = frozenset({"targeting", "key", "place"})


class ReadableLake(Protocol):
    """The registers as of a day; see inspection.registers."""

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame: ...

    def snapshot(self, register: str, on: date) -> date | None: ...


def allowed_columns(catalogue: "Catalogue") -> frozenset[str]:
    """Return every `register.table.column` that may be read to make the frames of signals; never what is a person's.

    Of a register that serves controls only there is nothing: not even whether somebody or some firm is in it.
    """
    return frozenset(
        f"{register.key}.{table.name}.{column.lake}"
        for register in catalogue.registers.values()
        if register.is_for_targeting
        for table in register.tables
        for column in table.columns
        if column.lake and column.use in USES and not column.person
    )


class Permitted:
    """The lake as targeting sees it on one day."""

    def __init__(self, lake: ReadableLake, catalogue: "Catalogue", on: date) -> None:
        self._lake, self._allowed, self.on = lake, allowed_columns(catalogue), on

    def snapshot(self, register: str) -> date | None:
        """Return the day of the register's snapshot that is used, or None where there is none yet."""
        return self._lake.snapshot(register, self.on)

    def read(self, register: str, table: str, *columns: str) -> pl.LazyFrame:
        """Return the named columns of a table; raises `RuleFault` where one of them may not be used for targeting."""
        refuse({f"{register}.{table}.{c}" for c in columns} - self._allowed, f"{register}.{table}")
        return self._lake.scan(register, table, self.on).select(columns)


def check_signals(measured: Collection[str], catalogue: "Catalogue") -> None:
    """Raise `RuleFault` where the rules of the day let a signal read too much, or describe one that nobody measures.

    measured
        Keys of the signals that there is a function for.
    """
    for signal in catalogue.signals.values():
        reader.check_signal(signal, catalogue, f"rules of {catalogue.day.isoformat()}")
    lacking = sorted(catalogue.signals.keys() ^ set(measured))
    if lacking:
        raise RuleFault("RULE-513", signals=", ".join(lacking))


def refuse(columns: Collection[str], where: str) -> None:
    """Raise `RuleFault` if there is any column in `columns`."""
    if columns:
        raise forbidden(columns, where)


def forbidden(columns: Collection[str], where: str) -> RuleFault:
    """Return the error that names columns which no signal may read; to be raised."""
    return RuleFault("RULE-512", columns=", ".join(sorted(columns)), where=where)
