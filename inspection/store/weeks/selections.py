"""Who was chosen for a week, by which arm and why, with the register rows frozen: a dossier is defended years later."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, UniqueConstraint

from inspection.store.core import ARMS, SERVICES, Canonical, Sealed, Stored, one_of


class Selection(Stored, table=True):
    """One district's selection for one plan; `strata` maps each stratum to [n_h, N_h]."""

    __tablename__ = "selection"
    __table_args__ = (UniqueConstraint("plan_id", "district"), one_of("service", SERVICES))

    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    service: str
    district: str
    week: str
    seed: int = Field(sa_type=BigInteger)
    frame_sha256: str
    frame_size: int
    strata: Any = Field(sa_type=Canonical, nullable=False)


class Chosen(Stored, table=True):
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

    id: str = Field(primary_key=True)
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
