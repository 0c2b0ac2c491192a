"""Holds: a place that may not be visited until a day; who asked is sealed, and no ground is kept anywhere."""

from datetime import date, datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Sealed, Stored, one_of

SUBJECTS = ("workplace", "enterprise", "address")


class Hold(Stored, table=True):
    """An enterprise, a workplace or an address that is unavailable up to and including a day.

    subject, subject_key
        What is held, sealed; and its keyed hash, by which a plan finds it without reading it.
    authority
        Id of the recipient on whose behalf it was placed, sealed; None for the office's own, such as annual leave.
    """

    __tablename__ = "hold"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", SUBJECTS))

    id: str = Field(primary_key=True)
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
