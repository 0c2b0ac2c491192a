"""What addressees say besides yes and no: opened, who takes it on, questions, sent on, words of an inquiry."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import TAKERS
from inspection.store.core import Row, Sealed, one_of


class OpeningRow(Row, table=True):
    """An office opened what it got, for the first time; it names the office, never who. Append-only.

    Opening answers nothing and stops no clock.
    """

    __tablename__ = "delivery_opening"

    delivery_id: str = Field(foreign_key="delivery.id", unique=True)
    opened_at: datetime


class TakenOnRow(Row, table=True):
    """Who takes a referral on, by function, and when they ring back; a later one takes its place. Append-only.

    taker
        A function, never a name.
    telephone, words
        A direct number, and what they want told to the team; sealed.
    how
        "portal" or "telephone".
    """

    __tablename__ = "taken_on"
    __table_args__ = (
        Index("ix_taken_on_said", "delivery_id", "noted_at", "id", "rings_back_at"),
        one_of("taker", TAKERS),
        one_of("how", ("portal", "telephone")),
    )

    delivery_id: str = Field(foreign_key="delivery.id")
    taker: str
    rings_back_at: datetime | None = None
    telephone: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    how: str
    noted_by: str = Field(foreign_key="app_user.id")
    noted_at: datetime


class QuestionRow(Row, table=True):
    """A question of an office about its referral, and our answer; the clock of the office runs on meanwhile."""

    __tablename__ = "referral_question"

    delivery_id: str = Field(foreign_key="delivery.id", index=True)
    words: bytes = Field(sa_type=Sealed, repr=False)
    asked_by: str = Field(foreign_key="app_user.id")
    asked_at: datetime
    answer: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    answered_by: str | None = Field(default=None, foreign_key="app_user.id")
    answered_at: datetime | None = None


class SentOnRow(Row, table=True):
    """That an office of the district police sent its case on to the central cell. Append-only.

    delivery_id
        What it sends on: its own newest delivery.
    sent_to
        Key of the central office, which Vigie itself writes nothing to.
    words
        Why, for the central cell; sealed.
    """

    __tablename__ = "sent_on"
    __table_args__ = (UniqueConstraint("referral_id", "sent_by", "sent_to"),)

    referral_id: str = Field(foreign_key="referral.id", index=True)
    delivery_id: str = Field(foreign_key="delivery.id")
    sent_by: str
    sent_to: str
    words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    said_by: str = Field(foreign_key="app_user.id")
    sent_at: datetime


class InquiryWordsRow(Row, table=True):
    """Words of an inquiry beside an outcome, kept only with the magistrate's recorded permission. Append-only.

    permitted_by
        Office of the magistrate who permitted it, never a name.
    """

    __tablename__ = "inquiry_words"
    __table_args__ = (UniqueConstraint("outcome_id"),)

    outcome_id: str = Field(foreign_key="outcome_told.id")
    words: bytes = Field(sa_type=Sealed, repr=False)
    permitted_by: str
    permitted_on: date
