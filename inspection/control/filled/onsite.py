"""What a control holds beside its answers: first minutes, hearings, pay, look-ups, steps taken, what is attached.

Each part names a person by reference only. Whatever somebody said, wrote or typed in words stays out of every `repr`:
a control that stands in a traceback must not speak of anybody.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from inspection.life_cycles import ConsentAnswer, LookupResult, SightState, StepOutcome
from sectors.rules.values import Lang

PERSON_REF = r"P\d{1,3}"
TIME_PATTERN = r"([01]\d|2[0-3]):[0-5]\d"
TEXT_LENGTH = 10_000
IDENTIFIER_LENGTH = 64
COUNT_LIMIT = 1_000_000
NUMBER_LIMIT = 1_000_000_000
STATEMENT_LENGTH = 50_000
NAME_LENGTH = 200
MOST_HOURS = 100_000
MOST_CHANGES = 20
MOST_CHECKS = 100
MOST_SKEW_S = 4_000_000_000  # a century and more: a battery that was empty may leave a clock at 1970
MOST_TRIP_S = 60
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
MOST_CENTS = 1_000_000_000

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Person = Annotated[str, Field(pattern=f"^{PERSON_REF}$")]
Capacity = Literal["witness", "victim", "suspect", "employer"]
LawyerHeard = Literal["consulted", "present", "waived"]
Signed = Literal["signed", "refused", "unable"]
Explaining = Literal["inspector", "interpreter", "centre_staff", "guardian"]
Interpreting = Literal["none", "telephone", "present"]
Time = Annotated[str, Field(pattern=f"^{TIME_PATTERN}$")]


def _within_reach(moment: datetime) -> datetime:
    """Refuse a moment from which no deadline can be counted: at the calendar's ends arithmetic itself fails."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("lies outside the years that a control can be of")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_reach)]


def is_empty(value: object) -> bool:
    """Leave an empty part out of what is written: a control saved before the part existed keeps its text and hash."""
    return value is None or value == () or value == ""


class Input(BaseModel):
    """A value from outside: read strictly, changed by nobody afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class Position(Input):
    """Where a device was, as it said itself: WGS 84 degrees, and the radius in metres that it gave for its error."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000)
    at: Moment


class FirstSight(Input):
    """What somebody was doing when first seen, by whom and at what minute: it cannot be observed a second time.

    person
        Once it is known who it was; whoever fled may never be.
    """

    ref: str = Field(pattern=r"^S\d{1,3}$")
    person: Person | None = None
    state: SightState
    doing: str = Field(default="", max_length=TEXT_LENGTH, repr=False)
    at: Time | None = None
    seen_by: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    place: str = Field(default="", max_length=NAME_LENGTH, repr=False)


class CapacityChange(Input):
    """That somebody is heard in another capacity from a moment on, and when the rights of it were told."""

    quality: Capacity
    at: Moment
    rights_given_at: Moment | None = None


class Hearing(Input):
    """The record of a hearing; what is not yet known is None, and a blank stays a blank in every document.

    person
        The reference of a person found, `employer`, or `other`.
    apart
        Whether the person was heard away from the employer.
    rights_given_at
        The minute at which the rights of the capacity were told.
    lawyer
        What became of the right to talk to a lawyer first, where the capacity has it.
    changes
        Later capacities: a witness who becomes a suspect is told the new rights at once.
    """

    ref: str = Field(pattern=r"^H\d{1,3}$")
    person: str = Field(pattern=f"^({PERSON_REF}|employer|other)$")
    quality: Capacity
    rights_given: bool | None = None
    rights_given_at: Moment | None = Field(default=None, exclude_if=is_empty)
    lawyer: LawyerHeard | None = Field(default=None, exclude_if=is_empty)
    changes: tuple[CapacityChange, ...] = Field(default=(), max_length=MOST_CHANGES, exclude_if=is_empty)
    started_at: Moment
    ended_at: Moment | None = None
    language: Language
    interpreter: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    apart: bool | None = None
    statement: str = Field(default="", max_length=STATEMENT_LENGTH, repr=False)
    read_back: bool | None = None
    signed: Signed | None = None
    copy_given: bool | None = None


class RoomEntry(Input):
    """On what ground an inhabited room was entered: who agreed, whether in writing, and the minute before going in.

    ground
        Key of the rules' `room_grounds`.
    by
        Who agreed or asked: a person found, or else in `name` somebody who lives there.
    reference
        Of the judge's authorisation.
    words
        What was seen or heard, where that is the ground.
    """

    ref: str = Field(pattern=r"^R\d{1,3}$")
    ground: Key
    by: Person | None = None
    name: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    at: Moment | None = None
    is_written: bool | None = None
    reference: str = Field(default="", max_length=IDENTIFIER_LENGTH, repr=False)
    words: str = Field(default="", max_length=TEXT_LENGTH, repr=False)


class PayPeriod(Input):
    """What a person worked and received in a period, both days included.

    received_cents
        Euro cents that the person says or shows to have received for it.
    scale
        Key of a dated scale of the rules; None when nobody knows which applies: then nothing is computed.
    employed_since
        For a scale that rises with seniority; None when nobody knows.
    """

    person: Person
    from_on: date
    to_on: date
    hours: Decimal = Field(ge=0, le=MOST_HOURS, repr=False)
    received_cents: int = Field(ge=0, le=MOST_CENTS, repr=False)
    scale: Key | None = None
    employed_since: date | None = Field(default=None, exclude_if=lambda value: value is None)


class Lookup(Input):
    """What the inspector found in a register, typed with the moment of looking: never proof alone, and it ages.

    register_key
        `register` in JSON.
    declared_at
        When the declaration was made, to be held against the moment of entry.
    period_from, period_to
        Of what was declared; moments where the declaration gives hours, else days.
    source
        "live" where a service answered the form at that minute, "lake" where our own copy did, of the day `as_of`; None
        where the inspector looked elsewhere and typed what was there.
    """

    ref: str = Field(pattern=r"^L\d{1,3}$")
    register_key: Key = Field(alias="register")
    subject: str = Field(pattern=f"^({PERSON_REF}|workplace)$")
    looked_up_at: Moment
    result: LookupResult
    declared_at: Moment | None = None
    worker_type: str | None = Field(default=None, pattern=r"^[A-Z0-9]{3}$")
    period_from: Moment | date | None = None
    period_to: Moment | date | None = None
    joint_committee: str | None = Field(default=None, pattern=r"^(\d{3}(\.\d{2})?|XXX)$")
    planned_hours: int | None = Field(default=None, ge=0, le=999)
    source: Literal["live", "lake"] | None = Field(default=None, exclude_if=is_empty)
    as_of: date | None = Field(default=None, exclude_if=is_empty)
    note: str = Field(default="", max_length=TEXT_LENGTH, repr=False)


class CopiedPage(Input):
    """A page of paper that was copied into the control: by its code, by whom, and when.

    by
        Id of the user; whoever saves the control can have copied it, and nobody else.
    """

    code: str = Field(max_length=IDENTIFIER_LENGTH)
    by: str = Field(max_length=NAME_LENGTH)
    at: Moment


class Mark(Input):
    """How the answers of a check came to stand: by one tap of "in order", or taken over from another person's papers.

    person
        None for the workplace.
    kind
        "asked" of what is guarded: that it was asked at this minute; what was said stands among the answers only.
    way
        Which way of the check was tapped.
    of
        Whose papers they were taken over from; None once that person was taken out of the control.
    """

    person: Person | None = None
    check: Key
    kind: Literal["in_order", "as_person", "asked"]
    way: Key | None = None
    of: Person | None = None
    at: Moment


class StepTaken(Input):
    """A step of the card that was taken: who was reached under which number, and what was said.

    note
        Holds the magistrate's instruction, in the words that were heard.
    """

    step: Key
    at: Moment
    outcome: StepOutcome
    who: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    number: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    note: str = Field(default="", max_length=TEXT_LENGTH, repr=False)
    person: Person | None = None


class ConsentAsked(Input):
    """What a person was told of the reception centres, and what they said; nothing that the law asks ever waits for it.

    answer
        "informed": told, nothing said yet; "not_asked": there was no safe moment; "withdrawn": not any more.
    name_too
        Whether a centre may also be told the name; without it it gets a reference only.
    language
        In which it was explained.
    explained_by
        Who explained it, by role.
    """

    person: Person
    answer: ConsentAnswer
    at: Moment
    language: Language
    explained_by: Explaining = "inspector"
    interpreter: Interpreting = "none"
    name_too: bool = False


class ClockCheck(Input):
    """How far a device's clock was from the office's at one contact with it; the minutes of a control are the device's.

    at
        The moment of the contact, by the office's clock.
    clock_skew_s
        Seconds that the device was ahead; below zero, behind.
    within_s
        How exact that is, in seconds: half of the round trip, and the second in which a server's moment is told.
    """

    at: Moment
    clock_skew_s: int = Field(ge=-MOST_SKEW_S, le=MOST_SKEW_S)
    within_s: int = Field(ge=0, le=MOST_TRIP_S)


class Comment(Input):
    """Words of the inspector's own that no picture shows: on an answer, a person, or the workplace."""

    question: str | None = Field(default=None, max_length=64)
    person: Person | None = None
    written_at: Moment
    words: str = Field(min_length=1, max_length=TEXT_LENGTH, repr=False)


class Summary(Input):
    """What was read to somebody, word for word, before they signed it, refused to, or could not.

    person
        The reference of a person found, `employer`, or `other`.
    hearing
        The record of a hearing that it is, if it is one.
    sha256
        Of the text in UTF-8: what stood above the signature is what stands here.
    is_checked
        Whether a sworn translator had read the wording; where nobody had, the screen said so.
    reason
        Why it was not signed, in the words of whoever refused.
    signature
        Hash of the attachment that shows the signature.
    """

    ref: str = Field(pattern=r"^T\d{1,3}$")
    person: str = Field(pattern=f"^({PERSON_REF}|employer|other)$")
    hearing: str | None = Field(default=None, pattern=r"^H\d{1,3}$")
    language: Language
    text: str = Field(min_length=1, max_length=STATEMENT_LENGTH + TEXT_LENGTH, repr=False)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    is_checked: bool
    answered_at: Moment
    answer: Signed
    reason: str = Field(default="", max_length=TEXT_LENGTH, repr=False)
    signature: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class VisitRecordGiven(Input):
    """The paper that the employer got of the visit, as it stood on the screen: it says nothing of what was found.

    documents
        Those that were asked, in the words of its language; `due_on`, until when.
    inspectors
        Their names, as they stand on it.
    given
        Shown on the telephone, printed from it, or to be sent by the office later.
    """

    language: Lang
    shown_at: Moment
    documents: tuple[Annotated[str, Field(max_length=NAME_LENGTH * 2)], ...] = Field(
        default=(), max_length=MOST_CHANGES * 2
    )
    due_on: date
    inspectors: tuple[Annotated[str, Field(max_length=NAME_LENGTH)], ...] = Field(
        default=(), max_length=MOST_CHANGES, repr=False
    )
    given: Literal["shown", "printed", "later"]


class AttachmentRef(Input):
    """A file that belongs to the control, by the hash of its bytes; position and moment are ours, never its EXIF.

    marked_of
        Of a marked copy of a photo (something is covered or pointed at): the hash of the original, which never changes.
    """

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    kind: Literal["photo", "signature", "document"]
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")
    bytes: int = Field(ge=1)
    question: str | None = Field(default=None, max_length=64)
    person: Person | None = None
    taken_at: Moment
    position: Position | None = None
    comment: str = Field(default="", max_length=TEXT_LENGTH, repr=False)
    marked_of: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$", exclude_if=is_empty)
