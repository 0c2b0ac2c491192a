"""One district's week as a fair comparison: what the risk arm found, and what a lot would have in the same strata.

The risk arm visits other sectors than a lot does, by policy: comparing the plain rates would praise or blame the card
for the policy. So each stratum counts on both sides by the same weight: how many risk visits it had, and no more than
`most_weight` times the draws that the design expected there, since nothing can be said where a lot hardly looks.

Weights follow from numbers that are fixed before anybody rings a bell. What was not seen counts on both sides as the
worst: for "helps" nothing in the risk arm and something in each draw, for "does not help" the other way round.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspection.targeting.choosing import proportional
from inspection.targeting.evaluating.draws import Outcome


@dataclass(frozen=True, kw_only=True)
class DistrictWeek:
    """What a district's week drew, chose and found.

    week
        Such as "2026-W49": weeks are compared in their order.
    strata
        Every stratum of the eligible frame to (n_h, N_h): how many were drawn by lot, of how many. From the selection.
    drawn
        The visits of the random arm; a draw that is missing here counts as not seen.
    chosen
        The visits of the risk arm.
    """

    week: str
    strata: Mapping[str, tuple[int, int]]
    drawn: tuple[Outcome, ...]
    chosen: tuple[Outcome, ...]


@dataclass(frozen=True)
class Comparison:
    """Both sides, in [0, 1] of the most that the lot could have found: at least and at most, by what was not seen."""

    risk: tuple[float, float]
    lot: tuple[float, float]


def compare(week: DistrictWeek, most_weight: float) -> Comparison | None:
    """Return the comparison of a district's week; None where nothing was drawn, or nothing chosen where a lot looks.

    most_weight
        For how many risk visits one draw may stand, at least 1.
    """
    n = sum(drawn for drawn, _ in week.strata.values())
    expected = expected_draws(week.strata)
    chosen = Counter(one.stratum for one in week.chosen)
    weights = {stratum: min(chosen[stratum], most_weight * draws) for stratum, draws in expected.items()}
    if not n or not any(weights.values()):
        return None
    scale = most_weight * n
    risk = _side(week.chosen, weights, chosen, scale)
    lost = {stratum: drawn for stratum, (drawn, _) in week.strata.items() if drawn}
    for one in week.drawn:
        lost[one.stratum] = lost.get(one.stratum, 0) - 1
    absent = tuple(Outcome(None, stratum) for stratum, many in lost.items() for _ in range(max(0, many)))
    return Comparison(risk, _side((*week.drawn, *absent), weights, expected, scale))


def expected_draws(strata: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """Return how many draws the design gave each stratum, given that the district drew as many as it did.

    With a draw for each stratum that is n_h itself; with fewer, a stratum's probability in proportion to its size (see
    `choosing/sampling.py`). That a small district draws in some weeks only, by lot, has nothing to do with what is
    found.
    """
    held = {stratum: size for stratum, (_, size) in strata.items() if size}
    n = sum(drawn for drawn, _ in strata.values())
    if n >= len(held):
        return {stratum: float(strata[stratum][0]) for stratum in held}
    return proportional(held, n) if n else dict.fromkeys(held, 0.0)


def _side(
    visits: Iterable[Outcome], weights: Mapping[str, float], many: Mapping[str, float], scale: float
) -> tuple[float, float]:
    least, most = [], []
    for one in visits:
        weight = weights.get(one.stratum, 0.0)
        if weight:
            each = weight / many[one.stratum] / scale
            least.append(each * (one.has_finding is True))
            most.append(each * (one.has_finding is not False))
    return min(1.0, math.fsum(least)), min(1.0, math.fsum(most))
