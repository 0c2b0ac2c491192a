"""What the board and the case page show: plain values, codes and moments; the screens say them in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from inspection.acts.board.duty import Duty
from inspection.acts.board.events import Event
from inspection.acts.board.lateness import Span
from inspection.acts.board.page_one import PageOne
from inspection.acts.board.persons import PersonSince
from inspection.acts.links import FoundLink
from inspection.life_cycles import DeliveryState

# In this order they stand on the board: who has nobody, or let a deadline pass, comes first.
Group = Literal["late", "refused", "question", "soon", "waiting", "follow", "done"]
GROUPS: tuple[Group, ...] = ("late", "refused", "question", "soon", "waiting", "follow", "done")
Tab = Literal["open", "late", "refused", "question", "soon", "embargo", "done"]
TABS: tuple[Tab, ...] = ("open", "late", "refused", "question", "soon", "embargo", "done")
# What is owed: by an office, then by us.
Owes = Literal[
    "answer",
    "ring_back",
    "deletion",
    "nothing",
    "person_check",
    "call_back",
    "entry_confirm",
    "answer_question",
    "other_office",
    "confirm_change",
    "keep_off",
]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What of the board somebody wants to see; empty filters nothing.

    office
        Id of an addressee.
    mine
        Only what whoever looks has opened, or whose control they made.
    text
        Part of a reference, of the name of a workplace or of its municipality.
    """

    tab: Tab = "open"
    district: str | None = None
    office: str | None = None
    mine: bool = False
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Who takes it on, by function, and when they ring back; `is_waited_for` until somebody notes another call."""

    taker: str
    noted_at: datetime
    rings_back_at: datetime | None = None
    is_waited_for: bool = False


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One delivery on the board.

    clock_at, clock
        The moment that counts for it now, and how far off that is: the deadline of its answer, when it was refused or
        asked, when they promised to ring back.
    calls, last_call_at
        How often the office was rung about it.
    escalated_to, escalated_at
        The last rung of our own ladder that was told.
    """

    delivery_id: str
    reference: str
    recipient: str
    district: str
    message: str
    state: DeliveryState
    group: Group
    clock_at: datetime | None = None
    clock: Span | None = None
    place: str = field(default="", repr=False)
    municipality: str = ""
    opened_at: datetime | None = None
    delivered_at: datetime | None = None
    calls: int = 0
    last_call_at: datetime | None = None
    escalated_to: str | None = None
    escalated_at: datetime | None = None
    refused_reason: str | None = None
    asked_at: datetime | None = None
    taken: Taken | None = None
    embargo_until: date | None = None
    is_embargoed: bool = False
    duty: Duty | None = None


@dataclass(frozen=True, kw_only=True)
class Board:
    """The board at a moment.

    counts
        How many each tab holds, with all the other filters.
    found
        How many rows there are; `rows` holds the most urgent of them.
    districts, offices
        What may be chosen as filters.
    """

    at: datetime
    rows: tuple[BoardRow, ...]
    counts: Mapping[Tab, int]
    found: int
    districts: tuple[str, ...]
    offices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One thing that is owed: what, until when, and how far off that is; `about` is the reference of a person."""

    what: Owes
    due_at: datetime | None = None
    clock: Span | None = None
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What one office owes, or what we do (`row` is None)."""

    row: BoardRow | None
    owes: tuple[Owed, ...]
    is_recalled: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of an office and our answer; the words only for a reason."""

    id: str
    recipient: str
    asked_at: datetime
    answered_at: datetime | None = None
    words: str | None = field(default=None, repr=False)
    answer: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """One file of a bundle that left, or will leave."""

    delivery_id: str
    recipient: str
    name: str
    message: str
    queued_at: datetime
    opened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything about one case, as one page shows it.

    is_revealed
        Whether names and words are here: they are, once somebody said why.
    is_own
        Whether it is the reader's own open case, so that nobody asks them why.
    links
        The confirmed ones; None as long as nobody said why.
    """

    reference: str
    control_id: str
    service: str
    district: str
    decided_at: datetime
    is_withdrawn: bool
    is_revealed: bool
    is_own: bool
    page_one: PageOne
    expected: tuple[Expected, ...]
    persons: tuple[PersonSince, ...]
    questions: tuple[Question, ...]
    story: tuple[Event, ...]
    files: tuple[CaseFile, ...]
    duties: Mapping[str, Duty]
    links: tuple[FoundLink, ...] | None = None
    at: datetime
