"""Who works here: users by role, teams, the days on which a team works otherwise than usual, devices in the field.

Of codes and secrets of devices only a keyed hash is kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import false
from sqlmodel import Field

from inspection.i18n import LANGUAGES
from inspection.store.core import ROLES, SERVICES, Canonical, Row, Sealed, Stored, one_of


class TeamRow(Row, table=True):
    """Inspectors who go out together.

    shifts
        Weekday ("0" Monday to "6") to [start, end] in minutes; a weekday that is missing is free.
    breaks
        [earliest, latest, minutes] of each rest.
    """

    __tablename__ = "team"
    __table_args__ = (one_of("service", SERVICES), one_of("language", LANGUAGES))

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

    @property
    def end(self) -> tuple[float, float] | None:
        """Where its day ends, as (longitude, latitude); None where it ends at the office."""
        return None if self.end_lon is None or self.end_lat is None else (self.end_lon, self.end_lat)


class UserRow(Row, table=True):
    """Somebody, or a schedule, that does things; name and telephone are sealed.

    office
        Key of the office of somebody outside the house, None for its own people.
    first_day, last_day
        The days on which they may act, where that has an end.
    thb_contact
        Whether they are the service's contact for trafficking, who reads a no against a gravest fact; beside any role.
    """

    __tablename__ = "app_user"
    __table_args__ = (one_of("service", SERVICES), one_of("role", ROLES), one_of("language", LANGUAGES))

    service: str
    district: str | None = Field(default=None, index=True)
    role: str
    office: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    team_id: str | None = Field(default=None, foreign_key="team.id")
    language: str
    name: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    telephone: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    active: bool = True
    thb_contact: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class RosterDayRow(Stored, table=True):
    """A day on which a team works otherwise than its usual week says; without `starts` it does not work."""

    __tablename__ = "roster_day"

    team_id: str = Field(primary_key=True, foreign_key="team.id")
    day: date = Field(primary_key=True)
    starts: float | None = None
    ends: float | None = None


DEVICE_KINDS = ("field", "openrosa", "calendar")


class DeviceRow(Row, table=True):
    """A telephone or tablet that speaks for one user until a day, or until it is revoked.

    kind
        "field" is the form of this house with its session cookie; "openrosa" a client of others with an app password;
        "calendar" a calendar with one, which reads hours and codes.
    secret_key
        Keyed hash of the secret, which was shown once.
    label
        What its owner calls it; sealed, since that may be somebody's name.
    seen_on
        The last day on which it called; None before the first.
    """

    __tablename__ = "device"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", DEVICE_KINDS))

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    secret_key: str = Field(repr=False)
    label: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    enrolled_at: datetime
    expires_at: datetime
    seen_on: date | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = Field(default=None, foreign_key="app_user.id")


class DeviceInvitationRow(Row, table=True):
    """A code that enrols one device, once, within minutes; `code_key` is its keyed hash."""

    __tablename__ = "device_invitation"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", DEVICE_KINDS))

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    code_key: str = Field(unique=True, repr=False)
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    expires_at: datetime
    device_id: str | None = Field(default=None, foreign_key="device.id")
