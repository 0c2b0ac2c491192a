"""The additive fit: what each step of each signal does to the log-odds, with inspector and kind of control taken out.

A step gives the mean of the signal's curve over it. Fitting the steps anew instead tells less: steps that were chosen
because they look far apart are then believed (docs/explanation/how-a-card-is-learnt.md has the figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from inspection.targeting.learning.binning import Starts, best_starts, coded, round_quantiles
from inspection.targeting.learning.curves import TAUS, Curve, choose_tau, fit_curves
from inspection.targeting.learning.measures import Numbers
from inspection.targeting.learning.model import Rises
from inspection.targeting.learning.rows import Rows, matrix
from sectors.rules.selection import CardLimits

_TRIED = 40_000  # rows on which the bend is chosen
_HELD_BACK = 4  # the last quarter judges it
_ENOUGH, _LITTLE = 0.01, 0.001  # of what a curve says, and of what all say: so much its steps may leave unsaid


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
    """The signals' part of a fit; the nuisance is not in it."""

    steps: tuple[Steps, ...]

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
    rows: Rows, limits: CardLimits, monotone: Mapping[str, Rises], bins: Mapping[str, Starts], tau: float
) -> Additive:
    """Fit all signals and the nuisance at once, and put each curve into steps; the nuisance is thrown away."""
    return fit_both(rows, limits, monotone, bins, tau)[0]


def fit_both(
    rows: Rows, limits: CardLimits, monotone: Mapping[str, Rises], bins: Mapping[str, Starts], tau: float
) -> tuple[Additive, Numbers]:
    """Return the signals' part of a fit, and the part of each level of the nuisance, which nobody may keep.

    bins
        Where steps begin, as their author said; other signals get the few that say best what their curve says.
    tau
        How freely curves may bend (`choose_bend`).
    """
    edges = edges_of(rows, bins)
    curves, levels = fit_curves(rows, edges, monotone, tau)
    said = sum(one.said for one in curves)
    steps = []
    for signal, curve in zip(rows.signals, curves, strict=True):
        enough = max(_ENOUGH * curve.said, _LITTLE * said)
        starts = (
            tuple(float(edge) for edge in curve.edges)
            if signal in bins
            else best_starts(curve.edges, curve.log_odds, curve.mass, limits.most_bins, limits.least_bin_share, enough)
        )
        steps.append(Steps(signal=signal, starts=starts, log_odds=_means(curve, starts)))
    return Additive(steps=tuple(steps)), levels


def beside(rows: Rows, levels: Numbers) -> Numbers:
    """Return what inspector, team and kind of control do in each row."""
    starts = np.cumsum([0, *rows.levels[:-1]])
    total = np.zeros(len(rows))
    for start, codes in zip(starts, rows.nuisance.T, strict=False):
        total += levels[start + codes]
    return total


def choose_bend(rows: Rows, monotone: Mapping[str, Rises], bins: Mapping[str, Starts]) -> float:
    """Return how freely curves may bend: what is best on the last quarter after a fit to the rest."""
    late = rows.where(slice(max(0, len(rows) - _TRIED), None))
    cut = len(late) - len(late) // _HELD_BACK
    before, after = late.where(slice(0, cut)), late.where(slice(cut, None))
    if not 0 < before.found.sum() < len(before) or not len(after):
        return TAUS[0]
    return choose_tau(before, after, edges_of(before, bins), monotone)


def edges_of(rows: Rows, bins: Mapping[str, Starts]) -> list[Numbers]:
    """Return where the cells of each signal begin after the first: the author's steps, else round quantiles."""
    return [
        _within(rows.values[:, n], bins[signal]) if signal in bins else round_quantiles(rows.values[:, n])
        for n, signal in enumerate(rows.signals)
    ]


def _within(values: Numbers, starts: Sequence[float]) -> Numbers:
    """Return the starts above the lowest value and up to the highest: the others begin nothing."""
    there = values[~np.isnan(values)]
    kept = [start for start in sorted(starts) if len(there) and there.min() < start <= there.max()]
    return np.array(kept, dtype=np.float64)


def _means(curve: Curve, starts: Starts) -> Numbers:
    """Return the mean of a curve over each step, missing first; a value that is always there is missed at the mean."""
    begins = np.r_[-np.inf, curve.edges]
    code = np.searchsorted(np.asarray(starts, dtype=np.float64), begins, side="right")
    mass = np.maximum(curve.mass, 1e-9)
    means = np.bincount(code, mass * curve.log_odds) / np.bincount(code, mass)
    found: Numbers = np.r_[curve.missing, means]
    return found
