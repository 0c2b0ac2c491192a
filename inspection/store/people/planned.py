"""What will change among who works here, from a day on, and who is away on which days."""

from datetime import date, datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Row, Sealed, one_of

STAFF_CHANGES = ("person", "team")
AWAY_KINDS = ("leave", "court", "training", "other")


class StaffChangeRow(Row, table=True):
    """Somebody or a team as they will be from a day on; somebody who leaves is one too.

    subject
        The id of the user or team, new or known.
    entry
        The whole entry as the roster would say it, sealed: it may hold a name and a number.
    decided_by
        Who made it stand: whoever entered it, where they may decide alone; else the second person who said yes to
        what an administrator had entered. None while it waits.
    """

    __tablename__ = "staff_change"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", STAFF_CHANGES))

    service: str
    kind: str
    subject: str = Field(index=True)
    starts_on: date
    entry: bytes = Field(sa_type=Sealed, repr=False)
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    decided_by: str | None = Field(default=None, foreign_key="app_user.id")
    decided_at: datetime | None = None
    ended_by: str | None = Field(default=None, foreign_key="app_user.id")
    ended_at: datetime | None = None
    applied_at: datetime | None = None


class StaffAbsenceRow(Row, table=True):
    """Days on which somebody does not go out, both included; the kind says nothing about health.

    source_key
        Hash of the event of a calendar from which they were taken; None for days that were noted by hand.
    """

    __tablename__ = "staff_absence"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", AWAY_KINDS))

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    first_day: date
    last_day: date
    source_key: str | None = None
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    ended_by: str | None = Field(default=None, foreign_key="app_user.id")
    ended_at: datetime | None = None
