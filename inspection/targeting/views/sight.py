"""What one signal sees: opaque keys and the columns that it declared. Nothing else is in its reach.

A sight holds finished frames and no lake, so there is nothing to read more from; the frames hold no name, number or
place, so there is nothing to rename. What a signal was shown is therefore what it can have read; what it asked for is
kept, so that one which declares more than it reads is told.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Self

import polars as pl

from inspection.targeting.frame import SignalSources, refuse
from inspection.targeting.views import dimona, dmfa, kbo, limosa, office, works
from inspection.targeting.views.view import View
from sectors.rules.selection import SignalInfo

VIEWS: Mapping[str, View] = MappingProxyType(
    {name: view for module in (dimona, dmfa, kbo, limosa, office, works) for name, view in module.VIEWS.items()}
)


class Sight:
    """The frames of one signal on one day.

    subjects
        One row a workplace: the keys `workplace`, `enterprise`, `establishment`, `address`, `site`.
    """

    __slots__ = ("_asked", "_declared", "_frames", "_signal", "on", "subjects")

    def __init__(
        self,
        signal: str,
        on: date,
        subjects: pl.DataFrame,
        frames: Mapping[str, pl.DataFrame],
        declared: frozenset[str],
    ) -> None:
        self.on, self.subjects = on, subjects
        self._signal, self._frames = signal, MappingProxyType(dict(frames))
        self._declared, self._asked = declared, set[str]()

    def rows(self, view: str) -> pl.DataFrame:
        """Return a view's keys with the columns that the signal declared; raises `RuleFault` where it declared none."""
        refuse(() if view in self._frames else (view,), f"signal {self._signal}")
        self._asked.add(view)
        return self._frames[view]

    @property
    def unread(self) -> frozenset[str]:
        """What the signal declares and is in no frame that it asked for."""
        return self._declared - {
            read for view in self._asked for read in VIEWS[view].behind(self._frames[view].columns)
        }


class Sights:
    """Makes the sight of each signal; a view is read once, whoever sees a part of it.

    read
        Gives a view by its name: from the registers, or from where it was put for whoever measures a part.
    """

    def __init__(self, on: date, subjects: pl.DataFrame, read: Callable[[str], pl.DataFrame]) -> None:
        self._on, self._subjects, self._how, self._read = on, subjects, read, dict[str, pl.DataFrame]()

    @classmethod
    def from_registers(cls, sources: SignalSources) -> Self:
        """Return the sights of all workplaces of the sources."""
        return cls(sources.on, sources.subjects, lambda name: VIEWS[name].made(name, sources))

    def of(self, signal: SignalInfo) -> Sight:
        """Return what one signal sees."""
        reads = frozenset(signal.reads)
        seen = {name: view.seen_by(reads) for name, view in VIEWS.items()}
        frames = {name: self._view(name).select(columns) for name, columns in seen.items() if columns}
        return Sight(signal.key, self._on, self._subjects, frames, reads)

    def _view(self, name: str) -> pl.DataFrame:
        if name not in self._read:
            self._read[name] = self._how(name)
        return self._read[name]
