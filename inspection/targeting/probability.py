"""From points to a probability on day one, when nothing was learnt yet."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

STEPS = 60

Points = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]


def day_one(points: Points, base_rate: float, points_to_double: float) -> Chances:
    """Return the probability of at least one infringement that follows from the sector's base rate.

    Every `points_to_double` points double the odds; where the scale begins is not assumed but solved, so that the mean
    over the sector is its base rate: a card can move workplaces apart, it cannot make the sector worse than it is known
    to be. The figure therefore depends on who else is assessed with a workplace. It is replaced by a fitted
    calibration as soon as outcomes have matured.

    base_rate in (0, 1); points_to_double above 0.
    """
    if not len(points):
        return np.empty(0)
    values, place, counts = np.unique(points, return_inverse=True, return_counts=True)
    slopes = values * (math.log(2) / points_to_double)
    low = math.log(base_rate / (1 - base_rate)) - float(slopes.max())
    high = math.log(base_rate / (1 - base_rate)) - float(slopes.min())
    for _ in range(STEPS):
        middle = (low + high) / 2
        too_low = np.average(_logistic(slopes + middle), weights=counts) < base_rate
        low, high = (middle, high) if too_low else (low, middle)
    chances: Chances = _logistic(slopes + (low + high) / 2)[place]
    return chances


def _logistic(x: npt.NDArray[np.floating[Any]]) -> Chances:
    chances: Chances = 1 / (1 + np.exp(-x))
    return chances
