"""What every road server can do for us, whatever it speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from inspection.planning.problem import Point
from inspection.planning.roads.asking import malformed
from inspection.road_settings import RoadSettings

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Which server it is, and which map it has.

    version
        As it stands in a plan; two editions that differ in anything that the server tells have different ones.
    map_day
        The day of its map, None where the server does not tell: then nothing it answers is kept on disk, since nobody
        could say when to throw it away.
    """

    version: str
    map_day: date | None
    is_known: bool


class RoadServer(Protocol):
    """A server of travel times by road."""

    settings: RoadSettings

    def edition(self) -> Edition:
        """Ask which server and map it is."""
        ...

    def seconds(self, sources: Sequence[Point], targets: Sequence[Point]) -> Floats:
        """Ask for the (sources, targets) seconds of one block; inf where there is no way."""
        ...


def numbers(settings: RoadSettings, rows: object, shape: tuple[int, int]) -> Floats:
    """Return a table of the answer as an array: null is inf, and anything else than seconds of that shape refused."""
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == shape[1] for row in rows):
        raise malformed(settings, "answers no table")
    if not all(cell is None or type(cell) in (int, float) for row in rows for cell in row):
        raise malformed(settings, "answers a table that holds more than numbers")
    try:
        made = np.array([[np.inf if cell is None else cell for cell in row] for row in rows], dtype=np.float64)
    except OverflowError:
        raise malformed(settings, "answers numbers that nobody can drive") from None
    made = made.reshape(len(rows), shape[1])
    if made.shape != shape or np.isnan(made).any() or (made < 0).any():
        raise malformed(settings, "answers a table of another size, or holding no seconds")
    return made
