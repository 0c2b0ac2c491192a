"""From log-odds to whole points that can be read aloud, and what that loses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inspection.targeting.evaluating import fit_line
from inspection.targeting.learning.additive import Additive, Steps
from inspection.targeting.learning.binning import Starts
from inspection.targeting.learning.measures import Numbers, log_loss, logistic
from inspection.targeting.learning.rows import Rows
from sectors.rules.selection import Bin, CardLimits, CardSignal

_COARSEST, _FINER = 1.0, 1.25  # points to double the odds: the first that is tried, and how much finer the next is
NOTHING = "—"

Whole = tuple[tuple[Starts, tuple[int, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Pointed:
    """An additive fit in whole points.

    points_to_double
        Points that double the odds, as rounded; calibration corrects it.
    loss_share
        Part of what the fit tells apart that its points do not: one minus the square of their correlation. The log
        loss of few controls would say so with chance in it, and let points through that are lucky and coarse.
    loss_exact, loss_points, loss_nothing
        Log loss of the fit, of its points, and of knowing no signal.
    """

    steps: Whole
    points_to_double: float
    loss_share: float
    loss_exact: float
    loss_points: float
    loss_nothing: float

    def of(self, fitted: Additive, values: Numbers) -> Numbers:
        """Return the points of each row."""
        return _pointed(fitted, self.steps).of(values)


def rounded(fitted: Additive, rows: Rows, limits: CardLimits) -> Pointed:
    """Return the smallest points that lose no more than the limits allow, or the finest that the limits let stand."""
    scores = fitted.of(rows.values)
    exact, nothing = _loss(scores, rows), log_loss(np.full(len(rows), _share(rows)), rows.found, rows.even)
    widest = max((float(np.ptp(one.log_odds)) for one in fitted.steps), default=0.0)
    finest = limits.most_points * math.log(2) / widest if widest else _COARSEST
    scale = min(_COARSEST, finest)
    steps, lost = _at(fitted, scores, rows, scale)
    while lost > limits.most_rounding_loss and scale < finest:
        scale = min(scale * _FINER, finest)
        steps, lost = _at(fitted, scores, rows, scale)
    loss = _loss(_pointed(fitted, steps).of(rows.values), rows)
    return Pointed(
        steps=steps, points_to_double=scale, loss_share=lost, loss_exact=exact, loss_points=loss, loss_nothing=nothing
    )


def _at(fitted: Additive, scores: Numbers, rows: Rows, scale: float) -> tuple[Whole, float]:
    """Return the points of a scale, and the part of the fit that they do not tell."""
    steps = tuple(_whole(one, scale) for one in fitted.steps)
    points = _pointed(fitted, steps).of(rows.values)
    if not np.ptp(points) or not np.ptp(scores):
        return steps, 1.0
    both = np.cov(scores, points, aweights=rows.even)
    return steps, 1.0 - float(both[0, 1] ** 2 / (both[0, 0] * both[1, 1]))


def card_signals(
    fitted: Additive, pointed: Pointed, rows: Rows, shares: frozenset[str], first: Mapping[str, float]
) -> tuple[CardSignal, ...]:
    """Return the signals that give points, missing first, then by rising start; neighbours with equal points are one.

    shares
        Signals whose steps read as per cent.
    first
        Where the first step of a signal begins, if its author said so; else 0, or below what was seen.
    """
    return tuple(
        CardSignal(
            signal=one.signal,
            bins=_bins(points, starts, _first(rows.values[:, n], first.get(one.signal)), one.signal in shares),
        )
        for n, (one, (starts, points)) in enumerate(zip(fitted.steps, pointed.steps, strict=True))
        if len(set(points)) > 1
    )


def _whole(one: Steps, scale: float) -> tuple[Starts, tuple[int, ...]]:
    """Return starts and points of a signal, missing first; the lowest step gives 0."""
    points = np.rint((one.log_odds - one.log_odds.min()) * (scale / math.log(2))).astype(int)
    kept = [n for n in range(1, len(points)) if n == 1 or points[n] != points[n - 1]]
    starts = tuple(one.starts[n - 2] for n in kept if n > 1)
    return starts, (int(points[0]), *(int(points[n]) for n in kept))


def _pointed(fitted: Additive, steps: Whole) -> Additive:
    made = tuple(
        Steps(signal=one.signal, starts=starts, log_odds=np.array(points, dtype=np.float64))
        for one, (starts, points) in zip(fitted.steps, steps, strict=True)
    )
    return Additive(steps=made)


def _loss(scores: Numbers, rows: Rows) -> float:
    line = fit_line(scores, rows.found, rows.even)
    return log_loss(logistic(line.level + line.slope * scores), rows.found, rows.even)


def _share(rows: Rows) -> float:
    return float(np.average(rows.found, weights=rows.even))


def _first(values: Numbers, said: float | None) -> float:
    if said is not None:
        return said
    lowest = float(np.nanmin(values)) if not np.isnan(values).all() else 0.0
    return 0.0 if lowest >= 0 else float(f"{2 * lowest:.2g}")


def _bins(points: tuple[int, ...], starts: Starts, first: float, is_share: bool) -> tuple[Bin, ...]:
    begins = (first, *starts)
    missing = Bin(start=None, points=points[0], label=NOTHING)
    return (
        missing,
        *(
            Bin(start=start, points=given, label=_label(begins, n, is_share))
            for n, (start, given) in enumerate(zip(begins, points[1:], strict=True))
        ),
    )


def _label(begins: tuple[float, ...], n: int, is_share: bool) -> str:
    if len(begins) == 1:
        return "any"
    if n == 0:
        return f"< {_said(begins[1], is_share)}"
    if n + 1 == len(begins):
        return f"≥ {_said(begins[n], is_share)}"
    return f"{_said(begins[n], is_share, unit=False)}–{_said(begins[n + 1], is_share)}"


def _said(number: float, is_share: bool, *, unit: bool = True) -> str:
    if not is_share:
        return f"{number:g}"
    return f"{number * 100:g} %" if unit else f"{number * 100:g}"
