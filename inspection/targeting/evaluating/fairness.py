"""Whether groups are treated alike: how often chosen, how often for nothing, how often rightly; on the random arm.

Whom the risk arm visited cannot tell: where nobody looked, nobody was found. The random arm was drawn from everybody
with a known chance, so its draws, weighed by it, stand for everybody: what the points say of them is what they say of
the whole frame. The three figures are those of fairlearn: selection rate (of all), false-positive rate (of those
without something to find, how many are chosen), precision (of those chosen, how many have something to find).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from inspection.targeting.evaluating.draws import Interval
from inspection.targeting.evaluating.intervals import two_sided, wilson
from sectors.rules.selection import MeasuringRules

Measure = Literal["selection_rate", "false_positive_rate", "precision"]
MEASURES: Final[tuple[Measure, ...]] = ("selection_rate", "false_positive_rate", "precision")
_HALF = 0.5  # for a ratio of which one side found nothing
_Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One draw of the random arm, as the card judged it.

    groups
        What it is one of: "region" → "bru", "language_role", "size_class", "sector", "legal_form". For measuring only:
        none of these is a signal.
    chosen
        Whether the points of the week would have sent a risk visit; a part of 1 where a lot among equals decides.
    has_finding
        None where nobody saw.
    points
        Signal to points, as the card gave them.
    pool
        What it competed in: its district's and sector's list of that week.
    """

    groups: Mapping[str, str]
    chosen: float
    has_finding: bool | None
    inclusion_probability: float
    points: Mapping[str, int] = field(default_factory=dict)
    pool: str = ""


@dataclass(frozen=True, kw_only=True)
class Disparity:
    """One figure of one group beside everybody's.

    value
        None where fewer draws stand behind it than may be shown.
    ratio
        Over everybody's figure; None without a value.
    is_flagged
        Whether the ratio lies outside the band of the rules.
    is_sure
        Whether its whole interval does.
    n
        Draws behind it: those of the group that the figure is about.
    """

    by: str
    group: str
    measure: Measure
    value: Interval | None
    ratio: Interval | None
    is_flagged: bool
    is_sure: bool
    n: int


def disparities(draws: Iterable[Judged], *, rules: MeasuringRules) -> tuple[Disparity, ...]:
    """Return each figure of each group, by "by", group and figure; groups with too few draws have no value."""
    every = list(draws)
    weight = np.array([1 / draw.inclusion_probability for draw in every])
    chosen = np.array([draw.chosen for draw in every], dtype=np.float64)
    found = np.array([math.nan if d.has_finding is None else d.has_finding for d in every], dtype=np.float64)
    parts = {measure: counted(measure, weight, chosen, found) for measure in MEASURES}
    return tuple(
        _disparity(
            by, group, measure, np.array([draw.groups.get(by) == group for draw in every]), parts[measure], rules
        )
        for by, group in _groups(every)
        for measure in MEASURES
    )


def counted(measure: Measure, weight: _Floats, chosen: _Floats, found: _Floats) -> tuple[_Floats, _Floats]:
    """Return for each draw how much it weighs in a figure, and its value there."""
    if measure == "selection_rate":
        return weight, chosen
    if measure == "false_positive_rate":
        return np.where(found == 0, weight, 0.0), chosen
    return np.where(np.isnan(found), 0.0, weight * chosen), np.nan_to_num(found)


def _groups(every: Sequence[Judged]) -> list[tuple[str, str]]:
    return sorted({pair for draw in every for pair in draw.groups.items()})


def _disparity(
    by: str,
    group: str,
    measure: Measure,
    mine: NDArray[np.bool_],
    part: tuple[_Floats, _Floats],
    rules: MeasuringRules,
) -> Disparity:
    weight, value = part
    own = np.where(mine, weight, 0.0)
    n = int((own > 0).sum())
    if n < rules.least_group:
        return Disparity(
            by=by, group=group, measure=measure, value=None, ratio=None, is_flagged=False, is_sure=False, n=n
        )
    errors = two_sided(rules.interval_level)
    share = _share(own, value)
    low, high = wilson(share, float(own.sum() ** 2 / (own**2).sum()), errors)
    ratio = _ratio(own, weight, value, errors)
    least, most = rules.fairness_band
    return Disparity(
        by=by,
        group=group,
        measure=measure,
        value=Interval(share, low, high),
        ratio=ratio,
        is_flagged=ratio is not None and not least <= ratio.value <= most,
        is_sure=ratio is not None and (ratio.high < least or ratio.low > most),
        n=n,
    )


def _ratio(own: _Floats, weight: _Floats, value: _Floats, errors: float) -> Interval | None:
    """Return the ratio to everybody's share, whose draws hold the group's: by linearisation, on the logarithm."""
    share, whole = _share(own, value), _share(weight, value)
    if not whole:
        return None
    size = float(own.sum() ** 2 / (own**2).sum())
    safe = share or _HALF / (size + _HALF)
    apart = own * (value - share) / (safe * own.sum()) - weight * (value - whole) / (whole * weight.sum())
    variance = float((apart**2).sum()) if share else (1 - safe) / (safe * size)
    half = errors * math.sqrt(variance)
    return Interval(share / whole, safe / whole * math.exp(-half) if share else 0.0, safe / whole * math.exp(half))


def _share(weight: _Floats, value: _Floats) -> float:
    return float((weight * value).sum() / weight.sum())
