"""The additive fit: what each step of each signal does to the log-odds, with inspector and kind of control taken out.

A penalised logistic regression on sparse columns of ones, one a step and one a level of each nuisance. The nuisance has
a looser penalty of its own, and is thrown away when the fit is done: nobody can read from a card who is strict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.targeting.learning.binning import Starts, coded, masses, tree_starts
from inspection.targeting.learning.measures import Codes, Numbers, log_loss, logistic
from inspection.targeting.learning.model import CardLimits, Rises
from inspection.targeting.learning.rows import Rows, matrix

SPREADS = (0.15, 0.4, 1.0)  # how far steps may lie apart, as standard deviations of log-odds; the data choose
_NUISANCE_SPREAD = 1.5  # inspectors differ more than steps do (targeting.md: 2.5 % to 41 %)
_ROUNDS = 6  # of pooling steps that go the wrong way
_TRIED = 40_000  # rows on which the spread is chosen
_HELD_BACK = 4  # the last quarter judges it
_TOLERANCE, _MOST_STEPS = 1e-4, 300


@dataclass(frozen=True, kw_only=True)
class Steps:
    """One signal: where its steps begin after the first, and what each gives; `log_odds[0]` is of a missing value."""

    signal: str
    starts: Starts
    log_odds: Numbers = field(repr=False)

    def of(self, values: Numbers) -> Numbers:
        """Return what each value gives."""
        given: Numbers = self.log_odds[coded(values, self.starts)]
        return given


@dataclass(frozen=True, kw_only=True)
class Additive:
    """The signals' part of a fit. `level` is the intercept at the mean of the nuisance, for charts and tests."""

    steps: tuple[Steps, ...]
    level: float

    def score(self, frame: pl.DataFrame) -> Numbers:
        """Return the sum of log-odds of each row of a frame that has the signals."""
        return self.of(matrix(frame, [one.signal for one in self.steps]))

    def of(self, values: Numbers) -> Numbers:
        """Return the sum of log-odds of each row of an array, its columns in the order of the steps."""
        total = np.zeros(len(values))
        for place, one in enumerate(self.steps):
            total += one.of(values[:, place])
        return total


def fit_additive(
    rows: Rows,
    limits: CardLimits,
    monotone: Mapping[str, Rises],
    bins: Mapping[str, Starts],
    spread: float,
) -> Additive:
    """Fit all signals at once; steps that go the wrong way are pooled with their neighbours, and all is fitted again."""
    starts = starts_of(rows, limits, bins)
    for _ in range(_ROUNDS):
        codes = [coded(rows.values[:, n], starts[signal]) for n, signal in enumerate(rows.signals)]
        sizes = [len(starts[signal]) + 2 for signal in rows.signals]
        found, level, _ = _logistic(rows, codes, sizes, spread)
        mass = [masses(code, rows.even, size) for code, size in zip(codes, sizes, strict=True)]
        pooled = {
            signal: _pooled(starts[signal], found[n][1:], mass[n][1:], monotone.get(signal))
            for n, signal in enumerate(rows.signals)
        }
        if pooled == starts:
            break
        starts = pooled
    steps = tuple(
        Steps(signal=signal, starts=starts[signal], log_odds=_filled(found[n], mass[n]))
        for n, signal in enumerate(rows.signals)
    )
    return Additive(steps=steps, level=level)


def starts_of(rows: Rows, limits: CardLimits, bins: Mapping[str, Starts]) -> dict[str, Starts]:
    """Return where the steps of each signal begin: as its author said, else by a tree."""
    residual = rows.found - expected(rows)
    return {
        signal: tuple(bins[signal])
        if signal in bins
        else tree_starts(rows.values[:, n], residual, rows.even, limits.most_bins, limits.least_bin_share)
        for n, signal in enumerate(rows.signals)
    }


def expected(rows: Rows) -> Numbers:
    """Return the chance of a finding by inspector, team and kind of control alone."""
    _, _, chance = _logistic(rows, [], [], _NUISANCE_SPREAD)
    return chance


def choose_spread(rows: Rows, limits: CardLimits, bins: Mapping[str, Starts]) -> float:
    """Return how loose the penalty may be: what is best on the last quarter after a fit on the rest."""
    late = rows.where(slice(max(0, len(rows) - _TRIED), None))
    cut = len(late) - len(late) // _HELD_BACK
    before, after = late.where(slice(0, cut)), late.where(slice(cut, None))
    if not 0 < before.found.sum() < len(before) or not len(after):
        return SPREADS[0]
    starts = starts_of(before, limits, bins)
    codes = [coded(late.values[:, n], starts[signal]) for n, signal in enumerate(rows.signals)]
    sizes = [len(starts[signal]) + 2 for signal in rows.signals]
    losses = {}
    for spread in SPREADS:
        _, _, chance = _logistic(before, [code[:cut] for code in codes], sizes, spread, (late, codes))
        losses[spread] = log_loss(chance[cut:], after.found, after.even)
    return min(losses, key=losses.__getitem__)


def _logistic(
    rows: Rows,
    codes: Sequence[Codes],
    sizes: Sequence[int],
    spread: float,
    of: tuple[Rows, Sequence[Codes]] | None = None,
) -> tuple[list[Numbers], float, Numbers]:
    """Return what each step gives, the level, and the chance of each row (of other rows: `of`).

    One penalty serves all columns: those of the nuisance hold more than one, as if their spread were wider.
    """
    from sklearn.linear_model import LogisticRegression  # not before something is fitted: it takes seconds

    wide = _NUISANCE_SPREAD / spread
    design = _design(codes, sizes, rows.nuisance, rows.levels, wide)
    model = LogisticRegression(C=spread * spread, tol=_TOLERANCE, max_iter=_MOST_STEPS)
    if not 0 < rows.found.sum() < len(rows):
        return [np.zeros(size) for size in sizes], 0.0, np.full(len(rows), rows.found.mean())
    if design.shape[1] == 0:
        share = float(np.average(rows.found, weights=rows.even))
        return [], float(np.log(share / (1 - share))), np.full(len(rows), share)
    model.fit(design, rows.found, sample_weight=rows.even)
    weights, ends = model.coef_[0], np.cumsum(sizes)
    shown = design if of is None else _design(of[1], sizes, of[0].nuisance, of[0].levels, wide)
    signal_part = sum(sizes)
    mean_nuisance = float(np.average(design[:, signal_part:] @ weights[signal_part:], weights=rows.even))
    steps = [weights[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    return steps, float(model.intercept_[0]) + mean_nuisance, logistic(shown @ weights + model.intercept_[0])


def _design(codes: Sequence[Codes], sizes: Sequence[int], nuisance: Codes, levels: Sequence[int], wide: float) -> Any:
    from scipy.sparse import csr_matrix

    rows = len(nuisance)
    columns = [*codes, *nuisance.T]
    offsets = np.cumsum([0, *sizes, *levels])
    if not columns:
        return csr_matrix((rows, 0))
    places = np.column_stack([code + offset for code, offset in zip(columns, offsets, strict=False)]).astype(np.int32)
    values = np.r_[np.ones(len(codes)), np.full(nuisance.shape[1], wide)]
    ends = np.arange(rows + 1, dtype=np.int32) * len(columns)
    return csr_matrix((np.tile(values, rows), places.ravel(), ends), shape=(rows, int(offsets[-1])))


def _pooled(starts: Starts, log_odds: Numbers, mass: Numbers, way: Rises | None) -> Starts:
    """Drop the starts of steps that go the wrong way, or that hold nothing."""
    kept = [start for start, weight in zip(starts, mass[1:], strict=True) if weight > 0]
    if len(kept) < len(starts) or way is None:
        return tuple(kept)
    from sklearn.isotonic import isotonic_regression

    even = isotonic_regression(log_odds, sample_weight=np.maximum(mass, 1e-9), increasing=way == "rises")
    return tuple(start for start, (a, b) in zip(starts, pairwise(even), strict=True) if a != b)


def _filled(log_odds: Numbers, mass: Numbers) -> Numbers:
    """Give a step that nobody was in what the mean of the others gives: it speaks neither for nor against."""
    mean = float(np.average(log_odds, weights=mass)) if mass.sum() else 0.0
    filled: npt.NDArray[np.float64] = np.where(mass > 0, log_odds, mean)
    return filled
