"""A week's plan: proposed, then approved by a second person or replaced; its visits; and what found no place."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import ARMS, SERVICES, Canonical, Sealed, Stored, one_of, partial_index


class Plan(Stored, table=True):
    """A week of one service; `sha256` is the hash of the body, and what an approval is bound to.

    district
        Set where the plan is of one district only; `plan_district` lists all.
    asked_by, seed_by_hand
        Who ran it by hand, whoever proposed it in name; and whether they chose the seed that draws the random arm.
    supersedes, changes
        The approved plan that this one replans in mid-week, and what happened and changed, by visit code; both empty
        for a week planned afresh.
    """

    __tablename__ = "plan"
    __table_args__ = (one_of("service", SERVICES), one_of("state", ("proposed", "approved", "replaced")))

    id: str = Field(primary_key=True)
    service: str
    district: str | None = None
    week: str = Field(index=True)
    state: str
    sha256: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    rules_sha256: str
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime
    asked_by: str | None = Field(default=None, foreign_key="app_user.id")
    seed_by_hand: bool = False
    approved_by: str | None = Field(default=None, foreign_key="app_user.id")
    approved_at: datetime | None = None
    replaced_by: str | None = None
    supersedes: str | None = None
    changes: Any = Field(default=None, sa_type=Canonical, nullable=True)


class PlanDistrict(Stored, table=True):
    """A district that a plan covers."""

    __tablename__ = "plan_district"

    plan_id: str = Field(primary_key=True, foreign_key="plan.id")
    district: str = Field(primary_key=True)
    value: float
    stopped_by: str
    travel: str


class PlannedVisit(Stored, table=True):
    """A visit of a plan; `code` is all that calendars show of it.

    state
        "planned" until a control answers it; "carried_out" if its outcome was done, else "not_carried_out": kept as
        non-response, never replaced by a convenient one. In a replanned week, a visit that was answered before its day
        stands here without a stop.
    """

    __tablename__ = "planned_visit"
    __table_args__ = (
        UniqueConstraint("plan_id", "workplace"),
        UniqueConstraint("plan_id", "code"),
        one_of("service", SERVICES),
        one_of("arm", ARMS),
        one_of("state", ("planned", "carried_out", "not_carried_out")),
        partial_index("ix_planned_visit_control_id", "control_id", where="control_id IS NOT NULL"),
    )

    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    service: str
    district: str
    code: str = Field(index=True)
    workplace: str = Field(index=True)
    sector: str
    arm: str
    required: bool
    chosen_id: str | None = Field(default=None, foreign_key="chosen.id")
    state: str
    control_id: str | None = None


class PlannedStop(Stored, table=True):
    """A visit's place in one team's round, in minutes of the day."""

    __tablename__ = "planned_stop"

    visit_id: str = Field(primary_key=True, foreign_key="planned_visit.id")
    team_id: str = Field(primary_key=True)
    day: date
    arrive: float
    start: float
    leave: float


class Unplaced(Stored, table=True):
    """A required visit that found no place, and the rule that kept it out."""

    __tablename__ = "unplaced"
    __table_args__ = (one_of("arm", ARMS, empty=True),)

    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", index=True)
    district: str
    workplace: str
    arm: str | None = None
    rule: str
    team: str | None = None
    day: date | None = None
    detail: Any = Field(sa_type=Canonical, nullable=False)
