"""How common infringements are, and whether choosing by risk finds more than chance: what the random arm is for.

The share is the ratio of inverse-probability sums over the draws that were seen (Hájek); its interval is Wilson's, with
the number of draws that equal weights would need for the same precision (Kish), since normal intervals cover too little
below a hundred draws (targeting.md). Draws of several weeks are pooled. What was drawn and not seen stays in the count:
`bounds` says how far the share could lie off if all of that had been free of infringements, or full of them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_Z95 = 1.959963984540054  # half-width of a 95 % interval, in standard errors
_HALF = 0.5  # added to counts of zero, so that a ratio of them has an interval


@dataclass(frozen=True)
class Draw:
    """One draw of the random arm; `has_finding` is None where no control was done."""

    inclusion_probability: float
    has_finding: bool | None


@dataclass(frozen=True)
class Interval:
    """A value with the ends of its interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the arms say; a part that nothing was seen of is None.

    bounds
        The share if nothing was found in any draw that was not seen, and if something was in each.
    lift
        The share among the visits chosen by risk, over the prevalence.
    drawn, seen, targeted
        How many visits were drawn, how many of these were seen, how many chosen by risk were.
    """

    prevalence: Interval | None
    bounds: tuple[float, float] | None
    lift: Interval | None
    drawn: int
    seen: int
    targeted: int


def estimate(draws: Iterable[Draw], targeted: Iterable[bool] = ()) -> Estimate:
    """Estimate the prevalence from the random arm, and the lift of the risk arm over it.

    Arguments: `targeted` whether something was found, for each visit chosen by risk that was seen.
    """
    every, chosen = list(draws), list(targeted)
    seen = [draw for draw in every if draw.has_finding is not None]
    share, size = _share(seen)
    return Estimate(
        prevalence=_wilson(share, size) if seen else None,
        bounds=_bounds(every) if every else None,
        lift=_lift(chosen, share, size) if seen and chosen else None,
        drawn=len(every),
        seen=len(seen),
        targeted=len(chosen),
    )


def _share(seen: Sequence[Draw]) -> tuple[float, float]:
    """Return the weighted share, and the number of equally weighted draws that would be as precise."""
    weights = [1 / draw.inclusion_probability for draw in seen]
    whole = sum(weights)
    if not whole:
        return 0.0, 0.0
    found = sum(weight for weight, draw in zip(weights, seen, strict=True) if draw.has_finding)
    return found / whole, whole * whole / sum(weight * weight for weight in weights)


def _bounds(every: Sequence[Draw]) -> tuple[float, float]:
    worst = [Draw(draw.inclusion_probability, draw.has_finding is not False) for draw in every]
    best = [Draw(draw.inclusion_probability, bool(draw.has_finding)) for draw in every]
    return _share(best)[0], _share(worst)[0]


def _wilson(share: float, size: float) -> Interval:
    spread = _Z95 * _Z95 / size
    middle = (share + spread / 2) / (1 + spread)
    half = _Z95 * math.sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def _lift(chosen: Sequence[bool], share: float, size: float) -> Interval:
    """Return the ratio of two shares with an interval on its logarithm (Katz)."""
    hits, number, expected = float(sum(chosen)), float(len(chosen)), share * size
    if not hits or not expected:
        hits, number, expected, size = hits + _HALF, number + _HALF, expected + _HALF, size + _HALF
    ratio = (hits / number) / (expected / size)
    error = math.sqrt(max(0.0, 1 / hits - 1 / number + 1 / expected - 1 / size))
    return Interval(ratio, ratio * math.exp(-_Z95 * error), ratio * math.exp(_Z95 * error))
