"""Where the steps of a signal begin: the card author's, else a small weighted tree over round numbers.

The tree splits what was found minus what the inspector, the team and the kind of control let one expect, so that a step
tells of workplaces and not of who went there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inspection.targeting.learning.measures import Codes, Numbers, effective

_CELLS = 64  # quantiles that a tree may split between: enough for eight steps, and nothing to compute
_DIGITS = 2  # a start is read aloud
_LEAST_GAIN = 6.0  # chi-square of the best of many splits that chance seldom reaches

Starts = tuple[float, ...]


def tree_starts(values: Numbers, residual: Numbers, weight: Numbers, most_bins: int, least_share: float) -> Starts:
    """Return where steps begin after the first one, rising; none where the signal tells nothing apart.

    residual
        Found minus expected, in [-1, 1]; missing values are left aside, they are a step of their own.
    """
    is_there = ~np.isnan(values)
    values, residual, weight = values[is_there], residual[is_there], weight[is_there]
    edges = round_quantiles(values)
    if len(edges) == 0 or most_bins < 2:
        return ()
    cell = np.searchsorted(edges, values, side="right")
    mass = np.bincount(cell, weight, len(edges) + 1)
    mean = np.divide(
        np.bincount(cell, weight * residual, len(edges) + 1), mass, where=mass > 0, out=np.zeros(len(mass))
    )
    noise = float(np.average(residual**2, weights=weight)) / max(effective(weight), 1.0)
    return _split(edges, mass, mean, most_bins, least_share, noise * _LEAST_GAIN)


def _split(
    edges: Numbers, mass: Numbers, mean: Numbers, most_bins: int, least_share: float, least_gain: float
) -> Starts:
    from sklearn.tree import DecisionTreeRegressor  # not before something is fitted: it takes seconds

    tree = DecisionTreeRegressor(
        max_leaf_nodes=most_bins, min_weight_fraction_leaf=least_share, min_impurity_decrease=least_gain
    )
    places = np.arange(len(mass), dtype=np.float64)[:, None]
    kept = mass > 0
    found = tree.fit(places[kept], mean[kept], sample_weight=mass[kept]).tree_
    splits = found.threshold[found.children_left >= 0]
    return tuple(sorted(float(edges[math.floor(place)]) for place in splits))


def round_quantiles(values: Numbers) -> Numbers:
    """Return rising round numbers between which a signal may be split; a value that equals one lies above it."""
    if not len(values):
        return np.empty(0)
    found = np.unique(np.quantile(values, np.linspace(0, 1, _CELLS + 1)[1:-1], method="higher"))
    edges = np.unique([_rounded(float(one)) for one in found])
    inside: Numbers = edges[(edges > values.min()) & (edges <= values.max())]
    return inside


def _rounded(number: float) -> float:
    if number == 0 or not math.isfinite(number):
        return number
    return round(number, _DIGITS - 1 - math.floor(math.log10(abs(number))))


def coded(values: Numbers, starts: Sequence[float]) -> npt.NDArray[np.int64]:
    """Return the step of each value: 0 is missing, 1 lies below the first start, and so on."""
    found = np.searchsorted(np.asarray(starts, dtype=np.float64), values, side="right") + 1
    steps: npt.NDArray[np.int64] = np.where(np.isnan(values), 0, found)
    return steps


def masses(codes: Codes, weight: Numbers, steps: int) -> Numbers:
    """Return the weight of each step."""
    found: Numbers = np.bincount(codes, weight, steps).astype(np.float64)
    return found
