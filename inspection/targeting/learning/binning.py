"""Where the steps of a signal begin: the card author's, else the few that say best what its curve says.

Cells begin at round numbers, so that a step can be read aloud.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from inspection.targeting.learning.measures import Codes, Numbers

CELLS = 32  # fine cells of a signal: three or four times the steps that a card shows
_DIGITS = 2

Starts = tuple[float, ...]


def round_quantiles(values: Numbers) -> Numbers:
    """Return rising round numbers at which cells of about equal size begin, after the first cell."""
    there = values[~np.isnan(values)]
    if not len(there):
        return np.empty(0)
    found = np.unique(np.quantile(there, np.linspace(0, 1, CELLS + 1)[1:-1], method="higher"))
    edges = np.unique([_rounded(float(one)) for one in found])
    inside: Numbers = edges[(edges > there.min()) & (edges <= there.max())]
    return inside


def _rounded(number: float) -> float:
    if number == 0 or not math.isfinite(number):
        return number
    return round(number, _DIGITS - 1 - math.floor(math.log10(abs(number))))


def best_starts(
    edges: Numbers, curve: Numbers, mass: Numbers, most_bins: int, least_share: float, enough: float
) -> Starts:
    """Return where steps begin after the first: the division of a curve that leaves least unsaid (squares, by weight).

    Every number of steps is tried from one up; the first that leaves no more than `enough` unsaid is taken. A step holds `least_share` of the
    weight at least; where that cannot be, there is one step.
    """
    cells, whole = len(curve), float(mass.sum())
    sums = [np.r_[0.0, np.cumsum(part)] for part in (mass, mass * curve, mass * curve * curve)]

    def unsaid(a: int, b: Numbers | int) -> Any:
        weight, first, second = (part[b] - part[a] for part in sums)
        return np.where(weight >= least_share * whole, second - first * first / np.maximum(weight, 1e-300), np.inf)

    ends = np.arange(1, cells + 1)
    left = unsaid(0, ends)
    cuts: list[npt.NDArray[np.int64]] = []
    best, steps = float(left[-1]), 1
    while steps < most_bins and best > enough and np.isfinite(best):
        more = np.full(cells, np.inf)
        from_ = np.zeros(cells, dtype=np.int64)
        for end in range(1, cells):
            with_cut = left[:end] + [float(unsaid(cut, end + 1)) for cut in range(1, end + 1)]
            from_[end] = int(np.argmin(with_cut)) + 1
            more[end] = with_cut[from_[end] - 1]
        if not more[-1] < best:
            break
        cuts.append(from_)
        left, best, steps = more, float(more[-1]), steps + 1
    return _traced(edges, cuts)


def _traced(edges: Numbers, cuts: Sequence[npt.NDArray[np.int64]]) -> Starts:
    found, end = [], len(edges)
    for from_ in reversed(cuts):
        cut = int(from_[end])
        found.append(float(edges[cut - 1]))
        end = cut - 1
    return tuple(sorted(found))


def coded(values: Numbers, starts: Sequence[float] | Numbers) -> npt.NDArray[np.int64]:
    """Return the step of each value: 0 is missing, 1 lies below the first start, and so on."""
    found = np.searchsorted(np.asarray(starts, dtype=np.float64), values, side="right") + 1
    steps: npt.NDArray[np.int64] = np.where(np.isnan(values), 0, found)
    return steps


def masses(codes: Codes, weight: Numbers, steps: int) -> Numbers:
    """Return the weight of each step."""
    found: Numbers = np.bincount(codes, weight, steps).astype(np.float64)
    return found
