"""Referrals, their deliveries (the outbox), and everything that was tried or answered for each."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import AttemptOutcome, DeliveryState, ReferralState
from inspection.store.core import SERVICES, Canonical, Row, Sealed, Stored, one_of, partial_index, word_of


class ReferralRow(Row, table=True):
    """A suspicion that left the house; a control has one at most, whatever is decided again."""

    __tablename__ = "referral"
    __table_args__ = (UniqueConstraint("year", "serial"), one_of("service", SERVICES), one_of("state", ReferralState))

    reference: str = Field(unique=True)
    year: int
    serial: int
    control_id: str = Field(unique=True, foreign_key="control.id")
    decision_id: str = Field(foreign_key="suspicion_decision.id")
    service: str
    district: str = Field(index=True)
    area: str
    forms: Any = Field(sa_type=Canonical, nullable=False)
    minors: bool
    state: ReferralState = Field(sa_type=word_of(ReferralState))
    opened_by: str = Field(foreign_key="app_user.id")
    opened_at: datetime
    closed_at: datetime | None = None


class DeliveryRow(Row, table=True):
    """What one addressee must get, frozen with its key when it was queued.

    bundle_key
        Key that makes a second sending harmless: an addressee that has seen it does nothing again.
    lease_until, lease_by
        Who is sending it just now; past that moment another may take it up.
    next_at
        Not before this moment the next attempt; a bundle is handed over as long as `sent_at` is empty, whatever was
        said on the telephone meanwhile.
    answer_due_at, reminder_at
        None where no answer is awaited.
    supplements
        Id of the delivery to the same office that this one adds to: an office has one first delivery, and each is added
        to once at most.
    message
        "report", "correction", "withdrawal" or "recall": a report adds to the one before, a correction or a withdrawal
        takes its place, a recall asks to delete it.
    ended_at
        When it was over for us: withdrawn, recalled, corrected before it was answered, or refused and taken on by an
        office that has the case already. Nothing of it leaves any more, and nobody waits for its answer.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("supplements"),
        partial_index("uq_delivery_first", "referral_id", "recipient", where="supplements IS NULL", unique=True),
        # What is to be sent, to be answered, or was sent elsewhere, are a few among all that ever left.
        partial_index("ix_delivery_unsent", "queued_at", "id", where="sent_at IS NULL"),
        partial_index("ix_delivery_unanswered", "id", where="answered_at IS NULL"),
        partial_index("ix_delivery_replaces", "replaces", where="replaces IS NOT NULL"),
        # Of every case that was ever taken on it is asked what its offices said, and when: of indexes alone.
        Index("ix_delivery_case", "referral_id", "recipient", "ended_at", "id"),
        Index("ix_delivery_answered_at", "answered_at"),
        one_of("state", DeliveryState),
    )

    referral_id: str = Field(foreign_key="referral.id")
    recipient: str = Field(index=True)
    reason: str
    language: str
    transports: Any = Field(sa_type=Canonical, nullable=False)
    bundle_key: str = Field(unique=True)
    state: DeliveryState = Field(sa_type=word_of(DeliveryState), index=True)
    queued_at: datetime
    next_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    lease_by: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    answer_due_at: datetime | None = None
    reminder_at: datetime | None = None
    refused_reason: str | None = None
    replaces: str | None = None
    supplements: str | None = None
    message: str = Field(default="report", sa_column_kwargs={"server_default": "report"})
    ended_at: datetime | None = None
    bundle: bytes = Field(sa_type=Sealed, repr=False)  # last: SQLite reaches what stands behind it only through it


# Leaves the sealed bundles where they are: most questions are about states and moments, and a bundle may be large.
WITHOUT_BUNDLE = defer(cast("QueryableAttribute[bytes]", DeliveryRow.bundle))


class AttemptRow(Row, table=True):
    """One try to hand a bundle over; `fault` is an error's code, never its text."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("delivery_id", "n"), one_of("outcome", AttemptOutcome))

    delivery_id: str = Field(foreign_key="delivery.id")
    n: int
    transport: str
    at: datetime
    outcome: AttemptOutcome = Field(sa_type=word_of(AttemptOutcome))
    fault: str | None = None
    receipt: str | None = None


class CallRow(Row, table=True):
    """A telephone call about a referral: who answered by role, and what they instructed (sealed).

    delivery_id
        The delivery that it was about; None where the office gets no bundle, which then is named by `referral_id` and
        `recipient`.
    """

    __tablename__ = "telephone_call"
    __table_args__ = (
        CheckConstraint(
            "(delivery_id IS NULL) <> (referral_id IS NULL) AND (referral_id IS NULL) = (recipient IS NULL)",
            name="about",
        ),
        Index("ix_telephone_call_rung", "delivery_id", "at"),
    )

    delivery_id: str | None = Field(default=None, foreign_key="delivery.id")
    referral_id: str | None = Field(default=None, foreign_key="referral.id", index=True)
    recipient: str | None = None
    at: datetime
    by: str = Field(foreign_key="app_user.id")
    who_role: str
    number: str | None = None
    acknowledged: bool
    instruction: bytes | None = Field(default=None, sa_type=Sealed, repr=False)


class ReceiptRow(Row, table=True):
    """An addressee's answer; the same one again is not a second answer.

    words
        What was said with a refusal, sealed.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("delivery_id", "answer"),
        one_of("answer", (DeliveryState.ACKNOWLEDGED, DeliveryState.REFUSED)),
    )

    delivery_id: str = Field(foreign_key="delivery.id")
    answer: DeliveryState = Field(sa_type=word_of(DeliveryState))
    reason: str | None = None
    how: str
    at: datetime
    by: str = Field(foreign_key="app_user.id")
    words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)


class UsedNonceRow(Row, table=True):
    """A signed acknowledgement that was taken; its nonce is good for no other.

    nonce_key
        Keyed hash of the nonce.
    message_sha256
        Hash of the message: the same one again changes nothing.
    signed_at, received_at
        The moment that the addressee signed, and the one that counts for deadlines.
    """

    __tablename__ = "used_nonce"

    nonce_key: str = Field(unique=True)
    delivery_id: str = Field(foreign_key="delivery.id")
    answer: DeliveryState = Field(sa_type=word_of(DeliveryState))
    message_sha256: str
    signed_at: datetime
    received_at: datetime


class PublishedListRow(Row, table=True):
    """The weekly referral list of one addressee, as it was published: references and states only."""

    __tablename__ = "published_list"
    __table_args__ = (UniqueConstraint("service", "week", "recipient"), one_of("service", SERVICES))

    service: str
    week: str
    recipient: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    sha256: str
    published_at: datetime
    published_by: str = Field(foreign_key="app_user.id")


class ListSendingRow(Stored, table=True):
    """How a published list leaves for its addressee; the list itself never changes.

    way
        Name of the transport that took it; "" before.
    """

    __tablename__ = "list_sending"
    __table_args__ = (partial_index("ix_list_sending_unsent", "queued_at", "list_id", where="sent_at IS NULL"),)

    list_id: str = Field(primary_key=True, foreign_key="published_list.id")
    queued_at: datetime
    next_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    lease_by: str | None = None
    sent_at: datetime | None = None
    way: str = ""
