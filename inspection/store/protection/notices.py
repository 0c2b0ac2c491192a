"""What is told beside a referral: what persons agreed to, and notices to a centre, a guardian or another service."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import ConsentAnswer, NoticeState, NoticeTry
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, word_of

NOTICE_KINDS = ("centre", "guardian", "exchange")


class ConsentRow(Row, table=True):
    """What a person said about the reception centres, and how it was explained to them. Append-only.

    person
        The reference within the control (P1, P2, ...): no name is here.
    at
        When it was said; what stands is the latest, whenever it was recorded.
    """

    __tablename__ = "centre_consent"
    __table_args__ = (UniqueConstraint("control_id", "person", "n"), one_of("answer", ConsentAnswer))

    control_id: str = Field(foreign_key="control.id")
    person: str
    n: int
    answer: ConsentAnswer = Field(sa_type=word_of(ConsentAnswer))
    name_too: bool
    language: str
    explained_by: str
    interpreter: str
    at: datetime
    recorded_by: str = Field(foreign_key="app_user.id")
    recorded_at: datetime


class NoticeRow(Row, table=True):
    """A short message about a control that is no referral; it says what one office needs, and nothing of the case.

    office
        Whom it goes to now, sealed; emptied with `body` when a centre was reached or the person withdrew: nothing tells
        who went where.
    body
        The values that the office is told, sealed.
    consent_id
        The consent that a message to a centre rests on.
    offences, basis, permission
        Of what was passed on to another service: the keys, the article, and a magistrate's permission (sealed), if one
        was needed.
    due_at
        By when it must be answered; None where no answer is awaited.
    answer_words
        What another service says with its answer, sealed.
    """

    __tablename__ = "notice"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", NOTICE_KINDS), one_of("state", NoticeState))

    kind: str = Field(index=True)
    reference: str = Field(unique=True)
    service: str
    district: str = Field(index=True)
    control_id: str = Field(foreign_key="control.id", index=True)
    persons: Any = Field(sa_type=Canonical, nullable=False)
    consent_id: str | None = Field(default=None, foreign_key="centre_consent.id")
    offences: Any = Field(sa_type=Canonical, nullable=False)
    basis: str
    permission: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    office: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    body: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    state: NoticeState = Field(sa_type=word_of(NoticeState))
    queued_at: datetime
    queued_by: str = Field(foreign_key="app_user.id")
    due_at: datetime | None = None
    next_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    lease_by: str | None = None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    reason: str | None = None
    answer_words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)


class NoticeTryRow(Row, table=True):
    """One try to hand a notice over, or to ring with it. Append-only.

    office
        Sealed; whom it was, where that is needed to go on: the centre that was full, never the one that was reached.
    """

    __tablename__ = "notice_try"
    __table_args__ = (UniqueConstraint("notice_id", "n"), one_of("outcome", NoticeTry))

    notice_id: str = Field(foreign_key="notice.id")
    n: int
    way: str
    outcome: NoticeTry = Field(sa_type=word_of(NoticeTry))
    office: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    at: datetime
    by: str = Field(foreign_key="app_user.id")
    fault: str | None = None
