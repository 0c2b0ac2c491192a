"""What figures are counted from: plain values about things that happened, with nothing about anybody in them.

Each thing has its day (in Brussels) and the words by which it may be cut. What a magistrate ordered or put under
embargo is not among them, and a control that was corrected is one control: whoever loads them sees to both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from inspection.life_cycles import (
    ControlOutcome,
    Decision,
    DeliveryState,
    LinkDecision,
    NoticeState,
    OnCallTestOutcome,
    ToldOutcome,
    VisitState,
)

AgeGroup = Literal["under_18", "adult", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened on a day, in Brussels."""

    on: date


@dataclass(frozen=True, kw_only=True)
class LocalFact(Fact):
    """Something that happened in a district."""

    district: str


@dataclass(frozen=True, kw_only=True)
class SectorFact(LocalFact):
    """Something that happened in a district, in a sector."""

    sector: str


@dataclass(frozen=True, kw_only=True)
class VisitFact(SectorFact):
    """A visit that an approved week owed or chose, on the day of its stop (the week's Monday, where it found none).

    stratum, inclusion_probability
        Of the random arm only: where it was drawn, and with which probability.
    has_finding
        None without a control that was done.
    second_chance, is_second_owed, second_has_finding
        Of a drawn door that stayed shut and over which a lot was held: the chance of a second visit, whether the lot
        fell on it, and what that visit found; None without one.
    """

    arm: str
    state: VisitState | Literal["unplaced"]
    stratum: str | None = None
    inclusion_probability: float | None = None
    has_finding: bool | None = None
    second_chance: float | None = None
    is_second_owed: bool = False
    second_has_finding: bool | None = None


@dataclass(frozen=True, kw_only=True)
class StratumFact(SectorFact):
    """How many workplaces a stratum of the random arm held in an approved week, on the week's Monday."""

    size: int


@dataclass(frozen=True, kw_only=True)
class ControlFact(SectorFact):
    """A control, on the day of the entry.

    arm
        That of its visit; "unplanned" without one.
    outcome
        As it was saved; "unfinished" as long as nobody left.
    persons, without_dimona, minors
        How many persons were found, how many of them a finding on the declaration to social security names, how many
        were flagged as minors.
    is_suspicion
        Whether the rule's pattern was positive or somebody said yes.
    victims
        The age group of each person to whom a sign of the proposal or a hearing as victim points.
    """

    arm: str
    outcome: ControlOutcome | Literal["unfinished"]
    has_finding: bool
    persons: int
    without_dimona: int
    minors: int
    is_positive: bool
    is_suspicion: bool
    victims: tuple[AgeGroup, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingFact(SectorFact):
    """A finding, on the day of the entry of its control; `level` is "none" where no level is known."""

    offence: str
    level: str


@dataclass(frozen=True, kw_only=True)
class SignFact(SectorFact):
    """An indicator that a control shows, on the day of the entry, with its dimension (recruitment, work, ...)."""

    dimension: str


@dataclass(frozen=True, kw_only=True)
class DecisionFact(LocalFact):
    """What was decided on the suspicion of one control, on the day of the decision that stands.

    minutes
        From the first positive proposal to the first yes or no; None where either is missing.
    """

    decision: Decision
    minutes: float | None


@dataclass(frozen=True, kw_only=True)
class ReferralFact(SectorFact):
    """A referral, on the day it was opened; `form` is "mixed" for more than one."""

    form: str
    has_minor: bool
    victims: tuple[AgeGroup, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeliveryFact(LocalFact):
    """The first delivery of a referral to one office, on the day it was queued; supplements are no delivery more.

    timeliness
        "in_time" or "late" once it was answered; "running" or "overdue" until then; "not_awaited" without a deadline.
    minutes
        From queued to acknowledged.
    rerouted
        Whether another office took over what this one refused.
    """

    recipient_kind: str
    state: DeliveryState
    timeliness: str
    minutes: float | None
    rerouted: bool


@dataclass(frozen=True, kw_only=True)
class EscalationFact(LocalFact):
    """One rung of our own ladder, climbed because an answer was missing."""

    role: str


@dataclass(frozen=True, kw_only=True)
class LinkFact(Fact):
    """A link between two cases that a person decided on, on the day of the decision that stands."""

    ground: str
    decision: LinkDecision


@dataclass(frozen=True, kw_only=True)
class MagistrateOutcomeFact(LocalFact):
    """What a magistrate told of a referral later, the last word of it, on the day that it was told."""

    outcome: ToldOutcome


@dataclass(frozen=True, kw_only=True)
class TestCallFact(Fact):
    """A test call to a number of a duty roster."""

    recipient_kind: str
    answered: OnCallTestOutcome


@dataclass(frozen=True, kw_only=True)
class RecallFact(LocalFact):
    """A delivery that went to the wrong office and was asked back; `deleted` once that office said so."""

    recipient_kind: str
    deleted: str


@dataclass(frozen=True, kw_only=True)
class HelpFact(LocalFact):
    """A person who was told of the reception centres, on the day of the first word; by what stands today.

    centre
        "reached", "waiting" while one is being called, "none" where no contact was asked for.
    """

    said: str
    centre: str


@dataclass(frozen=True, kw_only=True)
class NoticeFact(LocalFact):
    """A notice to the Guardianship Service ("guardian") or another service ("exchange"), on the day it was queued."""

    kind: str
    recipient_kind: str
    state: NoticeState


@dataclass(frozen=True, kw_only=True)
class FigureFacts:
    """Everything of one service from `first` to `last`, both days included.

    atoms
        What a dimension can hold, whether it occurred or not: a table lists these, so that it tells nothing by what it
        leaves out.
    """

    service: str
    first: date
    last: date
    atoms: Mapping[str, tuple[str, ...]] = field(repr=False)
    visits: tuple[VisitFact, ...] = field(default=(), repr=False)
    strata: tuple[StratumFact, ...] = field(default=(), repr=False)
    controls: tuple[ControlFact, ...] = field(default=(), repr=False)
    findings: tuple[FindingFact, ...] = field(default=(), repr=False)
    signs: tuple[SignFact, ...] = field(default=(), repr=False)
    decisions: tuple[DecisionFact, ...] = field(default=(), repr=False)
    referrals: tuple[ReferralFact, ...] = field(default=(), repr=False)
    deliveries: tuple[DeliveryFact, ...] = field(default=(), repr=False)
    escalations: tuple[EscalationFact, ...] = field(default=(), repr=False)
    links: tuple[LinkFact, ...] = field(default=(), repr=False)
    magistrate_outcomes: tuple[MagistrateOutcomeFact, ...] = field(default=(), repr=False)
    test_calls: tuple[TestCallFact, ...] = field(default=(), repr=False)
    recalls: tuple[RecallFact, ...] = field(default=(), repr=False)
    help: tuple[HelpFact, ...] = field(default=(), repr=False)
    notices: tuple[NoticeFact, ...] = field(default=(), repr=False)
