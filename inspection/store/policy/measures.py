"""What the coordination cell decided, recommended and planned, and what departments did; no row is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import MeasureState
from inspection.store.core import SERVICES, Canonical, Row, one_of, word_of

MEASURE_KINDS = ("decision", "recommendation", "action_plan")
MEETINGS = ("cell", "bureau")


class MeasureRow(Row, table=True):
    """What a meeting decided, recommended or planned; how it stands is said by its changes. Append-only.

    title
        Language to words.
    """

    __tablename__ = "measure"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", MEASURE_KINDS), one_of("meeting", MEETINGS))

    reference: str = Field(unique=True)
    service: str
    kind: str
    meeting: str
    decided_on: date
    title: Any = Field(sa_type=Canonical, nullable=False)
    added_by: str = Field(foreign_key="app_user.id")
    added_at: datetime


class MeasureChangeRow(Row, table=True):
    """How a measure stands from a moment on: the first with the measure itself, `n` from 1. Append-only."""

    __tablename__ = "measure_change"
    __table_args__ = (one_of("state", MeasureState), UniqueConstraint("measure_id", "n"))

    measure_id: str = Field(foreign_key="measure.id", index=True)
    n: int
    state: MeasureState = Field(sa_type=word_of(MeasureState))
    owner: str
    due_on: date | None = None
    evidence: str
    changed_by: str = Field(foreign_key="app_user.id")
    changed_at: datetime


INITIATIVE_KINDS = ("training", "campaign", "circular", "staff", "joint_day", "cooperation", "other")


class InitiativeRow(Row, table=True):
    """Something that a department did, as it was noted; a correction names the one that it replaces. Append-only.

    what
        Language to words.
    figures
        Pairs of words and a number.
    """

    __tablename__ = "initiative"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", INITIATIVE_KINDS))

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
