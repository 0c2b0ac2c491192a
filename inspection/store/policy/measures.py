"""The register of what the coordination cell decided, recommended and planned; no row is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Canonical, Stored, one_of

MEASURE_KINDS = ("decision", "recommendation", "action_plan")
MEASURE_STATES = ("open", "in_progress", "done", "dropped")
MEETINGS = ("cell", "bureau")


class MeasureRow(Stored, table=True):
    """What a meeting decided, recommended or planned; how it stands is said by its changes. Append-only.

    title
        Language to words.
    """

    __tablename__ = "measure"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", MEASURE_KINDS), one_of("meeting", MEETINGS))

    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    service: str
    kind: str
    meeting: str
    decided_on: date
    title: Any = Field(sa_type=Canonical, nullable=False)
    added_by: str = Field(foreign_key="app_user.id")
    added_at: datetime


class MeasureChangeRow(Stored, table=True):
    """How a measure stands from a moment on: the first with the measure itself, `n` from 1. Append-only."""

    __tablename__ = "measure_change"
    __table_args__ = (one_of("state", MEASURE_STATES), UniqueConstraint("measure_id", "n"))

    id: str = Field(primary_key=True)
    measure_id: str = Field(foreign_key="measure.id", index=True)
    n: int
    state: str
    owner: str
    due_on: date | None = None
    evidence: str
    changed_by: str = Field(foreign_key="app_user.id")
    changed_at: datetime
