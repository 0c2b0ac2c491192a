"""Complaints: their text and source are sealed, and nothing in them reaches an employer."""

from datetime import date, datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Sealed, Stored, one_of, partial_index


class Complaint(Stored, table=True):
    """What somebody told the inspectorate about a workplace; a kept one must be visited.

    reason
        Word of a list, never free text.
    content_key
        Keyed hash of the text: copies of one complaint are recognised without reading it.
    visited_by
        The control that answered it.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        one_of("service", SERVICES),
        one_of("state", ("received", "kept", "dropped")),
        partial_index("ix_complaint_visited_by", "visited_by", where="visited_by IS NOT NULL"),
    )

    id: str = Field(primary_key=True)
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
    state: str
    not_after: date | None = None
    reason: str | None = None
    decided_by: str | None = Field(default=None, foreign_key="app_user.id")
    decided_at: datetime | None = None
    content_key: str
    text: bytes = Field(sa_type=Sealed, repr=False)
    source: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    visited_by: str | None = None
