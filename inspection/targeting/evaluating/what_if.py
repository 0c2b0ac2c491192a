"""What would change if one signal were dropped: who would be chosen, how often rightly, and which groups more often.

A signal that hardly helps and burdens one group is dropped; a signal that helps much is worth an argument. The list is
made anew from the points that are left: as many are chosen in each list as before, from the highest down, and where
several share the last places each of them has the same part of a chance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inspection.targeting.evaluating.draws import Interval
from inspection.targeting.evaluating.fairness import Disparity, Judged, disparities
from inspection.targeting.evaluating.intervals import two_sided, wilson
from sectors.rules.selection import MeasuringRules


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """The random arm as it is judged now, and without one signal.

    moved
        Part of those chosen, by weight, that would not be chosen without it.
    precision_with, precision_without
        How often something is found where the points send a visit; None where nobody chosen was seen.
    with_it, without_it
        The figures of every group.
    """

    signal: str
    moved: float
    precision_with: Interval | None
    precision_without: Interval | None
    with_it: tuple[Disparity, ...]
    without_it: tuple[Disparity, ...]


def without(signal: str, draws: Iterable[Judged], *, rules: MeasuringRules) -> WhatIf:
    """Return what would change if `signal` gave no points; both sides are chosen by one rule, from points alone."""
    every = list(draws)
    now, then = _chosen(every, ""), _chosen(every, signal)
    weights = [1 / draw.inclusion_probability for draw in every]
    kept = sum(weight * min(old.chosen, new.chosen) for weight, old, new in zip(weights, now, then, strict=True))
    whole = sum(weight * draw.chosen for weight, draw in zip(weights, now, strict=True))
    return WhatIf(
        signal=signal,
        moved=max(0.0, 1 - kept / whole) if whole else 0.0,
        precision_with=_precision(now, rules),
        precision_without=_precision(then, rules),
        with_it=disparities(now, rules=rules),
        without_it=disparities(then, rules=rules),
    )


def _chosen(every: Sequence[Judged], signal: str) -> list[Judged]:
    """Return the draws with what the points without `signal` choose in each pool: as much as was chosen there."""
    pools: dict[str, list[int]] = defaultdict(list)
    for at, draw in enumerate(every):
        pools[draw.pool].append(at)
    found = list(every)
    for members in pools.values():
        room = sum(every[at].chosen / every[at].inclusion_probability for at in members)
        tied: dict[int, list[int]] = defaultdict(list)
        for at in members:
            tied[sum(points for key, points in every[at].points.items() if key != signal)].append(at)
        for points in sorted(tied, reverse=True):
            weight = sum(1 / every[at].inclusion_probability for at in tied[points])
            part = min(1.0, max(0.0, room / weight))
            room -= part * weight
            for at in tied[points]:
                found[at] = replace(every[at], chosen=part)
    return found


def _precision(draws: Sequence[Judged], rules: MeasuringRules) -> Interval | None:
    seen = [draw for draw in draws if draw.has_finding is not None and draw.chosen > 0]
    if not seen:
        return None
    weight = np.array([draw.chosen / draw.inclusion_probability for draw in seen])
    found = np.array([draw.has_finding for draw in seen], dtype=np.float64)
    share, size = float((weight * found).sum() / weight.sum()), float(weight.sum() ** 2 / (weight**2).sum())
    return Interval(share, *wilson(share, size, two_sided(rules.interval_level)))
