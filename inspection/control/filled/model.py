"""A filled control as its inspector made it, validated on the way in.

Everything about a person found stays in `PersonFound`; its `repr` shows the reference only, so that nothing personal
can slip into a log through a traceback.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from inspection.control.filled.chain import MOST_LINKS, ChainLink
from inspection.control.filled.offenders import FindingNoted, OffenderFound, OffenderRef
from inspection.control.filled.onsite import (
    MOST_CHECKS,
    NAME_LENGTH,
    PERSON_REF,
    TEXT_LENGTH,
    AttachmentRef,
    ClockCheck,
    Comment,
    ConsentAsked,
    CopiedPage,
    FirstSight,
    Hearing,
    Input,
    Lookup,
    Mark,
    Moment,
    PayPeriod,
    Position,
    RoomEntry,
    StepTaken,
    Summary,
    VisitRecordGiven,
    is_empty,
)
from inspection.life_cycles import ControlOutcome, Decision, PersonNow
from inspection.registers import NumberKind, identify_number
from inspection.territory import WORKPLACE
from sectors.rules.values import Lang

Form = Literal["economic", "sexual", "begging", "forced_crime", "organs", "smuggling"]
ReachHow = Literal["telephone", "message", "in_person", "through"]
Origin = Literal["own_initiative", "complaint", "police", "auditorate", "other_service"]
AnswerValue = bool | int | float | str | list[str] | None
MOST_PARTS = 999
MOST_MARKS = 9_999  # some ten checks of each of as many persons
MOST_REVISIONS = 1_000_000
MOST_PERSONS = 1000  # as many references as there are
PLACE = r"(\d{5}|[a-z][a-z0-9-]{0,63})"


class ChecklistRef(Input):
    """Which definition the answers were given under."""

    id: str
    version: str
    sha256: str


class PersonFound(Input):
    """Somebody who was found at work; `ref` (P1, P2, ...) is how everything else speaks of them.

    documents
        Which papers were shown, or none.
    met_before
        Whether the person was met in an earlier control, as far as anybody remembers.
    now_at, whereabouts
        Where the person is now, and what is to be said of it; as guarded as an answer about trafficking.
    reach_how, reach_through, reach_when, reach_language
        How the person can be reached without danger to them: by what, at which number or through whom, at which hours,
        in which language; as guarded.
    under_age
        Whether the person says to be, or may be, under age: doubt counts as a minor.
    accompanied
        Whether a parent or guardian is there; unknown counts as alone.
    employer
        For which of the offenders the person works, where there are several.
    """

    ref: str = Field(pattern=f"^{PERSON_REF}$")
    name: str | None = Field(default=None, repr=False)
    national_number: str | None = Field(default=None, repr=False)
    birth_date: date | None = Field(default=None, repr=False)
    hearing_language: str | None = None
    documents: str = Field(default="", max_length=TEXT_LENGTH, repr=False, exclude_if=is_empty)
    met_before: bool | None = Field(default=None, exclude_if=is_empty)
    now_at: PersonNow | None = Field(default=None, repr=False, exclude_if=is_empty)
    whereabouts: str = Field(default="", max_length=TEXT_LENGTH, repr=False, exclude_if=is_empty)
    reach_how: ReachHow | None = Field(default=None, repr=False, exclude_if=is_empty)
    reach_through: str = Field(default="", max_length=NAME_LENGTH, repr=False, exclude_if=is_empty)
    reach_when: str = Field(default="", max_length=NAME_LENGTH, repr=False, exclude_if=is_empty)
    reach_language: str | None = Field(default=None, max_length=NAME_LENGTH, repr=False, exclude_if=is_empty)
    under_age: bool | None = Field(default=None, repr=False, exclude_if=is_empty)
    accompanied: bool | None = Field(default=None, repr=False, exclude_if=is_empty)
    employer: OffenderRef | None = Field(default=None, exclude_if=is_empty)
    answers: Mapping[str, AnswerValue] = Field(default_factory=dict, repr=False)

    @property
    def number_kind(self) -> NumberKind | None:
        """Which kind of number was typed, by its check digits; None for none, or for one of another country."""
        return identify_number(self.national_number or "")


class SuspicionDecision(Input):
    """What the inspector decided: yes with grounds, no with a reason, or undecided.

    not_known
        What police ask first and the inspector said not to know when the report left: ids of questions, and of persons
        whose whereabouts it is. Nobody said so of what is neither answered nor here.
    """

    decision: Decision
    grounds: str = Field(default="", repr=False)
    forms: tuple[Form, ...] = ("economic",)
    decided_at: Moment
    not_known: tuple[Annotated[str, Field(max_length=64)], ...] = Field(
        default=(), max_length=MOST_PERSONS + 10, exclude_if=is_empty
    )


class Control(Input):
    """A control as it was filled in, planned or not.

    origin
        Of a control that was begun unplanned: at whose request. No employer learns of it, nor may any paper tell that
        there was a complaint.
    place
        A REFNIS code or a canton's id, where nobody knows the workplace yet.
    position
        Where the device was at the entry.
    door
        The sign or address of a door that no register knows, as the inspector wrote it down to find it again.
    team
        Ids of the users who were present.
    facts_from, facts_on
        First and last day of the facts; the first is the last where it is not given.
    offenders, noted
        Who is held to account where it was typed, and what was noted of single offences.
    chain
        Who contracted with whom, from whoever has the work done to the employer.
    summaries, visit_record
        What was read to whom before it was signed or refused, and what the employer got of the visit.
    paper
        Pages that were filled in on paper and copied afterwards: then no minute of a tick is known.
    clock_checks
        How far the device's clock was from the office's, at the contacts of which that is known; in their order.
    revision
        How often the device has sent this control, this time included; None from a client that does not count. An
        older one that arrives late is told by it.
    """

    control_id: str = Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    checklist: ChecklistRef
    visit: str | None = None
    workplace: str = Field(pattern=f"^{WORKPLACE}$")
    sector: str
    outcome: ControlOutcome
    entered_at: Moment
    left_at: Moment | None = None
    facts_on: date
    facts_from: date | None = Field(default=None, exclude_if=is_empty)
    report_language: Lang
    answers: Mapping[str, AnswerValue] = Field(default_factory=dict, repr=False)
    persons: tuple[PersonFound, ...] = Field(default=(), max_length=MOST_PERSONS, repr=False)
    offenders: tuple[OffenderFound, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    noted: tuple[FindingNoted, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    suspicion: SuspicionDecision | None = None
    revision: int | None = Field(default=None, ge=1, le=MOST_REVISIONS, exclude_if=is_empty)
    origin: Origin | None = Field(default=None, exclude_if=is_empty)
    place: str | None = Field(default=None, pattern=f"^{PLACE}$", exclude_if=is_empty)
    position: Position | None = Field(default=None, exclude_if=is_empty)
    door: str = Field(default="", max_length=NAME_LENGTH, repr=False, exclude_if=is_empty)
    team: tuple[Annotated[str, Field(max_length=NAME_LENGTH)], ...] = Field(
        default=(), max_length=50, exclude_if=is_empty
    )
    seen: tuple[FirstSight, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    hearings: tuple[Hearing, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    rooms: tuple[RoomEntry, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    pay: tuple[PayPeriod, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    lookups: tuple[Lookup, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    steps: tuple[StepTaken, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    consents: tuple[ConsentAsked, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    comments: tuple[Comment, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    attachments: tuple[AttachmentRef, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    paper: tuple[CopiedPage, ...] = Field(default=(), max_length=50, exclude_if=is_empty)
    marks: tuple[Mark, ...] = Field(default=(), max_length=MOST_MARKS, exclude_if=is_empty)
    clock_checks: tuple[ClockCheck, ...] = Field(default=(), max_length=MOST_CHECKS, exclude_if=is_empty)
    chain: tuple[ChainLink, ...] = Field(default=(), max_length=MOST_LINKS, exclude_if=is_empty)
    summaries: tuple[Summary, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=is_empty)
    visit_record: VisitRecordGiven | None = Field(default=None, exclude_if=is_empty)

    @property
    def first_facts_on(self) -> date:
        """The first day of the facts: the last one where no other was given."""
        return self.facts_from or self.facts_on

    def facts_of(self, note: FindingNoted | None) -> tuple[date, date]:
        """Return first and last day of the facts: those noted, else the control's; one noted moves the other."""
        first = (note.from_on if note else None) or self.first_facts_on
        last = (note.to_on if note else None) or max(self.facts_on, first)
        return min(first, last), last
