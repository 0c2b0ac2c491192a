"""What a view is: keys, columns with what they are made of, and how it is read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import polars as pl

from inspection.targeting.frame import Reading, SignalSources, refuse


@dataclass(frozen=True, kw_only=True)
class View:
    """A frame that signals may be shown a part of.

    keys
        Its opaque keys, shown to whoever sees it.
    columns
        Its further columns, each with the `register.table.column` that it is made of.
    rows
        What decides which rows there are: who has not declared all of these does not see the view.
    """

    keys: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    rows: tuple[str, ...]
    read: Callable[[Reading], pl.DataFrame]

    @property
    def made_of(self) -> frozenset[str]:
        """All that it is made of: the columns of the lake behind its rows and its columns."""
        return self.behind(self.columns.keys())

    def made(self, name: str, sources: SignalSources) -> pl.DataFrame:
        """Make it: of what it declares, no more and no less, and with opaque keys; raises `RuleFault` else."""
        reading = Reading(sources, name, self.made_of)
        rows = reading.compared(self.read(reading))
        refuse([key for key in self.keys if rows.schema[key] != pl.UInt32], f"view {name}, as a key")
        return rows.select(*self.keys, *self.columns)

    def behind(self, columns: Collection[str]) -> frozenset[str]:
        """Return what some of its columns, and its rows, are made of."""
        return frozenset((*self.rows, *(read for name in columns for read in self.columns.get(name, ()))))

    def seen_by(self, reads: frozenset[str]) -> tuple[str, ...]:
        """Return the columns, keys first, that somebody sees who declared `reads`; none without the rows' own."""
        if not reads.issuperset(self.rows):
            return ()
        own = tuple(name for name, made_of in self.columns.items() if reads.issuperset(made_of))
        return (*self.keys, *own) if own or not self.columns else ()
