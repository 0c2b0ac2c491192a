"""Who stands in for whom on which days, who broke a glass for a record, and people outside who wait for a yes."""

from datetime import date, datetime

from sqlmodel import Field

from inspection.i18n import LANGUAGES
from inspection.store.core import OUTSIDE_ROLES, SERVICES, Row, Sealed, one_of


class DeputyRow(Row, table=True):
    """Somebody who stands in for somebody absent, from a day to a day, both included.

    While it holds, the deputy has the role and the district of the absent one besides their own; they pass none of it
    on.
    """

    __tablename__ = "deputy"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    absent_id: str = Field(foreign_key="app_user.id", index=True)
    deputy_id: str = Field(foreign_key="app_user.id", index=True)
    first_day: date
    last_day: date
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, foreign_key="app_user.id")


class BrokenGlassRow(Row, table=True):
    """A record that somebody opened for some minutes outside the reach of their role, with the reason that they gave.

    words
        Why, sealed: it may say something about a person. Emptied when the case goes.
    case_id
        The case whose key sealed the words; None of a complaint.
    judged_by
        Who looked at it afterwards, and found it right or not.
    """

    __tablename__ = "broken_glass"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    subject: str
    words: bytes = Field(sa_type=Sealed, repr=False)
    case_id: str | None = Field(default=None, index=True)
    begun_at: datetime
    ends_at: datetime
    judged_by: str | None = Field(default=None, foreign_key="app_user.id")
    judged_at: datetime | None = None
    was_right: bool | None = None


class OutsidePersonRow(Row, table=True):
    """Somebody of an office outside whom one person proposed and another confirms; name and telephone are sealed.

    office
        Key of the addressee in the rules.
    user_id
        The user that a yes made of it.
    """

    __tablename__ = "outside_person"
    __table_args__ = (one_of("service", SERVICES), one_of("role", OUTSIDE_ROLES), one_of("language", LANGUAGES))

    service: str
    role: str
    office: str
    language: str
    name: bytes = Field(sa_type=Sealed, repr=False)
    telephone: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    first_day: date
    last_day: date
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime
    decided_by: str | None = Field(default=None, foreign_key="app_user.id")
    decided_at: datetime | None = None
    user_id: str | None = Field(default=None, foreign_key="app_user.id")
