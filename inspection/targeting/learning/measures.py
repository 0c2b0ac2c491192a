"""How well scores tell apart: area under the curve, also within a group; log loss; the size that weights leave."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.integer[Any]]

Z95 = 1.959963984540054  # half-width of a 95 % interval, in standard errors
_HALF = 0.5  # a tie counts half
_LEAST_CHANCE = 1e-12  # keeps a logarithm finite


def auc(scores: Numbers, found: Bools, weight: Numbers | None = None, group: Codes | None = None) -> float:
    """Return the chance that a row with a finding scores above one without, ties counted half; nan where there is none.

    group
        Compare within a group only (an inspector): who finds much is then no merit of the score.
    """
    size = len(scores)
    weights = np.ones(size) if weight is None else weight
    groups = np.zeros(size, dtype=np.int64) if group is None else group
    if not size:
        return float("nan")
    order = np.lexsort((scores, groups))
    score, found, weights, groups = scores[order], found[order], weights[order], groups[order]
    new_group = np.r_[True, groups[1:] != groups[:-1]]
    ties = np.flatnonzero(new_group | np.r_[True, score[1:] != score[:-1]])
    with_it, without = _sums(np.where(found, weights, 0.0), ties), _sums(np.where(found, 0.0, weights), ties)
    of = np.cumsum(new_group)[ties] - 1
    before = np.cumsum(without) - without
    below = before - before[np.searchsorted(of, of)]  # what lies below in the same group
    pairs = float(np.bincount(of, with_it) @ np.bincount(of, without))
    return float(with_it @ (below + _HALF * without)) / pairs if pairs else float("nan")


def auc_interval(found: Bools, value: float) -> tuple[float, float]:
    """Return the interval of 95 % of an unweighted area (Hanley and McNeil)."""
    n, m = int(found.sum()), int((~found).sum())
    if not n or not m or np.isnan(value):
        return float("nan"), float("nan")
    q1, q2 = value / (2 - value), 2 * value * value / (1 + value)
    spread = (value * (1 - value) + (n - 1) * (q1 - value * value) + (m - 1) * (q2 - value * value)) / (n * m)
    half = Z95 * float(np.sqrt(max(spread, 0.0)))
    return value - half, value + half


def log_loss(chance: Numbers, found: Bools, weight: Numbers | None = None) -> float:
    """Return the mean of minus the logarithm of the chance that was given to what happened."""
    given = np.clip(np.where(found, chance, 1 - chance), _LEAST_CHANCE, 1)
    return float(np.average(-np.log(given), weights=weight))


def effective(weight: Numbers) -> float:
    """Return how many rows of equal weight would say as much (Kish)."""
    return float(weight.sum() ** 2 / (weight @ weight)) if len(weight) else 0.0


def logistic(log_odds: Numbers) -> Numbers:
    """Return the chance of log-odds."""
    found: Numbers = 1 / (1 + np.exp(-log_odds))
    return found


def _sums(values: Numbers, starts: npt.NDArray[np.int64]) -> Numbers:
    found: Numbers = np.add.reduceat(values, starts)
    return found
