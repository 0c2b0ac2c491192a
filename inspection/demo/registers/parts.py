"""A country that is invented in several parts, one after the other, so that only one of them is in memory.

A part is a country of its own, with a share of everything. Its numbers (of firms, workers, addresses, works) stand in a
lane of their own: what has place `n` in part 2 of 12 has the number `12 n + 2` of all. No two parts can meet, and the
numbers of all together run from 0 without large gaps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

_Place = TypeVar("_Place", int, npt.NDArray[np.int64], pl.Expr)


@dataclass(frozen=True)
class Part:
    """One part of several, counted from 0; the whole by default."""

    index: int = 0
    of: int = 1

    def lane(self, place: _Place) -> _Place:
        """Return the number, in the whole country, of what has this place in the part."""
        return place * self.of + self.index

    def share(self, whole: int) -> int:
        """Return how many of `whole` are this part's: the shares of all parts add up to it."""
        return whole // self.of + (self.index < whole % self.of)

    def shares(self, wanted: Mapping[str, int]) -> dict[str, int]:
        """Return this part's share of each number."""
        return {key: self.share(whole) for key, whole in wanted.items()}


WHOLE = Part()
