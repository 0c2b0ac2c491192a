"""Whether a probability means what it says: slope, intercept and expected calibration error, each with an interval.

Of places said to be at 30 %, three in ten must have something to find. The slope is 1 where high and low are as far
apart as they say (below 1: too extreme), the intercept is 0 where they are right on average; both come from a logistic
curve of what was found over the log-odds that were said. The error is the mean distance between what was said and what
was found, in groups of equal weight. It is never quite 0: chance alone keeps groups apart, which its interval shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection.targeting.evaluating.draws import Interval
from inspection.targeting.evaluating.intervals import two_sided
from inspection.targeting.evaluating.lines import GROUPS, Floats, distances, fit_line, grouped
from sectors.rules.selection import MeasuringRules

_EDGE = 1e-6  # log-odds of 0 and of 1 are endless
_RESAMPLES, _AT_ONCE = 400, 20  # a country's year is forty thousand visits: not all resamples fit into memory


@dataclass(frozen=True)
class Forecast:
    """What was said of a place before the visit, in (0, 1), what was found, and for how many places it stands."""

    probability: float
    has_finding: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Bin:
    """One group of forecasts: its mean, the share found, its part of all by weight, and how many they are."""

    said: float
    found: float
    part: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How well probabilities fit what was found; `bins` are for a plot.

    slope, intercept
        1 and 0 for a perfect fit.
    error
        The expected calibration error, in probability.
    is_good
        Whether slope and error lie within the rules' limits: their values, not their intervals.
    """

    slope: Interval
    intercept: Interval
    error: Interval
    bins: tuple[Bin, ...]
    n: int
    is_good: bool


def calibrate(forecasts: Iterable[Forecast], *, rules: MeasuringRules, seed: int = 0) -> Calibration | None:
    """Measure the calibration of probabilities on visits that had no part in fitting them.

    forecasts
        Of the random arm with weights of inverse inclusion, or of any arm whose choice the probability itself made.
    seed
        Of the resamples behind the interval of the error.

    Returns None where nothing can be told: fewer than two forecasts, all of them said alike, or all of them found
    something, or none.
    """
    rows = np.array([(f.probability, f.has_finding, f.weight) for f in forecasts], dtype=np.float64).reshape(-1, 3)
    said, found, weight = np.clip(rows[:, 0], _EDGE, 1 - _EDGE), rows[:, 1], rows[:, 2]
    if len(rows) < 2 or found.min() == found.max() or said.min() == said.max():
        return None
    line = fit_line(np.log(said / (1 - said)), found, weight)
    errors = two_sided(rules.interval_level)
    bins, error = _error(said, found, weight, rules, seed)
    low, high = rules.calibration_slope
    return Calibration(
        slope=_around(line.slope, errors * line.error),
        intercept=_around(line.level, errors * line.level_error),
        error=error,
        bins=bins,
        n=len(rows),
        is_good=low <= line.slope <= high and error.value <= rules.calibration_error,
    )


def groups_of(said: Floats, found: NDArray[np.bool_] | Floats, weight: Floats, groups: int = GROUPS) -> tuple[Bin, ...]:
    """Return what was said beside what was found, in groups of about equal weight: the points of a plot."""
    group = grouped(said, weight, groups)
    _, (sums, hits, parts) = distances(said, found, weight[None, :], group, groups)
    counts = np.bincount(group, minlength=groups)
    return tuple(
        Bin(float(s), float(h), float(p), int(n))
        for s, h, p, n in zip(sums[0], hits[0], parts[0], counts, strict=True)
        if n
    )


def _around(value: float, half: float) -> Interval:
    return Interval(value, value - half, value + half)


def _error(
    said: Floats, found: Floats, weight: Floats, rules: MeasuringRules, seed: int
) -> tuple[tuple[Bin, ...], Interval]:
    many = rules.calibration_bins
    group = grouped(said, weight, many)
    random, alike = np.random.default_rng(seed), np.full(len(said), 1 / len(said))
    value, _ = distances(said, found, weight[None, :], group, many)
    resampled = [
        distances(said, found, weight * random.multinomial(len(said), alike, size=_AT_ONCE), group, many)[0]
        for _ in range(_RESAMPLES // _AT_ONCE)
    ]
    tail = (1 - rules.interval_level) / 2
    # Resampling adds chance to chance: an interval turned round its value takes that out again.
    low, high = np.quantile(np.concatenate(resampled), [tail, 1 - tail])
    at = float(value[0])
    interval = Interval(at, max(0.0, min(at, 2 * at - float(high))), max(at, 2 * at - float(low)))
    return groups_of(said, found, weight, many), interval
