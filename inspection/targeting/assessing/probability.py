"""From points to a probability: the gate through which each one passes, and the arithmetic behind it.

A probability exists only where the card was calibrated on outcomes, and is of what the week serves. Before that its
base rate is a rate of controls that somebody aimed: it says how often inspectors found something where they went, and
nothing of a workplace. No column, file, screen or sheet then holds a figure that could be taken for one: points,
reasons and a place are all.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from sectors.rules.selection import Card, ObjectiveKey

STEPS = 60

Points = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]


def probability(points: Points, card: Card, objective: ObjectiveKey) -> pl.Series:
    """Return the probability of an objective for each workplace; null where the card was not calibrated for that one.

    A probability of any infringement says nothing of a serious one, and the reverse: neither stands in for the other.
    """
    if card.calibrated is None or card.objective != objective:
        return pl.Series("probability", [None] * len(points), dtype=pl.Float64)
    return pl.Series("probability", chances(points, card.base_rate, card.points_to_double), dtype=pl.Float64)


def chances(points: Points, base_rate: float, points_to_double: float) -> Chances:
    """Return the probabilities whose mean over the sector is its base rate, and that points move apart.

    Every `points_to_double` points double the odds; where the scale begins is not assumed but solved: a card can move
    workplaces apart, it cannot make the sector worse than it was measured to be.

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
    found: Chances = _logistic(slopes + (low + high) / 2)[place]
    return found


def _logistic(x: npt.NDArray[np.floating[Any]]) -> Chances:
    found: Chances = 1 / (1 + np.exp(-x))
    return found
