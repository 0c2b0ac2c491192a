"""What each signal does, as a curve over fine cells, before it becomes a few steps: all signals and nuisance at once.

A penalised logistic regression on sparse columns of ones. Neighbouring cells are held together by a penalty on their
differences (a random walk), so that a curve bends only where findings say so; where a signal may only rise or fall, so
may its curve. scikit-learn has neither this penalty nor such bounds: SciPy solves it.

The nuisance has a looser penalty of its own, and is thrown away when the fit is done: nobody can read from a card who
is strict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inspection.targeting.learning.binning import CELLS, coded, masses
from inspection.targeting.learning.measures import Codes, Numbers, log_loss, logistic
from inspection.targeting.learning.model import Rises
from inspection.targeting.learning.onehot import design
from inspection.targeting.learning.rows import Rows

TAUS = (0.02, 0.06, 0.18)  # how far neighbouring cells may lie apart in log-odds; the data choose
_MISSING_SPREAD, _NUISANCE_SPREAD = 0.5, 1.5
_MOST_STEPS = 120
_TOLERANCE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One signal over its cells: `edges` rise, `log_odds` has one more; `mass` is the weight in each cell.

    missing
        What a missing value does; the mean of the curve where none was missing.
    """

    edges: Numbers
    log_odds: Numbers
    mass: Numbers
    missing: float

    @property
    def said(self) -> float:
        """How much the curve tells apart: the weighted sum of squares around its mean."""
        whole = float(self.mass.sum())
        return float(self.mass @ (self.log_odds - self.mass @ self.log_odds / whole) ** 2) if whole else 0.0


@dataclass(frozen=True)
class _Shape:
    """Where the parameters of each signal and of the nuisance lie."""

    sizes: tuple[int, ...]
    levels: int
    loose: Numbers

    def spread_out(self, theta: Numbers) -> Numbers:
        """Turn differences of neighbours into what each cell does."""
        beta, at = theta.copy(), 0
        for size in self.sizes:
            beta[at] *= _MISSING_SPREAD
            beta[at + 1] = 0.0
            beta[at + 2 : at + size] = np.cumsum(theta[at + 2 : at + size] * self.loose[at + 2 : at + size])
            at += size
        beta[at:-1] *= _NUISANCE_SPREAD
        return beta

    def drawn_in(self, slope: Numbers) -> Numbers:
        """Turn slopes by cell into slopes by difference: the transpose of `spread_out`."""
        found, at = slope.copy(), 0
        for size in self.sizes:
            found[at] *= _MISSING_SPREAD
            found[at + 1] = 0.0
            found[at + 2 : at + size] = (
                np.cumsum(slope[at + 2 : at + size][::-1])[::-1] * self.loose[at + 2 : at + size]
            )
            at += size
        found[at:-1] *= _NUISANCE_SPREAD
        return found


def fit_curves(
    rows: Rows, edges: Sequence[Numbers], monotone: Mapping[str, Rises], tau: float
) -> tuple[tuple[Curve, ...], Numbers]:
    """Return a curve for each signal, and what was taken out: the part of each level of the nuisance, for this run."""
    theta, shape, codes = _solved(rows, edges, monotone, tau)
    beta, at, found = shape.spread_out(theta), 0, []
    for code, edge, size in zip(codes, edges, shape.sizes, strict=True):
        mass, given = masses(code, rows.even, size), beta[at : at + size]
        middle = float(np.average(given[1:], weights=mass[1:])) if mass[1:].any() else 0.0
        missing = float(given[0]) if mass[0] else middle
        found.append(Curve(edges=edge, log_odds=given[1:], mass=mass[1:], missing=missing))
        at += size
    return tuple(found), beta[at:-1]


def choose_tau(before: Rows, after: Rows, edges: Sequence[Numbers], monotone: Mapping[str, Rises]) -> float:
    """Return how freely curves may bend: what says best what happened after the rows that it was fitted to."""
    losses = {}
    for tau in TAUS:
        theta, shape, _ = _solved(before, edges, monotone, tau)
        codes = [coded(after.values[:, n], edge) for n, edge in enumerate(edges)]
        shown = design(codes, shape.sizes, after.nuisance, after.levels)
        beta = shape.spread_out(theta)
        losses[tau] = log_loss(logistic(shown @ beta[:-1] + beta[-1]), after.found, after.even)
    return min(losses, key=losses.__getitem__)


def _solved(
    rows: Rows, edges: Sequence[Numbers], monotone: Mapping[str, Rises], tau: float
) -> tuple[Numbers, _Shape, list[Codes]]:
    from scipy.optimize import minimize  # not before something is fitted
    from threadpoolctl import threadpool_limits

    codes: list[Codes] = [coded(rows.values[:, n], edge) for n, edge in enumerate(edges)]
    sizes = tuple(len(edge) + 2 for edge in edges)
    shape = _Shape(sizes, sum(rows.levels), _loose(codes, sizes, rows.even, tau))
    shown = design(codes, shape.sizes, rows.nuisance, rows.levels)
    turned, weight, found = shown.T.tocsr(), rows.even, rows.found.astype(np.float64)

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        beta = shape.spread_out(theta)
        odds = shown @ beta[:-1] + beta[-1]
        wrong = weight * (logistic(odds) - found)
        slope = shape.drawn_in(np.r_[turned @ wrong, wrong.sum()])
        slope[:-1] += theta[:-1]
        value = float(weight @ (np.logaddexp(0, odds) - found * odds) + theta[:-1] @ theta[:-1] / 2)
        return value, slope

    start = np.zeros(shown.shape[1] + 1)
    share = float(np.average(found, weights=weight))
    start[-1] = np.log(share / (1 - share))
    asked = {"maxiter": _MOST_STEPS, "ftol": _TOLERANCE}
    bounds = _bounds(rows, shape, monotone)
    with threadpool_limits(1, "blas"):  # its matrices are so small that threads only wait for each other
        done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=asked)
    theta: Numbers = done.x
    return theta, shape, codes


def _loose(codes: Sequence[Codes], sizes: Sequence[int], weight: Numbers, tau: float) -> Numbers:
    """Return how far each cell may lie from the one before: by the weight between their middles, whatever their number.

    A country's author writes four steps where we cut thirty-two cells: neither choice is to decide how bent a curve is.
    """
    parts = []
    for code, size in zip(codes, sizes, strict=True):
        mass = masses(code, weight, size)
        between = (mass[1:-1] + mass[2:]) / 2 / max(float(mass[1:].sum()), 1e-9)
        parts.append(np.r_[0.0, 0.0, tau * np.sqrt(np.maximum(between * CELLS, 1e-3))][:size])
    return np.concatenate(parts) if parts else np.empty(0)


def _bounds(rows: Rows, shape: _Shape, monotone: Mapping[str, Rises]) -> list[tuple[float | None, float | None]]:
    free: tuple[float | None, float | None] = (None, None)
    ways: dict[str | None, tuple[float | None, float | None]] = {"rises": (0.0, None), "falls": (None, 0.0)}
    found = []
    for signal, size in zip(rows.signals, shape.sizes, strict=True):
        found += [free, free, *([ways.get(monotone.get(signal), free)] * (size - 2))]
    return [*found, *([free] * (shape.levels + 1))]
