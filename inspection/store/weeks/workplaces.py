"""Workplaces as last known, complaints about them, and places that may not be visited until a day.

Text and source of a complaint are sealed, and nothing in them reaches an employer; who asked for a hold is sealed,
and no ground of it is kept anywhere.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.life_cycles import ComplaintState
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, partial_index, word_of


class WorkplaceRow(Row, table=True):
    """The last known place of a workplace; name and address are sealed, since an enterprise may be a person."""

    __tablename__ = "workplace"

    enterprise: str | None = None
    name: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    address: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    refnis: str | None = None
    canton: str | None = None
    district: str = Field(index=True)
    sector: str
    seen_on: date


SUBJECTS = ("workplace", "enterprise", "address")


class HoldRow(Row, table=True):
    """An enterprise, a workplace or an address that is unavailable up to and including a day.

    subject, subject_key
        What is held, sealed; and its keyed hash, by which a plan finds it without reading it.
    authority
        Id of the recipient on whose behalf it was placed, sealed; None for the office's own, such as annual leave.
    """

    __tablename__ = "hold"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", SUBJECTS))

    service: str
    kind: str
    subject_key: str = Field(index=True)
    subject: bytes = Field(sa_type=Sealed, repr=False)
    authority: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    until: date
    placed_by: str = Field(foreign_key="app_user.id")
    placed_at: datetime
    lifted_on: date | None = None
    lifted_by: str | None = Field(default=None, foreign_key="app_user.id")


class ComplaintRow(Row, table=True):
    """What somebody told the inspectorate about a workplace; a kept one must be visited.

    reason
        Word of a list, never free text.
    content_key
        Keyed hash of the text: copies of one complaint are recognised without reading it.
    source_key, device_key
        Keyed hashes of who told it and of the device that it came from, where they are known.
    sketch
        Keyed hashes of a sample of its words: texts that say nearly the same have most of them in common.
    is_urgent
        Somebody may be in danger now: it is read first, however many others wait.
    visited_by
        The control that answered it.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        one_of("service", SERVICES),
        one_of("state", ComplaintState),
        partial_index("ix_complaint_visited_by", "visited_by", where="visited_by IS NOT NULL"),
    )

    reference: str = Field(unique=True)
    service: str
    district: str = Field(index=True)
    workplace: str = Field(index=True)
    sector: str | None = None
    category: str | None = None
    channel: str
    language: str
    received_at: datetime
    registered_by: str = Field(foreign_key="app_user.id")
    state: ComplaintState = Field(sa_type=word_of(ComplaintState))
    not_after: date | None = None
    reason: str | None = None
    decided_by: str | None = Field(default=None, foreign_key="app_user.id")
    decided_at: datetime | None = None
    content_key: str
    source_key: str | None = Field(default=None, index=True)
    device_key: str | None = Field(default=None, index=True)
    sketch: Any = Field(default=None, sa_type=Canonical, nullable=True)
    is_urgent: bool = False
    text: bytes = Field(sa_type=Sealed, repr=False)
    source: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    visited_by: str | None = None
