"""On-call rosters of the offices that are rung: whose turn it is, who stands in, and whether the number was tried."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.life_cycles import OnCallTestOutcome
from inspection.store.core import SERVICES, Canonical, Row, one_of, word_of


class OnCallRosterRow(Row, table=True):
    """A roster of one office as it was taken in; the latest one of a service and office stands. Append-only."""

    __tablename__ = "duty_roster"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    recipient: str = Field(index=True)
    source: str
    imported_by: str = Field(foreign_key="app_user.id")
    imported_at: datetime


class OnCallTurnRow(Row, table=True):
    """One line of a roster: a number of a role, never of a named person. Append-only.

    rank
        1 is on duty, 2 the deputy, and so on.
    areas
        Areas of the routing table; empty everywhere.
    days, starts, ends
        Weekdays (0 is Monday) and minutes of the day; an end before its start lies on the next day. All None: always,
        or as `hours` says.
    """

    __tablename__ = "duty_turn"

    roster_id: str = Field(foreign_key="duty_roster.id", index=True)
    role: str
    rank: int
    areas: Any = Field(sa_type=Canonical, nullable=False)
    number: str
    valid_from: date
    valid_until: date | None = None
    hours: str | None = None
    days: Any = Field(default=None, sa_type=Canonical, nullable=True)
    starts: int | None = None
    ends: int | None = None


class OnCallTestRow(Row, table=True):
    """A test call of a number: whoever is imported again next week need not be tried anew. Append-only."""

    __tablename__ = "duty_test"
    __table_args__ = (one_of("service", SERVICES), one_of("outcome", OnCallTestOutcome))

    service: str
    recipient: str = Field(index=True)
    number: str
    outcome: OnCallTestOutcome = Field(sa_type=word_of(OnCallTestOutcome))
    tested_by: str = Field(foreign_key="app_user.id")
    tested_at: datetime


class OnCallAbsenceRow(Row, table=True):
    """From when until when a turn is not answered: the next rank is rung first. Append-only."""

    __tablename__ = "duty_absence"

    turn_id: str = Field(foreign_key="duty_turn.id", index=True)
    starts_at: datetime
    ends_at: datetime
    recorded_by: str = Field(foreign_key="app_user.id")
    recorded_at: datetime
