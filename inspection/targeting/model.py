"""What targeting says of a workplace: points with reasons, and who was chosen by which arm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from sectors.rules.selection import ObjectiveKey

Arm = Literal["random", "mandated", "risk"]
ARMS: Final[tuple[Arm, ...]] = get_args(Arm)
_ROUNDING = 1e-9  # shares such as 0.35 + 0.3 + … add up to 1 and a little


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One term of an assessment, as data: rendered in the reader's language elsewhere.

    value
        None when the register has nothing on it: a bin of its own, never a zero.
    snapshot
        Register and day that the value was read from, such as `dimona@2026-11-20`.
    """

    signal: str
    value: float | None
    bin: str
    points: int
    snapshot: str


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """A visit that is owed, and why.

    origin
        "complaint", "clock", "second_visit", "joint_action" or "judicial"; the id stays inside the office. What a
        magistrate ordered is in no list, link or figure: its visit is set apart from the plan before anybody reads it.
    """

    workplace: str
    origin: Literal["complaint", "clock", "second_visit", "joint_action", "judicial"]
    origin_id: str
    not_after: date | None = None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A workplace that was selected for the week, with everything that defends the choice later.

    stratum, drawn, frame_size
        For the random arm: district × sector, n_h and N_h; inclusion_probability is their quotient.
    day
        For the random arm: the day that was drawn with it, so that it does not become the convenient arm.
    probability
        Of the outcome that the selection serves; None while the sector's card is not calibrated for it.
    place, place_of
        How many of its sector and district stand at its place or above by points, and among how many; 1 is the highest.
    worth
        What the visit is worth to the planner, in [0, 1]: comparable over sectors (see `ranking.py`).
    """

    workplace: str
    arm: Arm
    sector: str
    district: str
    points: int
    reasons: tuple[Reason, ...]
    worth: float
    probability: float | None = None
    place: int | None = None
    place_of: int | None = None
    stratum: str | None = None
    drawn: int | None = None
    frame_size: int | None = None
    inclusion_probability: float | None = None
    day: date | None = None
    mandate: Mandate | None = None


@dataclass(frozen=True, kw_only=True)
class SectorRoom:
    """What a sector was given of the visits by risk in one district and week, and why that is not its share.

    share
        Its part by the policy, in [0, 1]; those of the sectors that have a workplace there add up to 1.
    owed
        Visits that it missed earlier in the year and is made up for; below 0 where it had more than its share.
    room, offered
        Visits that there is room for, and how many candidates the planner is offered for them.
    card
        The key of the card that put its workplaces in order; None where it has none.
    excuse
        A key of the rules' `excuses`, where it cannot have its share; None where it can.
    """

    district: str
    sector: str
    share: float
    owed: float
    room: float
    offered: int
    card: str | None = None
    excuse: str | None = None


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The week's candidates: random and mandated are required of the planner, risk is offered in order of its worth.

    frame_sha256
        Hash of the sorted eligible frame: who could have been drawn.
    strata
        `district|sector` to (n_h, N_h), for every stratum of the eligible frame.
    inclusion
        `district|sector` to the probability with which each of its workplaces was drawn; n_h / N_h except where a
        district has fewer random visits than strata (see allocation.py).
    frozen
        Workplace to the values that were consulted, the registers' days and their `sha256`.
    unmatched
        Mandates for a workplace that no register knows on that day: a person must place them.
    objective
        What it serves, a key of the rules' `objectives`; None in selections of before there was a choice.
    rooms
        How the visits by risk were divided, for each district and sector.
    """

    seed: int
    frame_sha256: str
    frame_size: int
    chosen: tuple[Chosen, ...]
    strata: Mapping[str, tuple[int, int]]
    frozen: Mapping[str, Mapping[str, object]] = field(repr=False)
    inclusion: Mapping[str, float] = field(default_factory=dict)
    unmatched: tuple[Mandate, ...] = ()
    objective: ObjectiveKey | None = None
    rooms: tuple[SectorRoom, ...] = ()

    def arm(self, arm: Arm) -> tuple[Chosen, ...]:
        """Return what one arm chose, in its order."""
        return tuple(c for c in self.chosen if c.arm == arm)


@dataclass(frozen=True, kw_only=True)
class SelectionPolicy:
    """How a week is divided between the arms; values come from sectors/common/selection.yaml.

    random_share
        Part of the capacity that is drawn at random, in [0, 1].
    cooling_off_days
        Days after a control in which the risk arm leaves a workplace alone.
    optional_per_capacity
        Candidates offered to the planner for each visit there is room for.
    risk_shares
        Sector to its part of the visits chosen by risk, in [0, 1]; together at most 1. See `sharing.py`.
    risk_least
        Visits that each sector with a workplace in the district is given room for, whatever its share.
    worth_halves_after
        The part of a sector's room after which the worth of its next workplace has halved, above 0.
    minutes
        Sector to the minutes of a team that one visit takes, way included; a sector that is not named takes as long as
        the longest.
    objective
        What the week serves: probabilities are of that, or there are none.
    year_visits
        District to sector to the visits by risk that are meant in a year: the shares there, and what probabilities need
        before they may compare sectors. Elsewhere `risk_shares` hold.
    owed_at_most
        How many times its share a sector may get in a week, to make up for earlier ones; at least 1.
    """

    random_share: float
    cooling_off_days: int
    optional_per_capacity: int
    risk_shares: Mapping[str, float]
    risk_least: int
    worth_halves_after: float
    minutes: Mapping[str, float] = field(default_factory=dict)
    objective: ObjectiveKey = "any"
    year_visits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    owed_at_most: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.random_share <= 1:
            raise ValueError(f"random_share is a part of 1, got {self.random_share}. For ten per cent write 0.1.")
        if self.cooling_off_days < 0 or self.optional_per_capacity < 1:
            raise ValueError("cooling_off_days cannot be negative and optional_per_capacity is at least 1.")
        if min(self.risk_shares.values(), default=0) < 0 or sum(self.risk_shares.values()) > 1 + _ROUNDING:
            raise ValueError("risk_shares are parts of 1: none below 0, together at most 1.")
        if self.risk_least < 0 or self.worth_halves_after <= 0 or self.owed_at_most < 1:
            raise ValueError(
                "risk_least cannot be negative, worth_halves_after is above 0 and owed_at_most at least 1."
            )
