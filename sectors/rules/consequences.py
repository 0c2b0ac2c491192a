"""What may follow from a finding: consequences, the sanctions that it risks, and the deadlines that run."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.offences import Level
from sectors.rules.values import Confidence, Sourced, Text

ConsequenceKey = Literal["information", "warning", "deadline", "pv"]
Event = Literal["offender_identified", "notice", "deadline_set", "report_sent"]
Start = Literal["finding", "facts", "offender_identified", "notice", "deadline_set", "report_sent"]


class Consequence(Sourced):
    """What may follow from a finding: information, a warning, a deadline to comply, a report of infringement (PV).

    at_discretion
        True where it is open only because the inspector may choose; False where it is open always.
    """

    key: ConsequenceKey
    label: Text
    at_discretion: bool


class DiscretionRules(Sourced):
    """What is proposed to an inspector who may choose, by the level of the infringement; never more than a proposal."""

    proposed_by_level: Mapping[Level, ConsequenceKey] = Field(min_length=4)
    proposed_without_level: ConsequenceKey


def surcharged(base_cents: tuple[int, int], factor: int) -> tuple[int, int]:
    """Return the range of a fine as it is paid: its base amounts times the surcharge factor."""
    return base_cents[0] * factor, base_cents[1] * factor


class SanctionRange(Sourced):
    """What one level risks in one period, surcharge included, in euro cents; None where it has no such sanction.

    criminal_legal_cents
        The criminal fine of a legal person, where it is another than that of a natural one: converted from the prison
        term that a legal person cannot serve.
    """

    level: int
    prison_months: tuple[int, int] | None
    criminal_cents: tuple[int, int] | None
    criminal_legal_cents: tuple[int, int] | None = None
    administrative_cents: tuple[int, int] | None


class Sanctions(Sourced):
    """The sanctions of the period in which the catalogue's day lies.

    aggravating_floor_percent
        Where an aggravating factor is present, no fine is below this share of its maximum; None: no such floor.
    aggravating_floor_levels
        The levels of the offences that have this floor.
    aggravating_floor_confidence
        How sure we are of it.
    legal_person_confidence
        How sure we are of the fines that are converted for a legal person.
    """

    period: str
    valid_from: date
    surcharge_factor: int
    ranges: Mapping[int, SanctionRange]
    workers_cap: int
    aggravating_floor_percent: int | None = None
    aggravating_floor_levels: tuple[int, ...] = ()
    aggravating_floor_confidence: Confidence | None = None
    legal_person_confidence: Confidence


class RecidivismRules(Sourced):
    """When an earlier final decision may double the maximum of what a finding risks; never more than that it may.

    window_years
        How long a decision counts, from the day after it became final.
    doubles
        Which sanctions have a maximum that may be doubled.
    """

    window_years: Annotated[int, Field(ge=1)]
    doubles: tuple[Literal["prison", "criminal", "administrative"], ...] = Field(min_length=1)


class Clock(Sourced):
    """A deadline that starts from an event.

    length
        In `unit`; None where no rule gives it: then the day of the event is itself the last day.
    unit
        "days" counts calendar days, "working_days" skips weekends and holidays, "months" and "years" go by the
        calendar.
    counted_from
        "day_after" (the day after the event is day 1) or "same_day".
    moves_to_working_day
        Whether an end on a weekend or holiday moves to the next working day.
    starts
        What starts it: "finding" (the day on which offences were found), "facts" (the day of the facts), or an event
        whose day a question asks for.
    shifted_by
        An event that starts it anew where it came later, if there is one.
    asks
        What is asked for when it is due: that somebody is told, or that the place is seen again.
    only_if
        The consequence under which alone it counts; it is shown before that is decided, since it already runs.
    told_to_offender
        Whether it binds the offender, and so stands in the offender's copy; the others are the service's own.
    """

    key: str
    label: Text
    length: Annotated[int, Field(ge=1)] | None
    unit: Literal["days", "working_days", "months", "years"]
    counted_from: Literal["day_after", "same_day"]
    moves_to_working_day: bool
    effect_if_late: Text
    starts: Start
    shifted_by: Event | None = None
    asks: Literal["alert", "visit"]
    only_if: ConsequenceKey | None = None
    told_to_offender: bool = False
