"""Cars of a district, the team that usually takes each, and the days on which one is not there."""

from datetime import date, datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Row, one_of

CAR_AWAY_KINDS = ("garage", "lent", "other")


class CarRow(Row, table=True):
    """A car in which inspectors go out.

    name
        What colleagues call it; never who drives it.
    seats
        With that of the driver.
    last_day
        The last day on which the district has it; None while nobody said one.
    """

    __tablename__ = "car"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    district: str = Field(index=True)
    name: str
    seats: int
    team_id: str | None = Field(default=None, foreign_key="team.id")
    first_day: date
    last_day: date | None = None
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime


class CarAbsenceRow(Row, table=True):
    """Days on which a car is not there, both included."""

    __tablename__ = "car_absence"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", CAR_AWAY_KINDS))

    service: str
    car_id: str = Field(foreign_key="car.id", index=True)
    kind: str
    first_day: date
    last_day: date
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    ended_by: str | None = Field(default=None, foreign_key="app_user.id")
    ended_at: datetime | None = None
