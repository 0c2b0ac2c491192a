"""Tables of seconds by place: packed coordinates, what one table knows of another, and which blocks are left to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inspection.planning.problem import Point

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def keys_of(points: Sequence[Point], decimals: int) -> Keys:
    """Return one whole number a point: its degrees rounded to `decimals`, longitude in the upper half."""
    scale = 10**decimals
    degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2) + np.array([180.0, 90.0])
    lon, lat = np.rint(degrees * scale).astype(np.int64).T
    return np.asarray(lon << 32 | lat, dtype=np.int64)


def points_of(keys: Keys, decimals: int) -> list[Point]:
    """Return the rounded points that the keys stand for."""
    scale = 10**decimals
    lon, lat = (keys >> 32) - 180 * scale, (keys & 0xFFFFFFFF) - 90 * scale
    return list(zip((lon / scale).tolist(), (lat / scale).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Table:
    """Seconds from place to place; `keys` ascend, and `seconds` holds nan where nobody asked yet."""

    keys: Keys
    seconds: Floats

    @classmethod
    def empty(cls, keys: Keys) -> "Table":
        """Return a table of which only the way from each place to itself is known."""
        seconds = np.full((keys.size, keys.size), np.nan)
        np.fill_diagonal(seconds, 0.0)
        return cls(keys, seconds)

    @property
    def missing(self) -> Bools:
        """Which ways nobody asked yet."""
        return np.isnan(self.seconds)

    def places(self, keys: Keys) -> tuple[npt.NDArray[np.intp], Bools]:
        """Return where the keys stand in this table, and which of them do."""
        if not self.keys.size:
            return np.zeros(keys.size, dtype=np.intp), np.zeros(keys.size, dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return at, np.asarray(self.keys[at] == keys)

    def take(self, other: "Table") -> None:
        """Fill in what another table knows and this one does not."""
        at, both = other.places(self.keys)
        if both.sum() < 2:
            return
        mine = np.ix_(both, both)
        known = self.seconds[mine]
        self.seconds[mine] = np.where(np.isnan(known), other.seconds[np.ix_(at[both], at[both])], known)


def blocks(missing: Bools, size: int) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Yield the rows and columns of blocks, at most `size` of each, that together cover what is missing.

    Rows that miss most come first: a few new places among many known ones then cost their own rows and columns only.
    """
    rows = np.flatnonzero(missing.any(axis=1))
    rows = rows[np.argsort(-missing[rows].sum(axis=1), kind="stable")]
    for first in range(0, rows.size, size):
        some = rows[first : first + size]
        columns = np.flatnonzero(missing[some].any(axis=0))
        for left in range(0, columns.size, size):
            yield some, columns[left : left + size]
