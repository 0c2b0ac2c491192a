"""The arithmetic of a card: which bin a value falls in, and how many points that gives."""

import math

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.targeting.model import Reason
from sectors.rules.selection import MISSING, Bin, CardSignal


def missing_bin(signal: CardSignal) -> Bin:
    """Return the bin of a missing value; a card that names none gives no points for it."""
    return next((b for b in signal.bins if b.start is None), Bin(start=None, points=0, label=MISSING))


def below(signal: CardSignal) -> Bin:
    """Return the bin of no points under the first start, so that a reason for such a value can be read aloud too."""
    starts = [b.start for b in signal.bins if b.start is not None]
    return Bin(start=-math.inf, points=0, label=f"< {min(starts):g}" if starts else "any value")


def bin_of(signal: CardSignal, value: float | None) -> Bin:
    """Return the bin in which one value falls; a start belongs to its own bin."""
    if value is None or math.isnan(value):
        return missing_bin(signal)
    reached = [(b.start, n) for n, b in enumerate(signal.bins) if b.start is not None and b.start <= value]
    return signal.bins[max(reached)[1]] if reached else below(signal)


def points_of(signal: CardSignal, values: pl.Series) -> npt.NDArray[np.int64]:
    """Return the points of a whole column at once, by the same bins as `bin_of`."""
    named = ((b.start, b.points) for b in (below(signal), *signal.bins) if b.start is not None)
    bins = sorted(named)
    numbers = values.cast(pl.Float64).to_numpy()
    starts = np.array([start for start, _ in bins], dtype=np.float64)
    points = np.array([points for _, points in bins], dtype=np.int64)
    index = np.searchsorted(starts, numbers, side="right") - 1
    given: npt.NDArray[np.int64] = np.where(np.isnan(numbers), missing_bin(signal).points, points[index])
    return given


def reason(signal: CardSignal, value: float | None, snapshot: str) -> Reason:
    """Return one term of an assessment as data."""
    found = bin_of(signal, value)
    known = None if value is None or math.isnan(value) else value
    return Reason(signal=signal.signal, value=known, bin=found.label, points=found.points, snapshot=snapshot)
