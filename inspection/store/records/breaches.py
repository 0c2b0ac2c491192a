"""The register of personal data breaches: what happened to the data of this house, and what was done about each.

A deadline of an addressee that passed is another thing (`BreachRow` of the referrals).
"""

from datetime import datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import DataBreachStep
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, word_of


class DataBreachRow(Row, table=True):
    """A breach of personal data, from the moment on which somebody of the house knew of it; it is never changed.

    occurred_at
        When it happened, None where nobody knows yet.
    aware_at
        When the house became aware: the clock of the notification runs from here.
    words
        What happened, sealed.
    """

    __tablename__ = "data_breach"
    __table_args__ = (one_of("service", SERVICES),)

    reference: str = Field(unique=True)
    service: str
    kinds: Any = Field(sa_type=Canonical, nullable=False)
    occurred_at: datetime | None = None
    aware_at: datetime
    words: bytes = Field(sa_type=Sealed, repr=False)
    opened_by: str = Field(foreign_key="app_user.id")
    opened_at: datetime


class DataBreachStepRow(Row, table=True):
    """Something done about a breach: codes, counts and moments in clear, words sealed; it is never changed."""

    __tablename__ = "data_breach_step"
    __table_args__ = (UniqueConstraint("breach_id", "n"), one_of("step", DataBreachStep))

    breach_id: str = Field(foreign_key="data_breach.id")
    n: int
    step: DataBreachStep = Field(sa_type=word_of(DataBreachStep))
    facts: Any = Field(sa_type=Canonical, nullable=False)
    words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    done_by: str = Field(foreign_key="app_user.id")
    done_at: datetime
