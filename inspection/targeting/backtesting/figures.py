"""The figures of one list of one window: what lies at its head, how early findings come, how true its chances are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inspection.targeting.backtesting.model import Measured
from inspection.targeting.evaluating import expected_calibration_error, fit_line
from inspection.targeting.learning import Numbers, auc

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_EDGE = 1e-6


def order_of(scores: Numbers, seed: int) -> Ints:
    """Return rows from the head of the list down; a tie is drawn by lot, not by the order of the table."""
    lot = np.random.default_rng(seed).random(len(scores))
    found: Ints = np.lexsort((lot, -scores))
    return found


def measured(
    scores: Numbers,
    found: Bools,
    day: Ints,
    capacity: int,
    seed: int,
    inspector: Ints | None,
    chance: Numbers | None,
    stands_for: Numbers,
    same: float | None,
) -> Measured:
    """Return the figures of one scorer in one window.

    capacity
        Visits that could have been made.
    stands_for
        Inverse inclusion of each row: calibration is of everybody who could have been visited.
    """
    order = order_of(scores, seed)
    head = found[order[:capacity]]
    line = None if chance is None else fit_line(_odds(chance), found, stands_for)
    return Measured(
        controls=len(found),
        found=int(found.sum()),
        precision=float(head.mean()) if len(head) else None,
        recall=float(head.sum() / found.sum()) if found.any() else None,
        auc=_or_none(auc(scores, found)),
        auc_within=None if inspector is None else _or_none(auc(scores, found, group=inspector)),
        ndcg=_ndcg(found[order]),
        days_earlier=_days_earlier(order, found, day),
        ece=None if chance is None else expected_calibration_error(chance, found, stands_for),
        slope=None if line is None else line.slope,
        same=same,
    )


def jaccard(first: Ints, second: Ints) -> float | None:
    """Return the part of two heads of a list that both name."""
    either = np.union1d(first, second)
    return float(len(np.intersect1d(first, second)) / len(either)) if len(either) else None


def _ndcg(found: Bools) -> float | None:
    if not found.any():
        return None
    worth = 1 / np.log2(np.arange(len(found)) + 2)
    return float(worth[found].sum() / worth[: int(found.sum())].sum())


def _days_earlier(order: Ints, found: Bools, day: Ints) -> float | None:
    """Return by how many days findings come earlier: the days of the visits stay, their order is the list's."""
    if not found.any():
        return None
    moved = np.empty(len(day), dtype=np.int64)
    moved[order] = np.sort(day)
    return float((day - moved)[found].mean())


def _odds(chance: Numbers) -> Numbers:
    kept = np.clip(chance, _EDGE, 1 - _EDGE)
    found: Numbers = np.log(kept / (1 - kept))
    return found


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
