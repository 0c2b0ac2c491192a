"""Who may be chosen for a control, by what, and how that is measured: sectors, cards of points, signals, shares."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from sectors.rules.offences import Domain
from sectors.rules.values import Confidence, Frozen, Sourced, Text

_ROUNDING = 1e-9  # 0.35 + 0.3 + … is 1 and a little
ObjectiveKey = Literal["any", "serious"]  # what a selection may serve; what each means: `Objective`
_ANY: Final = "any"
Part = Annotated[float, Field(gt=0, lt=1)]


def _round_one(band: tuple[float, float]) -> tuple[float, float]:
    if not 0 < band[0] < 1 < band[1]:
        raise ValueError("a band lies round 1, from the smaller to the larger, such as [0.8, 1.25]")
    return band


Band = Annotated[tuple[float, float], AfterValidator(_round_one)]


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


MISSING: Final = "missing"  # in place of the start of a bin: where no value is there


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
    documents
        What is asked here besides what is asked everywhere: `Catalogue.documents_asked` gives both.
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

    level
        Whose facts they are: the workplace's own, or of the enterprise with all its workplaces.
    reads
        All the columns that it gets to see, as `register.table.column` of the lake; see
        sectors/reader/signal_checking.py.
    """

    key: str
    label: Text
    register_key: str
    level: Literal["workplace", "enterprise"]
    reads: tuple[str, ...] = Field(min_length=1)
    unit: str
    why: Text


class Objective(Sourced):
    """What a week may be chosen for: the outcome of a control that its probability is of.

    Outcomes are findings of inspectors. What bears on trafficking (indicators, suspicions, referrals) is none: whoever
    were looked for by it would be found by it.

    least_level
        A finding of this level or above counts, from 1 to 4; None, for "any" alone: any finding does.
    """

    key: str
    label: Text
    least_level: int | None = Field(ge=1, le=4, default=None)

    @model_validator(mode="after")
    def _is_any_or_has_its_level(self) -> "Objective":
        if (self.key == _ANY) != (self.least_level is None):
            raise ValueError("every objective but 'any' says under 'least_level' from which level a finding counts")
        return self


class Excuse(Sourced):
    """A reason for which a sector may miss its share in a district and a week; there are no others."""

    key: str
    label: Text


class CardStatement(Sourced):
    """What every model card of targeting says, whatever was measured.

    kind
        What points are for, what they are not for, where they end, or the law that they rest on.
    place
        Its place among those of its kind, from 1.
    """

    key: str
    kind: Literal["use", "not_for", "limit", "ground"]
    place: int = Field(ge=1)
    text: Text


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


class MeasuringRules(Sourced):
    """How it is measured whether targeting finds more than chance, is calibrated and is fair.

    interval_level
        Of every interval but the stop rule's, in (0, 1).
    non_response_limit
        Part of an arm that was not seen, above which an interval is bounds: whatever the doors hid, it holds.
    follow_up_share, follow_up_days
        Which part of the closed doors of the random arm is drawn for a second visit, and in how many days it is made.
    stop_error
        Chance that the stop rule ever says one thing while the opposite is true, over all weeks together.
    least_lift
        How many times what chance finds the risk arm must find to be worth it; surely less is "does not help".
    most_weight
        For how many risk visits one random draw may stand in the stop rule.
    fairness_band
        Ratio of a group's figure to everybody's, outside which it is flagged.
    size_classes
        People employed from which an enterprise belongs to the next class of size, rising.
    least_group
        Visits behind a group's figure, under which it is not shown.
    calibration_slope, calibration_error, calibration_bins
        The band of the slope, the largest expected calibration error (in probability), in how many groups.
    """

    interval_level: Part
    non_response_limit: Part
    follow_up_share: float = Field(gt=0, le=1)
    follow_up_days: int = Field(ge=1)
    stop_error: Part
    least_lift: float = Field(ge=1)
    most_weight: float = Field(ge=1)
    fairness_band: Band
    least_group: int = Field(ge=2)
    size_classes: tuple[int, ...] = Field(min_length=1)
    calibration_slope: Band
    calibration_error: Part
    calibration_bins: int = Field(ge=2)


class CardLimits(Frozen):
    """How a card may be fitted, to a house's own history or to a table of somebody else's.

    least_controls, least_found
        Matured controls of a sector, and of these with something found and without, under which nothing is proposed.
    maturity_days
        After a control, from which its outcome is taken as final.
    window_days
        Of controls that a card is fitted on, before the maturity gap.
    calibration_days
        Of controls, the last of the window, that points are turned into a probability on.
    most_bins, least_bin_share
        Steps of a signal on a fitted card, the missing one aside; the part of the controls, by weight, that each holds
        at least.
    most_points
        The largest points of one bin, above and below zero.
    most_rounding_loss
        Part of what the signals explain that whole points may lose, in (0, 1).
    most_weight
        Times that a control may weigh what the least weighty does, when points are fitted; calibration cuts nothing.
    """

    least_controls: int = Field(ge=1)
    least_found: int = Field(ge=1)
    maturity_days: int = Field(ge=0)
    window_days: int = Field(ge=1)
    calibration_days: int = Field(ge=1)
    most_bins: int = Field(ge=2)
    least_bin_share: float = Field(gt=0, lt=0.5)
    most_points: int = Field(ge=1)
    most_rounding_loss: Part
    most_weight: float = Field(ge=1)


Windows = Annotated[int, Field(ge=1)]
Capacity = Annotated[float, Field(gt=0, le=1)]
Alone = Annotated[float, Field(gt=0.5, lt=1)]


class LearningRules(CardLimits, Sourced):
    """What a card may be fitted on, and when a fit may be proposed.

    half_life_days
        After which a past control counts half in a workplace's own history.
    test_days, windows
        Days of controls that one window of a backtest is judged on, and how many windows.
    capacity
        Part of the controls of a window that could have been made, in (0, 1].
    most_alone
        Area under the curve, in (0.5, 1), that no signal reaches alone unless it was measured after the control.
    least_auc_gain
        Above which the lower end of the paired interval must lie, of how much better a card ranked than that in force.
    left_out_domains
        Domains of offences whose findings teach nothing, since they stand for nationality.
    snapshot_days
        How long the frozen signals of a selection are kept.
    place_check_workplaces
        Workplaces of its sector, drawn by lot, of which a proposed card is shown not to follow names and places.
    place_week_workplaces
        Workplaces of one district, both drawn by the week, of which the same is shown before a week is drawn.
    """

    half_life_days: int = Field(ge=1)
    test_days: int = Field(ge=1)
    windows: Windows
    capacity: Capacity
    most_alone: Alone
    least_auc_gain: float
    left_out_domains: tuple[Domain, ...] = Field(min_length=1)
    snapshot_days: int = Field(ge=1)
    place_check_workplaces: int = Field(ge=1)
    place_week_workplaces: int = Field(ge=1)

    @model_validator(mode="after")
    def _kept_long_enough(self) -> "LearningRules":
        if self.snapshot_days < self.window_days + self.maturity_days + self.windows * self.test_days:
            raise ValueError("snapshot_days hold at least window_days, maturity_days and all windows of test_days")
        return self
