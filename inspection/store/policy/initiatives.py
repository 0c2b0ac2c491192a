"""What departments did against trafficking, kept all year; no row is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.store.core import SERVICES, Canonical, Stored, one_of

INITIATIVE_KINDS = ("training", "campaign", "circular", "staff", "joint_day", "cooperation", "other")


class InitiativeRow(Stored, table=True):
    """Something that a department did, as it was noted; a correction names the one that it replaces. Append-only.

    what
        Language to words.
    figures
        Pairs of words and a number.
    """

    __tablename__ = "initiative"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", INITIATIVE_KINDS))

    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    service: str
    department: str
    kind: str
    first_day: date
    last_day: date
    what: Any = Field(sa_type=Canonical, nullable=False)
    figures: Any = Field(sa_type=Canonical, nullable=False)
    source: str
    replaces: str | None = Field(default=None, foreign_key="initiative.id", unique=True)
    added_by: str = Field(foreign_key="app_user.id")
    added_at: datetime
