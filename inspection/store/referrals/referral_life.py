"""What becomes of a referral after it left: changes under four eyes, recalls, breaches, embargoes, what was told."""

from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import String
from sqlmodel import Field

from inspection.life_cycles import TOLD_OUTCOMES, ChangeEnd, ToldOutcome
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, word_of

CHANGES = ("correction", "withdrawal", "addition")
Channel = Literal["telephone", "letter", "mail", "in_person", "signed_message"]
EmbargoChannel = Literal[Channel, "portal"]
CHANNELS: tuple[str, ...] = get_args(Channel)
EMBARGO_CHANNELS: tuple[str, ...] = get_args(EmbargoChannel)


class ReferralChangeRow(Row, table=True):
    """A correction, a withdrawal or further addressees, as one person proposed it. Append-only.

    recipients
        Offices that an addition names; empty otherwise.
    reason
        What is corrected, or why it is withdrawn; sealed.
    """

    __tablename__ = "referral_change"
    __table_args__ = (one_of("kind", CHANGES),)

    referral_id: str = Field(foreign_key="referral.id", index=True)
    kind: str
    recipients: Any = Field(sa_type=Canonical, nullable=False)
    reason: bytes = Field(sa_type=Sealed, repr=False)
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime


class ReferralChangeEndRow(Row, table=True):
    """What a second person made of a proposed change; once. Append-only."""

    __tablename__ = "referral_change_end"
    __table_args__ = (one_of("outcome", ChangeEnd),)

    change_id: str = Field(foreign_key="referral_change.id", unique=True)
    outcome: ChangeEnd = Field(sa_type=word_of(ChangeEnd))
    ended_by: str = Field(foreign_key="app_user.id")
    ended_at: datetime


class RecallRow(Row, table=True):
    """A delivery that went to the wrong office: it was asked to delete it. Append-only.

    instead
        The office that was written to in its place; None where the right ones had it already.
    """

    __tablename__ = "recall"

    delivery_id: str = Field(foreign_key="delivery.id", unique=True)
    instead: str | None = None
    recalled_by: str = Field(foreign_key="app_user.id")
    recalled_at: datetime


class RecallDeletionRow(Row, table=True):
    """The wrong office says that it has deleted what it got; `channel` is how it said so. Append-only."""

    __tablename__ = "recall_deletion"
    __table_args__ = (one_of("channel", CHANNELS),)

    recall_id: str = Field(foreign_key="recall.id", unique=True)
    channel: str
    confirmed_by: str = Field(foreign_key="app_user.id")
    confirmed_at: datetime


class BreachRow(Row, table=True):
    """An entry of the register of breaches: what kinds of data, of how many persons, who was told. Append-only.

    recall_id
        The recall that it is about; the register outlives it, where the case is erased before the register's own time.
    categories
        Kinds of data that the bundle held.
    told
        Roles of ours and offices that were told.
    """

    __tablename__ = "breach"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    recall_id: str = Field(unique=True)
    recipient: str
    categories: Any = Field(sa_type=Canonical, nullable=False)
    persons: int
    minors: int
    told: Any = Field(sa_type=Canonical, nullable=False)
    found_at: datetime
    recorded_by: str = Field(foreign_key="app_user.id")


class EmbargoRow(Row, table=True):
    """A magistrate keeps a file out of the police list; `until` is its last day, None until it is lifted. Append-only.

    asked_by
        Office of the magistrate, never a name.
    """

    __tablename__ = "embargo"
    __table_args__ = (one_of("channel", EMBARGO_CHANNELS),)

    referral_id: str = Field(foreign_key="referral.id", index=True)
    asked_by: str
    channel: str
    until: date | None = None
    recorded_by: str = Field(foreign_key="app_user.id")
    recorded_at: datetime


class EmbargoEndRow(Row, table=True):
    """The end of an embargo, said by an office of the magistrate. Append-only."""

    __tablename__ = "embargo_end"
    __table_args__ = (one_of("channel", EMBARGO_CHANNELS),)

    embargo_id: str = Field(foreign_key="embargo.id", unique=True)
    asked_by: str
    channel: str
    ended_by: str = Field(foreign_key="app_user.id")
    ended_at: datetime


class OutcomeToldRow(Row, table=True):
    """What a magistrate chose to tell of a referral later: counted, and read by nothing else. Append-only."""

    __tablename__ = "outcome_told"
    __table_args__ = (one_of("outcome", TOLD_OUTCOMES),)

    referral_id: str = Field(foreign_key="referral.id", index=True)
    recipient: str
    outcome: ToldOutcome = Field(sa_type=String)
    told_on: date
    recorded_by: str = Field(foreign_key="app_user.id")
    recorded_at: datetime
