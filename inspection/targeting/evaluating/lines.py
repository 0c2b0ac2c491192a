"""Lines and groups: the two ways in which chances are held against what was found, for fits and for evaluations alike.

A logistic line tells whether high and low lie as far apart as was said; groups tell how far what was said lies from
what was found.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_STEPS, _STILL = 50, 1e-10  # Newton's, and how little its last step moves
_LEAST = 1e-6  # a share of 0 or 1 has no log-odds
GROUPS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A logistic line: log-odds = level + slope × score, and the standard errors of both (robust to weights).

    other
        What a second score is multiplied by, where there is one.
    """

    level: float
    slope: float
    error: float
    level_error: float
    other: float = 0.0


def fit_line(scores: Floats, found: NDArray[np.bool_] | Floats, weight: Floats, second: Floats | None = None) -> Line:
    """Fit a logistic line by weighted Newton steps; a score that is the same everywhere has slope 0, of endless error.

    Arguments: `found` true and false, or chances; `second` another score beside it.
    """
    share = float(np.clip(np.average(found, weights=weight), _LEAST, 1 - _LEAST))
    start = math.log(share / (1 - share))
    if np.ptp(scores) == 0:
        return Line(start, 0.0, math.inf, math.inf)
    columns = [scores] if second is None or np.ptp(second) == 0 else [scores, second]
    middle, scale = np.array([one.mean() for one in columns]), np.array([one.std() for one in columns])
    design = np.column_stack([np.ones(len(scores)), (np.column_stack(columns) - middle) / scale])
    at, spread = _solved(design, np.asarray(found, dtype=np.float64), weight, start)
    slopes, back = at[1:] / scale, np.r_[1.0, -middle / scale]  # from the middle of the scores to scores of zero
    return Line(
        level=float(back @ at),
        slope=float(slopes[0]),
        error=math.sqrt(max(float(spread[1, 1]), 0.0)) / float(scale[0]),
        level_error=math.sqrt(max(float(back @ spread @ back), 0.0)),
        other=float(slopes[1]) if len(columns) > 1 else 0.0,
    )


def _solved(design: Floats, found: Floats, weight: Floats, start: float) -> tuple[Floats, Floats]:
    """Return the parameters, and their covariance by the sandwich formula."""
    at: Floats = np.r_[start, np.zeros(design.shape[1] - 1)]
    bend: Floats = np.eye(len(at))
    for _ in range(_STEPS):
        chance = _chance(design @ at)
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bend + _STILL * np.eye(len(at)), design.T @ (weight * (found - chance)))
        at = at + np.clip(step, -1, 1)
        if float(np.abs(step).max()) < _STILL:
            break
    scatter = design * (weight * (found - _chance(design @ at)))[:, None]
    inverse = np.linalg.pinv(bend)
    return at, inverse @ (scatter.T @ scatter) @ inverse


def expected_calibration_error(
    said: Floats, found: NDArray[np.bool_] | Floats, weight: Floats, groups: int = GROUPS
) -> float:
    """Return the mean distance between what was said and what was found, over groups of about equal weight."""
    return float(distances(said, found, weight[None, :], grouped(said, weight, groups), groups)[0][0])


def grouped(said: Floats, weight: Floats, groups: int) -> NDArray[np.intp]:
    """Return the group of each row, from the lowest chance on: about equal in weight, and what was said alike together.

    Equal chances in two groups would tell of the order of a table, and call its noise an error.
    """
    values, place = np.unique(said, return_inverse=True)
    mass = np.bincount(place, weight, len(values))
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    found: NDArray[np.intp] = np.minimum((middle * groups).astype(np.intp), groups - 1)[place]
    return found


def distances(
    said: Floats, found: NDArray[np.bool_] | Floats, weights: Floats, group: NDArray[np.intp], groups: int
) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
    """Return the error for each row of weights, and by group: mean said, share found, part of the weight."""
    member = (group[:, None] == np.arange(groups)).astype(np.float64)
    part = weights @ member
    safe = np.where(part > 0, part, 1.0)
    means = (weights * said) @ member / safe, (weights * found) @ member / safe
    whole = part / part.sum(axis=1, keepdims=True)
    return (whole * np.abs(means[0] - means[1])).sum(axis=1), (*means, whole)


def _chance(log_odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-log_odds))
    return chance
