"""Alerts: what must be looked at, raised once for each kind, subject and step."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import AlertState
from inspection.store.core import ALERTED_ROLES, SERVICES, Row, one_of, word_of


class AlertRow(Row, table=True):
    """Something that somebody of the house must act on; `subject` is an opaque id of ours.

    rings, duty_turn
        The office to be rung, and the turn of its roster that had the number then; None where nobody is rung.
    """

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "step"),
        one_of("service", SERVICES),
        one_of("for_role", ALERTED_ROLES),
        one_of("state", AlertState),
    )

    kind: str
    subject: str
    step: int
    service: str
    district: str = Field(index=True)
    for_role: str
    for_user: str | None = None
    raised_at: datetime
    state: AlertState = Field(sa_type=word_of(AlertState))
    seen_by: str | None = None
    seen_at: datetime | None = None
    rings: str | None = None
    duty_turn: str | None = None
