"""What a view is: keys, columns with what they are made of, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from inspection.targeting.frame import SignalSources


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
    read: Callable[[SignalSources], pl.DataFrame]

    def seen_by(self, reads: frozenset[str]) -> tuple[str, ...]:
        """Return the columns, keys first, that somebody sees who declared `reads`; none without the rows' own."""
        if not reads.issuperset(self.rows):
            return ()
        own = tuple(name for name, made_of in self.columns.items() if reads.issuperset(made_of))
        return (*self.keys, *own) if own or not self.columns else ()
