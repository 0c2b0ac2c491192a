"""Whether targeting by points goes on: a rule that may be looked at every week and still errs as seldom as it says.

A rule that looks until it likes what it sees errs sooner or later. This one bets: against each claim runs a wealth that
cannot grow on average while the claim is true, whenever somebody looks (Ville); it is refuted when the wealth has grown
so many times that a true claim gets there with the chance of the rule's error. The wealth is a mixture of empirical
Bernstein bounds for the mean of bounded, changing things (Howard, Ramdas, McAuliffe and Sekhon 2021, theorem 4):
seasons and districts may differ; what is judged is the mean over the weeks.

Two claims: "the risk arm finds no more than a lot", and "it finds at least `least_lift` times as much". The first
refuted: targeting helps. The second refuted: it does not help, or too little to be worth it. Neither: nobody can tell
yet.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from inspection.targeting.evaluating.draws import FARTHEST, Interval
from inspection.targeting.evaluating.pairing import Comparison, DistrictWeek, compare
from sectors.rules.selection import MeasuringRules

Says = Literal["helps", "does_not_help", "cannot_tell_yet"]
# Bets as parts of the boldest one, each with an equal share of the stake: bold ones win soon, careful ones surely.
_BETS: Final = np.geomspace(0.002, 0.98, 24)
_Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the rule stands after the last week.

    lift
        The risk arm over the lot among what was seen, with an interval that holds over all weeks together; None
        without a comparison. Its ends hold whatever was behind the doors that nobody saw.
    since
        The week in which the rule first said what it says; None while nobody can tell. What was said stands: it is
        asked anew with the weeks of another card.
    compared
        How many weeks of districts it rests on.
    """

    says: Says
    lift: Interval | None
    since: str | None
    compared: int


def stop_rule(weeks: Iterable[DistrictWeek], *, rules: MeasuringRules) -> Standing:
    """Tell whether targeting by points helps, from the weeks of every district under one card, in any order."""
    pairs = [(week.week, compare(week, rules.most_weight)) for week in sorted(weeks, key=_in_time)]
    known = [(week, pair) for week, pair in pairs if pair is not None]
    if not known:
        return Standing(says="cannot_tell_yet", lift=None, since=None, compared=0)
    sides = Sides.of(pair for _, pair in known)
    says, at = first_said(sides, rules)
    low, high = sides.interval(rules.stop_error)
    value = sides.value()
    return Standing(
        says=says,
        lift=Interval(value, low, high),
        since=known[at][0] if at is not None else None,
        compared=len(known),
    )


@dataclass(frozen=True)
class Sides:
    """Comparisons in their order, as columns: both sides, at least and at most; several runs may lie side by side."""

    risk_least: _Floats
    risk_most: _Floats
    lot_least: _Floats
    lot_most: _Floats

    @classmethod
    def of(cls, pairs: Iterable[Comparison]) -> "Sides":
        """Put comparisons under each other."""
        rows = np.array([(*pair.risk, *pair.lot) for pair in pairs], dtype=np.float64)
        return cls(*rows.T)

    def value(self) -> float:
        """Return the ratio of what was found to what a lot would have found, where half of the unseen had something."""
        lot = float(np.sum(self.lot_least + self.lot_most))
        return float(np.sum(self.risk_least + self.risk_most)) / lot if lot else math.inf

    def against_no_lift(self, lift: float) -> _Floats:
        """Return the logarithm of the wealth against "at most `lift`", after each comparison."""
        return _wealth(self.risk_least, self.lot_most, lift, sign=1.0)

    def against_lift(self, lift: float) -> _Floats:
        """Return the logarithm of the wealth against "at least `lift`", after each comparison."""
        return _wealth(self.risk_most, self.lot_least, lift, sign=-1.0)

    def interval(self, error: float) -> tuple[float, float]:
        """Return the lifts that are not refuted at the end, each side with half of `error`."""
        enough = math.log(2 / error)
        low = _turn(lambda lift: bool(self.against_no_lift(lift)[-1] >= enough), refuted_below=True)
        high = _turn(lambda lift: bool(self.against_lift(lift)[-1] >= enough), refuted_below=False)
        return low, high


def first_said(sides: Sides, rules: MeasuringRules) -> tuple[Says, int | None]:
    """Return what was said first, and after which comparison (counted from 0)."""
    enough = math.log(2 / rules.stop_error)
    helps = _first(sides.against_no_lift(1.0) >= enough)
    fails = _first(sides.against_lift(rules.least_lift) >= enough)
    if helps is None and fails is None:
        return "cannot_tell_yet", None
    if fails is None or (helps is not None and helps <= fails):
        return "helps", helps
    return "does_not_help", fails


def _wealth(risk: _Floats, lot: _Floats, lift: float, *, sign: float) -> _Floats:
    """Return the mixture of bets on sign × (risk − lift × lot) having a mean above 0; time runs along the last axis."""
    wide = 1 + lift  # from −lift to 1
    value = sign * (risk - lift * lot) / wide
    total = np.cumsum(value, axis=-1)
    before = np.arange(value.shape[-1], dtype=np.float64)
    guess = (total - value) / np.maximum(before, 1)  # the mean so far foretells the next; nothing foretells the first
    spent = np.cumsum((value - guess) ** 2, axis=-1)
    cost = -np.log1p(-_BETS) - _BETS
    most = np.full(value.shape, -np.inf)
    for bet, price in zip(_BETS, cost, strict=True):
        np.logaddexp(most, bet * total - price * spent, out=most)
    return most - math.log(len(_BETS))


def _first(reached: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(reached)) if reached.any() else None


def _turn(is_refuted: Callable[[float], bool], *, refuted_below: bool) -> float:
    """Return the lift up to which, or from which on, lifts are refuted; 0 or infinity where none is."""
    low, high = 0.0, FARTHEST
    if not is_refuted(low if refuted_below else high):
        return 0.0 if refuted_below else math.inf
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if is_refuted(middle) is refuted_below else (low, middle)
    return low if refuted_below else high


def _in_time(week: DistrictWeek) -> tuple[str, str]:
    return week.week, min(week.strata, default="")
