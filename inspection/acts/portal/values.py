"""What an office outside is shown on the portal, and what it can say there: plain values, the contract of both sides.

The office writes these values into the portal's database and reads the words from it; the portal's pages show the one
and make the other. Nothing is here that the addressee may not read: the facts of a case are those of its own bundles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from inspection.life_cycles import DeliveryState, NoticeState, RefusalReason, Taker, ToldOutcome
from sectors.rules.values import Lang

CopyKind = Literal["case", "contact", "finding", "list"]
Why = Literal["same_workplace", "linked"]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of a case's story, as the office may read it; all times and codes, no names.

    what
        "queued", "sent", "delivered", "opened", "rang", "acknowledged", "refused", "question", "answer", "correction",
        "supplement", "withdrawal", "recall", "embargo", "embargo_lifted", "outcome", "sent_on", "escalated".
    who
        Key of an office, or "us".
    how
        Way of a sending or a call's outcome, "" where that says nothing.
    """

    at: datetime
    what: str
    who: str
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenOn:
    """Who takes it on, by function, and when they ring back."""

    taker: Taker
    noted_at: datetime
    rings_back_at: datetime | None = None
    telephone: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class OtherOffice:
    """How far another office that has the case is: only for those who work it, and never under an embargo."""

    office: str
    state: DeliveryState
    rings_back_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of this office and our answer, if there is one yet."""

    asked_at: datetime
    words: str = field(repr=False)
    answer: str = field(default="", repr=False)
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EmbargoNow:
    """An embargo that is in force: which office of a magistrate asked for it, and its last day."""

    asked_by: str
    since: datetime
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """An outcome that was told."""

    outcome: ToldOutcome
    told_on: date


@dataclass(frozen=True, kw_only=True)
class SentOn:
    """That an office of the district police sent its case on: by whom, to whom and when; `words` say why."""

    sent_by: str
    sent_to: str
    sent_at: datetime
    words: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class CaseNamed:
    """Another case of the same office, named beside this one: at the same workplace, or by a confirmed link."""

    id: str
    reference: str
    place: str = field(repr=False)
    state: DeliveryState
    decided_at: datetime
    why: Why


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Numbers on which the inspection answers: who they lead to by role, and when the duty number was tried last."""

    inspector: str = field(default="", repr=False)
    duty: str = field(default="", repr=False)
    duty_tried_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CaseCopy:
    """A referral as one addressee is shown it: the facts of its newest bundle, and how things stand.

    reason
        Why the office is told (`Reason` of the referral's model); what it may read follows from that.
    data
        `data.json` of the newest bundle to this office, in its own share.
    bundle_key
        Of that bundle; `files` its names.
    refused_reason
        With which it was refused; "" where it was not.
    outcome_due_on, outcome_months
        The next day on which an outcome is asked for, and after how many months that is; None for an office that is
        not asked.
    sent_on
        To the office that sent it on: to whom. To the one that got it so: from whom; nothing is asked of that one.
    read_back
        Four figures with which somebody on the telephone proves to have this page before them.
    """

    reference: str
    office: str
    reason: str
    language: Lang
    service: str
    state: DeliveryState
    decided_at: datetime
    queued_at: datetime
    due_at: datetime | None
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    refused_reason: RefusalReason | Literal[""] = ""
    is_withdrawn: bool = False
    place: str = field(default="", repr=False)
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    bundle_key: str = ""
    files: tuple[str, ...] = ()
    taken_on: TakenOn | None = None
    others: tuple[OtherOffice, ...] = ()
    questions: tuple[Question, ...] = ()
    embargo: EmbargoNow | None = None
    outcomes: tuple[Told, ...] = ()
    sent_on: tuple[SentOn, ...] = ()
    outcome_due_on: date | None = None
    outcome_months: int | None = None
    story: tuple[Happening, ...] = ()
    others_of_ours: tuple[CaseNamed, ...] = ()
    numbers: Numbers = Numbers()
    read_back: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class ContactCopy:
    """A request of a person who agreed to be rung by a reception centre; never bundle, grounds, employer or address.

    ages, languages
        By code, one each person.
    callback
        A number on which the inspector answers.
    """

    reference: str
    office: str
    state: NoticeState
    queued_at: datetime
    due_at: datetime | None
    persons: int
    ages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    urgency: str = ""
    callback: str = field(default="", repr=False)
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FindingCopy:
    """Findings that were passed on to another service: the workplace, the offences, how many workers; no suspicion."""

    reference: str
    office: str
    state: NoticeState
    queued_at: datetime
    due_at: datetime | None
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ListCopy:
    """A weekly referral list as it was published: the week, and its rows as the paper has them."""

    reference: str
    office: str
    week: str
    published_at: datetime
    rows: tuple[Mapping[str, Any], ...] = ()


Copy = CaseCopy | ContactCopy | FindingCopy | ListCopy


@dataclass(frozen=True, kw_only=True)
class Acknowledges:
    """An office takes a referral on."""

    taker: Taker
    rings_back_at: datetime | None = None
    telephone: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    kind: Literal["acknowledged"] = "acknowledged"


@dataclass(frozen=True, kw_only=True)
class Refuses:
    """An office sends a referral back."""

    reason: RefusalReason
    words: str = field(default="", repr=False)
    kind: Literal["refused"] = "refused"


@dataclass(frozen=True, kw_only=True)
class Asks:
    """An office asks something."""

    words: str = field(repr=False)
    kind: Literal["question"] = "question"


@dataclass(frozen=True, kw_only=True)
class Restricts:
    """A magistrate's office puts an embargo on a referral, until a day or until it lifts it."""

    until: date | None = None
    kind: Literal["embargo"] = "embargo"


@dataclass(frozen=True, kw_only=True)
class Lifts:
    """The office that put an embargo lifts it."""

    kind: Literal["lifted"] = "lifted"


@dataclass(frozen=True, kw_only=True)
class TellsOutcome:
    """A magistrate's office tells how a case went on; words of an inquiry only with the recorded permission."""

    outcome: ToldOutcome
    words: str = field(default="", repr=False)
    is_permitted: bool = False
    kind: Literal["outcome"] = "outcome"


@dataclass(frozen=True, kw_only=True)
class SendsOn:
    """An office of the district police sends its case on to the central cell."""

    words: str = field(default="", repr=False)
    kind: Literal["forwarded"] = "forwarded"


@dataclass(frozen=True, kw_only=True)
class AnswersContact:
    """A centre says that it rings the person, that it is full, or that it does not."""

    answer: Literal["reached", "full", "refused"]
    kind: Literal["contact"] = "contact"


@dataclass(frozen=True, kw_only=True)
class AnswersFinding:
    """A regional service takes a finding, or does not."""

    answer: Literal["taken", "refused"]
    words: str = field(default="", repr=False)
    kind: Literal["finding"] = "finding"


@dataclass(frozen=True, kw_only=True)
class Opens:
    """Somebody opened the page or a file of it; the first time is the office's opening, every time is a look."""

    what: str
    kind: Literal["opened"] = "opened"


OfCase = Acknowledges | Refuses | Asks | Restricts | Lifts | TellsOutcome | SendsOn
Word = OfCase | AnswersContact | AnswersFinding | Opens


@dataclass(frozen=True, kw_only=True)
class Said:
    """A word as the office takes it in: what was said, about what, for which office, by whom and when.

    reference
        Of the referral, the notice or the list that the copy shows.
    """

    word_id: str
    copy_kind: CopyKind
    reference: str
    office: str
    word: Word
    said_by: str
    said_at: datetime
