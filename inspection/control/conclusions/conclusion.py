"""What follows from a filled control by the rules: findings and what they risk, clocks, what was set aside."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.control.trafficking import Proposal
from sectors.rules.consequences import ConsequenceKey
from sectors.rules.values import Confidence


@dataclass(frozen=True, kw_only=True)
class Offender:
    """Somebody in a role; `person` where it is one of the persons found, `ref` where the inspector typed who it is."""

    role: str
    person: str | None = None
    ref: str | None = None

    @property
    def key(self) -> str:
        """How screens and the command name the offender: O1, or a role, or a role and a person."""
        return self.ref or (self.role if self.person is None else f"{self.role}:{self.person}")


@dataclass(frozen=True, kw_only=True)
class FurtherEffect:
    """What else the law attaches to an offence: a key of the rules' `legal_effects`, told as information.

    amount_cents
        The amount or floor that the law of the day of the facts knows, in euro cents; None where there is none, or it
        has to be looked up.
    """

    key: str
    amount_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class OtherReading:
    """What a finding risks by the level that other sources give, where they conflict; shown beside, never chosen."""

    level: int
    prison_months: tuple[int, int] | None
    criminal_cents: tuple[int, int] | None
    administrative_cents: tuple[int, int] | None
    criminal_legal_cents: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class RegionalReading:
    """What a finding risks by the own scale of a Region, surcharge included; shown beside, to be verified.

    is_of_one_worker
        Whether the finding concerns several and the amounts are those for one: what they come to was not found.
    """

    order: str
    prison_months: tuple[int, int] | None
    criminal_cents: tuple[int, int]
    administrative_cents: tuple[int, int]
    is_of_one_worker: bool
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class EarlierCounted:
    """A final decision against the offender within whose time an offence lies: it may double the maximum.

    until
        The last day on which it counts, by the law of the offence's day.
    """

    final_on: date
    until: date
    level: int | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An offence of one offender, in one period, by the law of its days; proposed, never decided.

    from_on, to_on
        First and last day of the facts. A period over which the law changed gives a finding for each of its parts.
    found_on
        The day on which the last element was known.
    workers
        How many persons it concerns, by their own answers or by those about the workplace; `persons` names them.
        `multiplier` is that number under the cap where the article multiplies, else 1.
    criminal_cents, administrative_cents
        (smallest, largest) fine for this finding, multiplied; None where the level has none, no level is known, or a
        region's own scale applies alone.
    is_legal_person
        What the offender is, as it was typed; None: nobody knows. The criminal fine and the prison term are those of a
        natural person unless it is a legal one.
    criminal_legal_cents
        The criminal fine of a legal person, where nobody knows whether the offender is one and it is another fine.
    regional
        What it risks by the Region's own scale, where that is held.
    recidivism
        Final decisions because of which the maximum may be doubled; no amount here is doubled.
    aggravated
        Whether an answer shows the aggravated variant of the offence, which has a level of its own.
    factors
        Aggravating factors for which the inspector recorded facts: they change no level, and are for the auditorate to
        judge.
    other
        What it risks by another level, where sources conflict about it.
    offender
        Against whom it is held.
    open_consequences, consequence
        What may follow, and which of these the rules propose by the level; that proposal is the project's own, so it is
        always shown "to be verified". Where there is no choice (a suspicion of trafficking, a crime outside the social
        law, a judicial request) only the report of infringement is open.
    legal_orders
        Whose law governs the facts: "federal", a key of the rules' `legal_orders`, or both where a Region's own law may
        apply instead of the federal one, or beside it.
    effects
        What else the law attaches to it.
    to_verify
        Whether any of it must be shown "to be verified".
    """

    offence: str
    offender: Offender
    from_on: date
    to_on: date
    found_on: date
    article: str
    level: int | None
    competence: Literal["federal", "regional"]
    workers: int
    persons: tuple[str, ...]
    multiplier: int
    period: str
    prison_months: tuple[int, int] | None
    criminal_cents: tuple[int, int] | None
    administrative_cents: tuple[int, int] | None
    confidence: Confidence
    to_verify: bool
    questions: tuple[str, ...]
    is_legal_person: bool | None = None
    criminal_legal_cents: tuple[int, int] | None = None
    regional: RegionalReading | None = None
    recidivism: tuple[EarlierCounted, ...] = ()
    aggravated: bool = False
    factors: tuple[str, ...] = ()
    other: OtherReading | None = None
    open_consequences: tuple[ConsequenceKey, ...] = ("pv",)
    consequence: ConsequenceKey = "pv"
    legal_orders: tuple[str, ...] = ("federal",)
    effects: tuple[FurtherEffect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """An offence that answers point to and that is not kept as a finding, and why.

    why
        "only_with": it stands only beside another offence, not found for the same person; "presumed_victim": it would
        be held against somebody whom the rules or the inspector take for a possible victim; "excluded": another
        offence, which it cannot stand beside, was found for the same persons.
    persons
        For whom it is set aside, where it may stand for others.
    """

    offence: str
    why: Literal["only_with", "presumed_victim", "excluded"]
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LeftToClarify:
    """A point of the rules' `to_clarify` that answers leave open, and about whom: nothing follows from it by itself."""

    key: str
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RunningClock:
    """A deadline that the control set running: `starts_on` is the first day that counts, `due_on` the last.

    asks
        When it is due: that somebody is told, or that the place is seen again.
    only_if
        The consequence under which alone it counts, if any; it is shown before that is decided, since it runs already.
    offender
        Whose finding started it; None where an event of the whole control did.
    """

    key: str
    starts_on: date
    due_on: date
    asks: Literal["alert", "visit"] = "alert"
    only_if: ConsequenceKey | None = None
    offender: Offender | None = None


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """All that follows from a filled control by the rules; nothing in it decides anything.

    not_in_force
        Offences that answers point to but that the law of the day of the facts did not know.
    remarks
        Keys of what somebody should look at: `report_language`, the report's language is not one of the territory;
        `report_language_choice`, the territory leaves a choice, which follows the suspect's language or the case;
        the key of a path whose question was answered yes, at which the control stops;
        `evidence_missing`, a finished control lacks a photograph or words that an answer calls for;
        `factor_without_offence`, facts that may be an aggravating factor were noted, and not the offence of it;
        `lodging_unknown`, where somebody is lodged was written so that it leads to no municipality;
        `hearing_rights`, `hearing_lawyer`, `rooms_ground`, a formality that is not on record (`formalities`);
        `part_time_minimum`, a part-time contract is shorter than the law of the day of the facts allows.
    set_aside
        Offences that answers point to but that may not be kept, each with the reason.
    to_clarify
        What answers leave open, which is no offence.
    awaits_decision
        Offences connected with exploitation, while the rules propose it and the inspector has not decided: their choice
        is open, and a yes would close it. A warning, which no offender is shown.
    """

    findings: tuple[Finding, ...]
    clocks: tuple[RunningClock, ...]
    proposal: Proposal
    rules_sha256: str
    not_in_force: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    to_clarify: tuple[LeftToClarify, ...] = ()
    awaits_decision: tuple[str, ...] = ()
