"""What a model card says, whatever its language: plain values, frozen with the report that it is published in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.life_cycles import CardState, LearningPaper

Edition = Literal["internal", "partners", "public"]
Figure = float | int | str | None


@dataclass(frozen=True)
class Span:
    """A value between the ends of its interval; None where an end, or the value, has no bound."""

    value: float | None
    low: float
    high: float | None


@dataclass(frozen=True, kw_only=True)
class ArmVisits:
    """How many visits of an arm were chosen, and how many were made."""

    arm: str
    chosen: int
    made: int


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How common one objective is ("any" or "serious"), and how much more often the risk arm finds it."""

    objective: str
    prevalence: Span | None
    is_bounds: bool
    lift: Span | None
    lift_is_bounds: bool
    non_response: float
    drawn: int
    seen: int
    targeted: int


@dataclass(frozen=True, kw_only=True)
class StopRule:
    """What the stop rule says, since which week, from how many weeks of districts."""

    says: Literal["helps", "does_not_help", "cannot_tell_yet"]
    lift: Span | None
    since: str | None
    compared: int


@dataclass(frozen=True, kw_only=True)
class PlotPoint:
    """One group of places on the plot: the mean of what was said, the share found, its part of all.

    n
        How many visits stand behind it; in the internal edition only.
    """

    said: float
    found: float
    part: float
    n: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Whether probabilities mean what they say."""

    slope: Span
    intercept: Span
    error: Span
    points: tuple[PlotPoint, ...]
    n: int
    is_good: bool


@dataclass(frozen=True, kw_only=True)
class GroupFigure:
    """One figure of one group on the random arm; no value where too few draws stand behind it."""

    by: str
    group: str
    measure: str
    value: Span | None
    ratio: Span | None
    is_flagged: bool
    is_sure: bool
    n: int | None


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """What would change if one signal gave no points."""

    signal: str
    moved: float
    precision_with: Span | None
    precision_without: Span | None


@dataclass(frozen=True, kw_only=True)
class ProxyUse:
    """A known proxy of origin that a signal reads by a decision of the house, and what it was measured to do."""

    proxy: str
    signal: str
    approved_by: str
    approved_on: date
    until: date
    by: str
    group: str
    measure: str
    ratio: Span


@dataclass(frozen=True, kw_only=True)
class OriginTold:
    """How much signals tell of the nationality of municipalities' inhabitants, all together and each alone."""

    together: Span
    is_sure: bool
    municipalities: int
    each: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepPoints:
    """One step of a signal: where it begins ("missing" for no value), its label, its points, and those in force."""

    start: str
    label: str
    points: int
    in_force: int | None = None


@dataclass(frozen=True, kw_only=True)
class SignalPoints:
    """A signal on a card: the least and the most that it can give, and its steps where the edition has them."""

    signal: str
    category: str
    least: int
    most: int
    steps: tuple[StepPoints, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CardLine:
    """The card in force of one sector.

    calibrated
        The day of its fit to outcomes; None for one that people wrote.
    categories
        The registers that its signals come from.
    reference, approved_by, approved_on
        Of the proposal that it came from; empty where the rules brought it.
    """

    sector: str
    key: str
    calibrated: date | None
    categories: tuple[str, ...]
    signals: tuple[SignalPoints, ...] = ()
    reference: str = ""
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalLine:
    """A card that learning proposed, its evidence by name, and what became of it.

    plot
        What its probability said over the windows of its backtest, beside what was found.
    """

    reference: str
    sector: str
    objective: str
    state: CardState
    proposed_on: date
    valid_from: date
    replaces: str
    learnt: tuple[date, date] | None
    evidence: Mapping[str, Figure]
    categories: tuple[str, ...]
    plot: tuple[PlotPoint, ...] = ()
    signals: tuple[SignalPoints, ...] = ()
    sha256: str = ""
    proposed_by: str = ""
    asked_by: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper that must be signed before anything is learnt; no day where it is not."""

    kind: LearningPaper
    signed_on: date | None = None
    sha256: str = ""
    signed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterDay:
    """A register that signals read, and the day of its latest delivery; None where there is none."""

    register: str
    day: date | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What differs from the card before: of what, as it was and as it is; empty where it was not, or is no more."""

    what: Literal["first", "card", "stop_rule", "prevalence", "calibration", "paper", "proxy", "flagged"]
    subject: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """Everything that a model card says of a day; an edition leaves out what is not for its readers.

    first, last
        The weeks from and until which visits are counted.
    is_demo
        Whether everything in this house is made up.
    """

    edition: Edition
    on: date
    first: date
    last: date
    is_demo: bool
    visits: tuple[ArmVisits, ...]
    rates: tuple[Rate, ...]
    stop_rule: StopRule
    fit: Fit | None
    groups: tuple[GroupFigure, ...]
    dropped: tuple[Dropped, ...]
    proxies: tuple[ProxyUse, ...]
    origin: OriginTold | None
    cards: tuple[CardLine, ...]
    proposals: tuple[ProposalLine, ...]
    papers: tuple[PaperLine, ...]
    registers: tuple[RegisterDay, ...]
    changes: tuple[Change, ...] = ()
    rules_sha256: str = ""

    @property
    def flagged(self) -> tuple[GroupFigure, ...]:
        """The figures of groups outside the band of the rules."""
        return tuple(one for one in self.groups if one.is_flagged)
