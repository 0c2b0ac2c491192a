"""What an estimate is made from, and what it says: draws of the random arm, outcomes of the risk arm, intervals."""

from dataclasses import dataclass
from typing import Final

FARTHEST: Final = 50.0  # lift from which an interval has no upper end


@dataclass(frozen=True)
class Lot:
    """The lot by which a closed door is owed a second visit: its chance in (0, 1], and whether it was drawn."""

    chance: float
    is_drawn: bool


@dataclass(frozen=True)
class Draw:
    """One draw of the random arm.

    has_finding
        None where no control was done, at the second visit neither.
    stratum
        `district|sector`; empty where it is not known, which is a stratum of its own.
    lot
        Of a door that was closed at the first visit; None where it was seen then, or where no lot was held.
    """

    inclusion_probability: float
    has_finding: bool | None
    stratum: str = ""
    lot: Lot | None = None


@dataclass(frozen=True)
class Outcome:
    """One visit that was chosen by risk; `has_finding` is None where no control was done."""

    has_finding: bool | None
    stratum: str = ""


@dataclass(frozen=True)
class Interval:
    """A value with the ends of its interval; the upper end of a ratio may be infinite."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the arms say; a part that nothing was seen of is None.

    prevalence
        The share of the frame with something to find. Its value is that of the places that were seen. Where
        `is_bounds`, its ends hold whatever the places hid that nobody saw; else as long as these are like the others of
        their stratum.
    if_alike
        The same interval as if the places that nobody saw were like the others of their stratum, however many they are:
        for whoever compares, not for print where `is_bounds`.
    bounds
        The share if nothing was found in any place that was not seen, and if something was in each; no error of chance.
    lift
        The share with a finding among the visits chosen by risk, over the share that a lot would have found in the
        same strata. It is bounds where `lift_is_bounds`.
    is_bounds
        Where more than the rules' limit was not seen at the first visit, and second visits left some of it unseen.
    non_response
        Part of the draws, by weight, that nobody saw, second visits counted.
    drawn, seen
        How many visits were drawn, and how many of these were seen.
    targeted, targeted_unseen
        How many visits chosen by risk were seen, and how many were not.
    """

    prevalence: Interval | None
    if_alike: Interval | None
    is_bounds: bool
    bounds: tuple[float, float] | None
    lift: Interval | None
    lift_is_bounds: bool
    non_response: float
    drawn: int
    seen: int
    targeted: int
    targeted_unseen: int
