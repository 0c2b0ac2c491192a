"""A filled control and what follows from it: validated on the way in, plain values on the way out.

Everything about a person found stays in `PersonFound`; its `repr` shows the reference only, so that nothing personal
can slip into a log through a traceback.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from inspection.control.filled.identifiers import NumberKind, identify_number
from inspection.control.filled.onsite import (
    NAME_LENGTH,
    PERSON_REF,
    WORDS_LENGTH,
    AttachmentRef,
    Comment,
    ConsentAsked,
    Hearing,
    Input,
    Lookup,
    Moment,
    PayPeriod,
    Position,
    Seen,
    StepTaken,
)
from inspection.territory import WORKPLACE
from sectors.rules import Confidence, ConsequenceKey, Dimension, Lang, Strength

Outcome = Literal["done", "closed", "refused_access", "moved", "called_off", "unsafe"]
Decision = Literal["yes", "no", "undecided"]
Form = Literal["economic", "sexual", "begging", "forced_crime", "organs", "smuggling"]
Pattern = Literal["ilo", "dignity", "grave"]
Origin = Literal["own_initiative", "complaint", "police", "auditorate", "other_service"]
AnswerValue = bool | int | float | str | list[str] | None
MOST_PARTS = 999
MOST_REVISIONS = 1_000_000
MOST_PERSONS = 1000  # as many references as there are
PLACE = r"(\d{5}|[a-z][a-z0-9-]{0,63})"


def _is_empty(value: object) -> bool:
    """Leave an empty part out of what is written: a control saved before the part existed keeps its text and hash."""
    return value is None or value == () or value == ""


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
    whereabouts
        Where the person is now; as guarded as an answer about trafficking.
    under_age
        Whether the person says to be, or may be, under age: doubt counts as a minor.
    accompanied
        Whether a parent or guardian is there; unknown counts as alone.
    """

    ref: str = Field(pattern=f"^{PERSON_REF}$")
    name: str | None = Field(default=None, repr=False)
    national_number: str | None = Field(default=None, repr=False)
    birth_date: date | None = Field(default=None, repr=False)
    hearing_language: str | None = None
    documents: str = Field(default="", max_length=WORDS_LENGTH, repr=False, exclude_if=_is_empty)
    met_before: bool | None = Field(default=None, exclude_if=_is_empty)
    whereabouts: str = Field(default="", max_length=WORDS_LENGTH, repr=False, exclude_if=_is_empty)
    under_age: bool | None = Field(default=None, repr=False, exclude_if=_is_empty)
    accompanied: bool | None = Field(default=None, repr=False, exclude_if=_is_empty)
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
        default=(), max_length=MOST_PERSONS + 10, exclude_if=_is_empty
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
    revision
        How often the device has sent this control, this time included; None from a client that does not count. An
        older one that arrives late is told by it.
    """

    control_id: str = Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    checklist: ChecklistRef
    visit: str | None = None
    workplace: str = Field(pattern=f"^{WORKPLACE}$")
    sector: str
    outcome: Outcome
    entered_at: Moment
    left_at: Moment | None = None
    facts_on: date
    report_language: Lang
    answers: Mapping[str, AnswerValue] = Field(default_factory=dict, repr=False)
    persons: tuple[PersonFound, ...] = Field(default=(), max_length=MOST_PERSONS, repr=False)
    suspicion: SuspicionDecision | None = None
    revision: int | None = Field(default=None, ge=1, le=MOST_REVISIONS, exclude_if=_is_empty)
    origin: Origin | None = Field(default=None, exclude_if=_is_empty)
    place: str | None = Field(default=None, pattern=f"^{PLACE}$", exclude_if=_is_empty)
    position: Position | None = Field(default=None, exclude_if=_is_empty)
    door: str = Field(default="", max_length=NAME_LENGTH, repr=False, exclude_if=_is_empty)
    team: tuple[Annotated[str, Field(max_length=NAME_LENGTH)], ...] = Field(
        default=(), max_length=50, exclude_if=_is_empty
    )
    seen: tuple[Seen, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    hearings: tuple[Hearing, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    pay: tuple[PayPeriod, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    lookups: tuple[Lookup, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    steps: tuple[StepTaken, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    consents: tuple[ConsentAsked, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    comments: tuple[Comment, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)
    attachments: tuple[AttachmentRef, ...] = Field(default=(), max_length=MOST_PARTS, exclude_if=_is_empty)


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


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An offence that the answers point to, by the law of the day of the facts; proposed, never decided.

    workers
        How many persons it concerns, by their own answers or by those about the workplace; `persons` names them.
        `multiplier` is that number under the cap where the article multiplies, else 1.
    criminal_cents, administrative_cents
        (smallest, largest) fine for this finding, multiplied; None where the level has none, no level is known, or a
        region's own scale applies.
    aggravated
        Whether an answer shows the aggravated variant of the offence, which has a level of its own.
    factors
        Aggravating factors for which the inspector recorded facts: they change no level, and are for the auditorate to
        judge.
    other
        What it risks by another level, where sources conflict about it.
    offender
        Key of the role of whoever commits it, by the rules' `offender_roles`; empty in a conclusion kept before
        it said so (`role_of` reads it from the rules).
    open_consequences, consequence
        What may follow, and which of these the rules propose by the level; that proposal is the project's own, so it is
        always shown "to be verified". Where there is no choice (a suspicion of trafficking, an offence connected with
        an exploitation that the rules propose, a crime outside the social law, a judicial request) only the report of
        infringement is open.
    legal_orders
        Whose law governs the facts: "federal", a key of the rules' `legal_orders`, or both where a Region's own law may
        apply instead of the federal one, or beside it.
    effects
        What else the law attaches to it.
    to_verify
        Whether any of it must be shown "to be verified".
    """

    offence: str
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
    aggravated: bool = False
    factors: tuple[str, ...] = ()
    other: OtherReading | None = None
    offender: str = ""
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
class RunningClock:
    """A deadline that the control set running: `starts_on` is the first day that counts, `due_on` the last.

    asks
        When it is due: that somebody is told, or that the place is seen again.
    only_if
        The consequence under which alone it counts, if any; it is shown before that is decided, since it runs already.
    """

    key: str
    starts_on: date
    due_on: date
    asks: Literal["alert", "visit"] = "alert"
    only_if: ConsequenceKey | None = None


@dataclass(frozen=True, kw_only=True)
class IndicatorSeen:
    """An indicator that answers point to, with where it came from."""

    indicator: str
    dimension: Dimension
    strength: Strength
    ordinary: bool
    how: Literal["observed", "told", "checked"]
    questions: tuple[str, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DimensionResult:
    """Whether a dimension is positive under the rule, and by which indicators."""

    dimension: Dimension
    positive: bool
    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignSeen:
    """A national group, a factor of human dignity, a strong or a grave sign, with where it came from."""

    key: str
    questions: tuple[str, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A question without an answer that is wanted before anybody may read "no pattern" as an all-clear.

    persons
        Who has no answer to it yet; empty for a question about the workplace.
    turns
        Whether one answer to it would make the proposal positive; False where a strong sign asks for it.
    """

    question: str
    persons: tuple[str, ...]
    turns: bool = True


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the rules say about trafficking, with the grounds; the inspector decides, and may decide otherwise.

    groups
        Headings of the national list that answers show: context only.
    dignity
        Factors of human dignity that answers show, of whomever; they are weighed as a set for each person alone.
    patterns
        Which patterns are met: that of the ILO, that of human dignity, a grave sign. `positive` is any of them.
    left_open
        Where none is met: the questions without an answer of which one could make it so, or that a strong sign asks
        for.
    strong
        Signs of which each leaves the question of trafficking open by itself, whatever else was asked.
    grave
        Signs of which each makes the proposal positive by itself.
    """

    positive: bool
    indicators: tuple[IndicatorSeen, ...]
    dimensions: tuple[DimensionResult, ...]
    minors: tuple[str, ...]
    groups: tuple[SignSeen, ...] = ()
    dignity: tuple[SignSeen, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    left_open: tuple[OpenQuestion, ...] = ()
    strong: tuple[SignSeen, ...] = ()
    grave: tuple[SignSeen, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a negative proposal is no all-clear: a strong sign stands, or an answer is wanting."""
        return not self.positive and bool(self.strong or self.left_open)


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
        `part_time_minimum`, a part-time contract is shorter than the law of the day of the facts allows.
    set_aside
        Offences that answers point to but that may not be kept, each with the reason.
    """

    findings: tuple[Finding, ...]
    clocks: tuple[RunningClock, ...]
    proposal: Proposal
    rules_sha256: str
    not_in_force: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
