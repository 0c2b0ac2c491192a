"""Who is better than whom: the same controls drawn again and again, for both lists alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import Any, Protocol

import numpy as np

from inspection.targeting.backtesting.figures import order_of
from inspection.targeting.backtesting.model import Compared
from inspection.targeting.learning import Numbers, auc

_ENDS = (2.5, 97.5)


class Judged(Protocol):
    """A window: what was found, how many visits could be made, and each scorer's scores."""

    @property
    def found(self) -> Any: ...
    @property
    def capacity(self) -> int: ...
    @property
    def scores(self) -> Mapping[str, Numbers]: ...


def compared(windows: Sequence[Judged], names: Sequence[str], seed: int, repeats: int) -> tuple[Compared, ...]:
    """Compare each scorer with each other by AUC and precision, over the windows in which both had been taught.

    A window's controls are drawn again with replacement, the same draw for both: what differs is the lists' doing.
    """
    drawn = [_draws(window, seed + n, repeats) for n, window in enumerate(windows)]
    figures: dict[str, Callable[[Judged, str, Numbers], float]] = {"auc": _auc, "precision": _precision}
    told: list[Compared] = []
    for figure, of in figures.items():
        each = {
            (name, n): np.array([of(window, name, counts) for counts in drawn[n]])
            for n, window in enumerate(windows)
            for name in window.scores
            if len(window.found)
        }
        for better, than in permutations(names, 2):
            both = [n for n in range(len(windows)) if (better, n) in each and (than, n) in each]
            if both:
                told.append(_difference(better, than, figure, both, each, [len(w.found) for w in windows]))
    return tuple(told)


def _draws(window: Judged, seed: int, repeats: int) -> list[Numbers]:
    """Return how often each control is there: once each in the first, which gives the figure itself."""
    size = len(window.found)
    lots = np.random.default_rng(seed)
    again = [np.bincount(lots.integers(0, size, size), minlength=size).astype(np.float64) for _ in range(repeats)]
    return [np.ones(size), *again] if size else []


def _auc(window: Judged, name: str, counts: Numbers) -> float:
    return auc(window.scores[name], window.found, counts)


def _precision(window: Judged, name: str, counts: Numbers) -> float:
    """Return the part with a finding at the head, of as many visits as capacity allows among those drawn."""
    order = order_of(window.scores[name], 0)
    room = np.clip(window.capacity - (np.cumsum(counts[order]) - counts[order]), 0, counts[order])
    return float(room @ window.found[order] / room.sum())


def _difference(
    better: str,
    than: str,
    figure: str,
    both: Sequence[int],
    each: Mapping[tuple[str, int], Numbers],
    sizes: Sequence[int],
) -> Compared:
    weight = np.array([sizes[n] for n in both], dtype=np.float64)
    gaps = np.array([each[better, n] - each[than, n] for n in both])
    mean = weight @ gaps / weight.sum()
    low, high = np.nanpercentile(mean[1:], _ENDS) if len(mean) > 1 else (np.nan, np.nan)
    return Compared(
        better=better,
        than=than,
        figure=figure,
        difference=round(float(mean[0]), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
    )
