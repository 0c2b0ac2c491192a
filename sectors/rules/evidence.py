"""What a register can prove, and what a person is still owed: dated like the rest of the law."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.values import Frozen, Sourced


class PresenceRule(Frozen):
    """From which value of the works, in cents, each presence at a site must be registered; None: always."""

    from_cents: Annotated[int, Field(ge=0)] | None = None


class DaysAround(Frozen):
    """So many days before and after a day."""

    before: int = Field(ge=0)
    after: int = Field(ge=0)


class LookPurpose(Frozen):
    """What a look at the registers is for.

    asks
        What it must belong to: a control that was saved, or a planned visit of one's own.
    typed_persons
        Whether persons may be looked up whose number was typed for this look; a control brings its own.
    """

    asks: Literal["control", "visit"]
    typed_persons: bool = False


class RegisterRules(Sourced):
    """What a declaration must hold to cover a moment, and where its absence proves nothing.

    hours_needed
        Worker type to when its declaration gives hours: always, or where the period is one day.
    planned_hours_needed
        Worker types whose declaration gives planned hours.
    unnamed_committee
        What stands for every joint committee that the declaration does not name.
    dmfa_due_months
        Months after its quarter within which the quarterly declaration is due, to the last day of the last of them.
    statuses_without_dimona
        Statuses (answers to `quota_rules.status_question`) for which no Dimona by this employer may be due.
    days_around
        How near the day of the facts a declared period of somebody must be, to be looked up at all.
    purposes
        What somebody may look into the registers for; there is no look without one of them.
    presence
        Sector to the duty of registering presences in it.
    """

    hours_needed: Mapping[str, Literal["always", "one_day"]]
    planned_hours_needed: tuple[str, ...]
    unnamed_committee: str
    dmfa_due_months: int = Field(ge=0)
    statuses_without_dimona: tuple[str, ...]
    days_around: DaysAround
    purposes: Mapping[str, LookPurpose] = Field(min_length=1)
    presence: Mapping[str, PresenceRule]


class LookLimits(Frozen):
    """How often somebody in the field may look a person up, and for how long a control that is under way lets them.

    registers
        Registers that are asked about a person, in the order in which the form shows them.
    persons_an_hour
        Persons that one inspector may look up within an hour; the same person again counts anew.
    open_hours
        Hours after the first look-up of a control for which more may follow.
    """

    registers: tuple[str, ...] = Field(min_length=1)
    persons_an_hour: int = Field(ge=1, le=1000)
    open_hours: int = Field(ge=1, le=168)


class FieldRules(Sourced):
    """What holds for a device in the field.

    clock_limit_s
        Seconds by which its clock may differ from the office's before that is said beside every minute it wrote.
    looks
        The bounds of look-ups from a control that is under way.
    """

    clock_limit_s: int = Field(ge=5, le=3600)
    looks: LookLimits


class ArrearsRules(Sourced):
    """What is presumed about somebody's employment where nobody can show how long it lasted.

    presumed_months
        Months of employment that are presumed, at least, of somebody found at work without a right to stay.
    presumed_offences
        The offences whose evidence about a person brings the presumption.
    explained_question
        The question that tells whether the person was told of the right to claim.
    """

    presumed_months: int = Field(ge=1)
    presumed_offences: tuple[str, ...] = Field(min_length=1)
    explained_question: str
