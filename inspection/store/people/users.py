"""Who works here: users by role, teams, and the days on which a team works otherwise than usual."""

from datetime import date
from typing import Any

from sqlmodel import Field

from inspection.i18n import LANGUAGES
from inspection.store.core import ROLES, SERVICES, Canonical, Sealed, Stored, one_of


class Team(Stored, table=True):
    """Inspectors who go out together.

    shifts
        Weekday ("0" Monday to "6") to [start, end] in minutes; a weekday that is missing is free.
    breaks
        [earliest, latest, minutes] of each rest.
    """

    __tablename__ = "team"
    __table_args__ = (one_of("service", SERVICES), one_of("language", LANGUAGES))

    id: str = Field(primary_key=True)
    service: str
    district: str = Field(index=True)
    name: str
    office_lon: float
    office_lat: float
    end_lon: float | None = None
    end_lat: float | None = None
    language: str
    languages: Any = Field(sa_type=Canonical, nullable=False)
    skills: Any = Field(sa_type=Canonical, nullable=False)
    size: int
    shifts: Any = Field(sa_type=Canonical, nullable=False)
    breaks: Any = Field(sa_type=Canonical, nullable=False)
    longest: float | None = None
    active: bool = True


class User(Stored, table=True):
    """Somebody, or a schedule, that does things; name and telephone are sealed."""

    __tablename__ = "app_user"
    __table_args__ = (one_of("service", SERVICES), one_of("role", ROLES), one_of("language", LANGUAGES))

    id: str = Field(primary_key=True)
    service: str
    district: str | None = Field(default=None, index=True)
    role: str
    team_id: str | None = Field(default=None, foreign_key="team.id")
    language: str
    name: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    telephone: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    active: bool = True


class RosterDay(Stored, table=True):
    """A day on which a team works otherwise than its usual week says; without `starts` it does not work."""

    __tablename__ = "roster_day"

    team_id: str = Field(primary_key=True, foreign_key="team.id")
    day: date = Field(primary_key=True)
    starts: float | None = None
    ends: float | None = None
