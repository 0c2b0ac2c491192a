"""How common infringements are, and whether choosing by risk finds more than a lot would in the same strata.

In each stratum (district and sector) the share is the ratio of inverse-probability sums over the draws that were seen
(Hájek); the strata are then weighed by their known sizes, so that one in which fewer doors opened counts as much as it
is large (post-stratification). Variances are counted stratum by stratum. Draws of several weeks are pooled.

Post-stratification mends doors that stay shut more in one stratum than in another. It cannot mend doors that stay shut
because of what is behind them: nothing can, except a second visit. So where more than the limit was not seen, the
interval is the one that holds whatever was there (Imbens and Manski), and the estimate says that it is bounds.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection.targeting.evaluating.cells import cells_of
from inspection.targeting.evaluating.draws import FARTHEST, Draw, Estimate, Interval, Outcome
from inspection.targeting.evaluating.intervals import one_end, two_sided, wilson
from sectors.rules.selection import MeasuringRules

_HALF = 0.5  # added to counts of zero, so that a ratio of them has an interval
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Sample:
    """Draws as columns; `found` is nan where nobody saw, `weight` 0 where a lot gave the place to another."""

    weight: _Floats
    found: _Floats
    strata: tuple[str, ...]
    sizes: Mapping[str, float]


@dataclass(frozen=True)
class _Visits:
    """The risk arm, counted: how many had a finding, were not seen, and by stratum were seen, and are."""

    hits: int
    unseen: int
    seen: Mapping[str, int]
    every: Mapping[str, int]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "_Visits":
        tally = Counter((one.stratum, one.has_finding) for one in outcomes)
        seen: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for (stratum, found), many in tally.items():
            every[stratum] += many
            if found is not None:
                seen[stratum] += many
        hits = sum(many for (_, found), many in tally.items() if found)
        return cls(hits, sum(every.values()) - sum(seen.values()), seen, every)

    @property
    def number(self) -> int:
        return sum(self.every.values())


@dataclass(frozen=True)
class _Mean:
    """A share with its variance, by cell and over all; `freedom` of that variance, `size` by Kish."""

    cells: Mapping[str, str]
    shares: Mapping[str, float]
    variances: Mapping[str, float]
    parts: Mapping[str, float]
    freedoms: Mapping[str, float]
    size: float

    def over(self, mix: Mapping[str, float] | None = None) -> tuple[float, float, float]:
        """Return share, variance and degrees of freedom over the cells, weighed by `mix` or by their sizes."""
        mix = self.parts if mix is None else mix
        share = math.fsum(part * self.shares[cell] for cell, part in mix.items())
        terms = {cell: part * part * self.variances[cell] for cell, part in mix.items()}
        variance = math.fsum(terms.values())
        spread = math.fsum(term * term / self.freedoms[cell] for cell, term in terms.items())
        return min(1.0, share), variance, variance * variance / spread if spread else max(1.0, self.size - 1)


def estimate(
    draws: Iterable[Draw],
    outcomes: Iterable[Outcome] = (),
    *,
    rules: MeasuringRules,
    sizes: Mapping[str, float] | None = None,
) -> Estimate:
    """Estimate the prevalence from the random arm, and the lift of the risk arm over it.

    Arguments: `outcomes` the visits chosen by risk, those that were not seen among them; `rules` the level of intervals
    and the limit of non-response; `sizes` how many workplaces each stratum held, summed over the weeks of the draws
    (a stratum that is not named, or all without it, has the size that its draws stand for).
    """
    every, chosen = list(draws), _Visits.of(outcomes)
    sample = _sample(every, sizes or {})
    seen = ~np.isnan(sample.found)
    lost = _part(sample.weight[~seen].sum(), sample.weight.sum())
    is_bounds = lost > 0 and _shut_at_first(every) > rules.non_response_limit
    lift_is_bounds = is_bounds or chosen.unseen > rules.non_response_limit * chosen.number
    alike, lower, upper = _mean(sample, seen), _filled(sample, 0.0), _filled(sample, 1.0)
    if_alike = _share_interval(alike, rules.interval_level) if alike else None
    prevalence = _bounds_interval(if_alike, lower, upper, rules.interval_level) if is_bounds else if_alike
    return Estimate(
        prevalence=prevalence,
        if_alike=if_alike,
        is_bounds=is_bounds,
        bounds=(lower.over()[0], upper.over()[0]) if lower and upper else None,
        lift=_lift(chosen, alike, (lower, upper), rules.interval_level, is_bounds=lift_is_bounds),
        lift_is_bounds=lift_is_bounds,
        non_response=lost,
        drawn=len(every),
        seen=int(seen.sum()),
        targeted=chosen.number - chosen.unseen,
        targeted_unseen=chosen.unseen,
    )


def _sample(every: Sequence[Draw], sizes: Mapping[str, float]) -> _Sample:
    return _Sample(
        weight=np.array([_weight(draw) for draw in every], dtype=np.float64),
        found=np.array([math.nan if d.has_finding is None else d.has_finding for d in every], dtype=np.float64),
        strata=tuple(draw.stratum for draw in every),
        sizes=sizes,
    )


def _shut_at_first(every: Sequence[Draw]) -> float:
    """Return the part of the draws, by weight, that the first visit did not see.

    The limit is for these. Second visits are made because doors stayed shut: where they leave some unseen, these are of
    the same kind, and too many to be taken for the others.
    """
    weights = [1 / draw.inclusion_probability for draw in every]
    shut = (w for w, draw in zip(weights, every, strict=True) if draw.lot is not None or draw.has_finding is None)
    return _part(sum(shut), sum(weights))


def _weight(draw: Draw) -> float:
    """Return for how many workplaces a draw stands: a closed door that a lot drew stands for those it did not draw."""
    if draw.lot is None:
        return 1 / draw.inclusion_probability
    return 1 / (draw.inclusion_probability * draw.lot.chance) if draw.lot.is_drawn else 0.0


def _filled(sample: _Sample, value: float) -> _Mean | None:
    """Return the share as if `value` had been found wherever nobody saw."""
    found = np.where(np.isnan(sample.found), value, sample.found)
    return _mean(_Sample(sample.weight, found, sample.strata, sample.sizes), np.ones(len(found), dtype=bool))


def _mean(sample: _Sample, kept: NDArray[np.bool_]) -> _Mean | None:
    """Return the share by cell over the draws that are kept; those that a lot passed by weigh nothing."""
    passed = sample.weight == 0
    if not (kept & ~passed).any():
        return None
    names = sorted({*sample.strata, *(name for name, size in sample.sizes.items() if size > 0)})
    place = {name: i for i, name in enumerate(names)}
    at = np.array([place[name] for name in sample.strata], dtype=np.intp)
    counted = np.bincount(at[kept & ~passed], minlength=len(names))
    cells = cells_of({name: int(n) for name, n in zip(names, counted, strict=True)})
    heads = sorted(set(cells.values()))
    numbered = {head: i for i, head in enumerate(heads)}
    cell_of = np.array([numbered[cells[name]] for name in names], dtype=np.intp)
    stood = np.bincount(at, weights=sample.weight, minlength=len(names))
    sizes = np.array([sample.sizes.get(name) or stood[i] for i, name in enumerate(names)])
    part = np.bincount(cell_of, weights=sizes, minlength=len(heads)) / sizes.sum()
    used = kept | passed
    shares, variances, number = _by_cell(
        cell_of[at[used]], sample.weight[used], np.nan_to_num(sample.found[used]), len(heads)
    )
    weight = sample.weight[kept]
    return _Mean(
        cells=cells,
        shares=dict(zip(heads, shares.tolist(), strict=True)),
        variances=dict(zip(heads, variances.tolist(), strict=True)),
        parts=dict(zip(heads, part.tolist(), strict=True)),
        freedoms=dict(zip(heads, np.maximum(1.0, number - 1).tolist(), strict=True)),
        size=float(weight.sum() ** 2 / (weight**2).sum()),
    )


def _by_cell(
    cell: NDArray[np.intp], weight: _Floats, found: _Floats, many: int
) -> tuple[_Floats, _Floats, NDArray[np.intp]]:
    """Return share, variance and number of draws of each cell."""
    whole = np.bincount(cell, weights=weight, minlength=many)
    number = np.bincount(cell, minlength=many)
    shares = np.bincount(cell, weights=weight * found, minlength=many) / whole
    squares = np.bincount(cell, weights=(weight * (found - shares[cell])) ** 2, minlength=many)
    spread = squares / whole**2 * number / np.maximum(1, number - 1)
    return shares, np.where(number > 1, spread, 0.25), number


def _share_interval(mean: _Mean, level: float) -> Interval:
    share, variance, freedom = mean.over()
    return Interval(share, *wilson(share, _equal_draws(mean, share, variance), two_sided(level, freedom)))


def _bounds_interval(seen: Interval | None, lower: _Mean | None, upper: _Mean | None, level: float) -> Interval | None:
    if lower is None or upper is None or seen is None:
        return None
    least, below, few = lower.over()
    most, above, many = upper.over()
    freedom = min(few, many)
    errors = one_end(most - least, math.sqrt(max(below, above)), level, freedom)
    low = wilson(least, _equal_draws(lower, least, below), errors)[0]
    return Interval(seen.value, low, wilson(most, _equal_draws(upper, most, above), errors)[1])


def _equal_draws(mean: _Mean, share: float, variance: float) -> float:
    """Return how many draws of equal weight would be as precise; where nothing varied, as many as Kish counts."""
    spread = share * (1 - share)
    return spread / variance if variance > 0 and spread > 0 else mean.size


def _lift(
    chosen: _Visits,
    alike: _Mean | None,
    ends: tuple[_Mean | None, _Mean | None],
    level: float,
    *,
    is_bounds: bool,
) -> Interval | None:
    """Return the ratio with an interval on its logarithm, or with that of its bounds."""
    if alike is None or chosen.number == chosen.unseen:
        return None
    ratio, error, freedom = _log_ratio(chosen.hits, chosen.seen, alike)
    if not is_bounds or ends[0] is None or ends[1] is None:
        half = two_sided(level, freedom) * error
        return Interval(math.exp(ratio), math.exp(ratio - half), _end(math.exp(ratio + half)))
    low, below, few = _log_ratio(chosen.hits, chosen.every, ends[1])
    high, above, many = _log_ratio(chosen.hits + chosen.unseen, chosen.every, ends[0])
    errors = one_end(high - low, max(below, above), level, min(few, many))
    return Interval(math.exp(ratio), math.exp(low - errors * below), _end(math.exp(high + errors * above)))


def _end(lift: float) -> float:
    """Return an upper end, infinity from `FARTHEST` on: a lot that may find nothing leaves a ratio without an end."""
    return lift if lift < FARTHEST else math.inf


def _log_ratio(hits: float, visits: Mapping[str, int], mean: _Mean) -> tuple[float, float, float]:
    """Return the logarithm of what the visits found over what a lot finds in their strata, its error, its freedom."""
    mix, number = dict.fromkeys(mean.parts, 0.0), float(sum(visits.values()))
    for stratum, many in visits.items():
        cell = mean.cells.get(stratum)
        for name, part in mean.parts.items() if cell is None else ((cell, 1.0),):
            mix[name] += part * many / number
    expected, variance, freedom = mean.over(mix)
    if not hits or hits == number:
        hits, number = hits + _HALF, number + 2 * _HALF
    if not expected:
        expected, variance = _HALF / (mean.size + _HALF), 0.0
    missing = (1 - expected) / (expected * mean.size)
    error = math.sqrt(1 / hits - 1 / number + (variance / expected**2 if variance else missing))
    return math.log(hits / number / expected), error, freedom


def _part(some: float, whole: float) -> float:
    return float(some / whole) if whole else 0.0
