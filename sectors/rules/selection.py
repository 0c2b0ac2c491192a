"""Who may be chosen for a control, and by what: sectors with their windows, cards of points, signals, shares."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from sectors.rules.values import Confidence, Frozen, Sourced, Text

_ROUNDING = 1e-9  # 0.35 + 0.3 + … is 1 and a little
ObjectiveKey = Literal["any", "serious"]  # what a selection may serve; what each means: `Objective`


class ControlWindow(Sourced):
    """A span of the day in which a control of the sector finds people at work.

    weekdays
        0 (Monday) to 6 (Sunday).
    opens, closes
        Minutes after midnight; `closes` above 1440 runs into the next day.
    months
        1 to 12; empty means the whole year.
    """

    weekdays: tuple[int, ...]
    opens: int
    closes: int
    months: tuple[int, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether the window exists on `day`."""
        return day.weekday() in self.weekdays and (not self.months or day.month in self.months)


class Bin(Frozen):
    """One step of a signal on a card: from `start` upwards it gives `points` (`start` None: the value is missing)."""

    start: float | None
    points: int
    label: str


class CardSignal(Frozen):
    """The steps of one signal on a card, missing first, then by rising start.

    why
        Why it counts in this sector, where that is another reason than the signal's own.
    """

    signal: str
    bins: tuple[Bin, ...]
    why: Text | None = None


class Card(Sourced):
    """The points table of a sector, dated as a whole: one decision, one date.

    calibrated
        The day on which its base rate and points_to_double were fitted to outcomes; None: they are a guess of ours, and
        no probability follows from the points (`inspection.targeting.assessing.probability` is the gate).
    base_rate
        Probability of at least one infringement in a control of this sector, in (0, 1); of controls that somebody
        aimed, while it is not calibrated.
    points_to_double
        How many points double the odds.
    objective
        What its probability is of, where it is calibrated: a week that serves another one takes none from it.
    """

    sector: str
    valid_from: date
    signals: tuple[CardSignal, ...]
    base_rate: float
    points_to_double: float
    base_rate_source: str
    base_rate_confidence: Confidence
    calibrated: date | None = None
    objective: ObjectiveKey = "any"

    @property
    def key(self) -> str:
        return f"{self.sector}@{self.valid_from.isoformat()}"


class Sector(Frozen):
    """A branch of activity that is controlled in one way: who belongs to it, when to come, what to ask.

    nace
        NACE-BEL version ("2008", "2025") to codes of five or seven digits; a five-digit code covers those of seven
        digits that begin with it.
    minutes
        How long a control takes on site.
    team_size
        Smallest number of inspectors that may go.
    sources
        Where each part comes from: "sector" (windows, minutes, team, checklist, documents), "nace.2008", "nace.2025",
        "joint_committees"; the card and the windows carry their own.
    """

    key: str
    label: Text
    enabled: bool
    core: bool
    nace: Mapping[str, tuple[str, ...]]
    joint_committees: tuple[str, ...]
    dimona_joint_committees: tuple[str, ...]
    windows: tuple[ControlWindow, ...]
    minutes: int
    team_size: int
    skills: tuple[str, ...]
    card: Card | None
    checklist: tuple[str, ...]
    documents: tuple[Text, ...]
    note: str = ""
    sources: Mapping[str, Sourced] = {}


class SignalInfo(Sourced):
    """What a signal measures, from which register, in which unit.

    reads
        All the columns that it gets to see, as `register.table.column` of the lake; see
        sectors/reader/signal_checking.py.
    """

    key: str
    label: Text
    register_key: str
    reads: tuple[str, ...] = Field(min_length=1)
    unit: str
    why: Text


class Proxy(Sourced):
    """Something that stands for origin, or may: no signal may read a column of such a name.

    columns
        Patterns of names, `*` for anything; compared in any case with a column's name in the lake and in the delivery.
    """

    key: str
    label: Text
    columns: tuple[str, ...] = Field(min_length=1)


class Objective(Sourced):
    """What a week may be chosen for: the outcome of a control that its probability is of.

    Outcomes are findings of inspectors. What bears on trafficking (indicators, suspicions, referrals) is none: whoever
    were looked for by it would be found by it.

    least_level
        A finding of this level or above counts, from 1 to 4; None: any finding does.
    """

    key: str
    label: Text
    least_level: int | None = Field(ge=1, le=4, default=None)


class Excuse(Sourced):
    """A reason for which a sector may miss its share in a district and a week; there are no others."""

    key: str
    label: Text


class SelectionRules(Sourced):
    """How next week's visits are divided.

    random_share
        Part of the capacity that is drawn by lot, in [0, 1].
    cooling_off_days
        Days after a control in which the risk arm leaves a workplace alone.
    optional_per_capacity
        How many candidates the planner is offered for each visit that it has room for.
    risk_shares
        Sector to its part of the visits chosen by risk, in [0, 1], together at most 1; sectors that are not named
        divide what is left. Empty: all are equal.
    risk_least
        Visits a district and week that each sector with a workplace there is given room for, whatever its share.
    worth_halves_after
        The part of a sector's room after which the worth of its next workplace has halved: the smaller, the closer the
        planned week keeps to the shares and to the order of points, and the longer its teams drive.
    objective
        What the weeks serve.
    year_visits
        The objectives of the year: district to sector to the visits by risk that the service means to make there in a
        calendar year. They are the shares of that district, and only where they are set may probabilities compare
        sectors. Empty: `risk_shares` hold.
    owed_at_most
        How many times its share a sector may get in one week, to make up for what it missed earlier in the year; 1:
        nothing is made up for.
    share_within
        How far a core sector may end from its share of a year, as a part of it.
    excused_at_most
        The part of the district-weeks of a year that may be excused.
    """

    random_share: float = Field(ge=0, le=1)
    cooling_off_days: int = Field(ge=0)
    optional_per_capacity: int = Field(ge=1)
    risk_shares: Mapping[str, Annotated[float, Field(ge=0, le=1)]] = {}
    risk_least: int = Field(ge=0, default=0)
    worth_halves_after: float = Field(gt=0, default=1)
    objective: ObjectiveKey = "any"
    year_visits: Mapping[str, Mapping[str, Annotated[int, Field(ge=0)]]] = {}
    owed_at_most: float = Field(ge=1, default=1)
    share_within: float = Field(gt=0, le=1, default=1)
    excused_at_most: float = Field(ge=0, le=1, default=1)

    @field_validator("risk_shares")
    @classmethod
    def _parts_of_one(cls, shares: Mapping[str, float]) -> Mapping[str, float]:
        if sum(shares.values()) > 1 + _ROUNDING:
            raise ValueError("the shares add up to more than 1; write parts of one, such as 0.35")
        return shares
