"""A week's plan: proposed, then approved by a second person or replaced; who was chosen for it and why; its visits.

The register rows of whoever was chosen are frozen with the choice: a dossier is defended years later.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import PlanState, VisitState
from inspection.store.core import SERVICES, Canonical, Row, Sealed, Stored, one_of, partial_index, word_of
from inspection.targeting import ARMS


class PlanRow(Row, table=True):
    """A week of one service; `sha256` is the hash of the list of its books, and what an approval is bound to.

    district
        Set where the plan is of one district only; `plan_district` lists all.
    asked_by, seed_by_hand
        Who ran it by hand, whoever proposed it in name; and whether they chose the seed that draws the random arm.
    supersedes, changes
        The approved plan that this one replans in mid-week, and what happened and changed, by visit code; both empty
        for a week planned afresh.
    """

    __tablename__ = "plan"
    __table_args__ = (one_of("service", SERVICES), one_of("state", PlanState))

    service: str
    district: str | None = None
    week: str = Field(index=True)
    state: PlanState = Field(sa_type=word_of(PlanState))
    sha256: str
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


class PlanDistrictRow(Row, table=True):
    """A district that a plan covers, with its book as canonical JSON, sealed, and the hash that stands in the list."""

    __tablename__ = "plan_district"
    __table_args__ = (UniqueConstraint("plan_id", "district"),)

    plan_id: str = Field(foreign_key="plan.id")
    district: str
    sha256: str
    book: bytes = Field(sa_type=Sealed, repr=False)
    value: float
    stopped_by: str
    travel: str


class PlannedVisitRow(Row, table=True):
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
        one_of("state", VisitState),
        partial_index("ix_planned_visit_control_id", "control_id", where="control_id IS NOT NULL"),
    )

    plan_id: str = Field(foreign_key="plan.id")
    service: str
    district: str
    code: str = Field(index=True)
    workplace: str = Field(index=True)
    sector: str
    arm: str
    required: bool
    chosen_id: str | None = Field(default=None, foreign_key="chosen.id")
    state: VisitState = Field(sa_type=word_of(VisitState))
    control_id: str | None = None


class PlannedStopRow(Stored, table=True):
    """A visit's place in one team's round, in minutes of the day."""

    __tablename__ = "planned_stop"

    visit_id: str = Field(primary_key=True, foreign_key="planned_visit.id")
    team_id: str = Field(primary_key=True)
    day: date
    arrive: float
    start: float
    leave: float


class UnplacedRow(Row, table=True):
    """A required visit that found no place, and the rule that kept it out."""

    __tablename__ = "unplaced"
    __table_args__ = (one_of("arm", ARMS, empty=True),)

    plan_id: str = Field(foreign_key="plan.id", index=True)
    district: str
    workplace: str
    arm: str | None = None
    rule: str
    team: str | None = None
    day: date | None = None
    detail: Any = Field(sa_type=Canonical, nullable=False)


class SelectionRow(Row, table=True):
    """One district's selection for one plan; `strata` maps each stratum to [n_h, N_h].

    objective
        What it served, a key of the rules' `objectives`; None for selections of before there was a choice.
    rooms
        How the visits by risk were divided: a list of `SectorRoom` as plain values; None where nobody kept it.
    """

    __tablename__ = "selection"
    __table_args__ = (UniqueConstraint("plan_id", "district"), one_of("service", SERVICES))

    plan_id: str = Field(foreign_key="plan.id")
    service: str
    district: str
    week: str
    seed: int = Field(sa_type=BigInteger)
    frame_sha256: str
    frame_size: int
    strata: Any = Field(sa_type=Canonical, nullable=False)
    objective: str | None = None
    rooms: Any = Field(default=None, sa_type=Canonical, nullable=True)


class ChosenRow(Row, table=True):
    """A workplace that a selection chose, with everything that defends the choice.

    rank
        Place in the selection's own order.
    worth, calibrated_probability
        What the visit was worth to the planner; the probability behind it where the card was calibrated.
    place, place_of
        Where it stood by points among the workplaces of its sector and district, and among how many.
    rows, rows_sha256
        Its register rows as they were, sealed, and their hash.
    """

    __tablename__ = "chosen"
    __table_args__ = (UniqueConstraint("selection_id", "workplace"), one_of("arm", ARMS))

    selection_id: str = Field(foreign_key="selection.id")
    rank: int
    workplace: str = Field(index=True)
    district: str
    sector: str
    arm: str
    points: int
    worth: float
    calibrated_probability: float | None = None
    place: int | None = None
    place_of: int | None = None
    stratum: str | None = None
    drawn: int | None = None
    frame_size: int | None = None
    inclusion_probability: float | None = None
    day: date | None = None
    origin: str | None = None
    origin_id: str | None = None
    reasons: Any = Field(sa_type=Canonical, nullable=False)
    rows_sha256: str
    rows: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
