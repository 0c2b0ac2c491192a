"""Joint actions: visits of several teams that are booked weeks ahead, and the offices that come with them."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.life_cycles import JointActionState, PartnerState
from inspection.store.core import SERVICES, Canonical, Row, one_of, word_of

PARTNER_KINDS = ("police", "interpreter", "partner_service", "other_inspectorate")


class JointActionRow(Row, table=True):
    """A booked joint action.

    district
        The one that leads: where the workplace is.
    shares
        District to the number of its teams that come.
    day, minute
        A fixed moment; without it, `days` and `windows` are those among which the planner chooses.
    first_day, last_day
        Of the moment, fixed or free: what calendars and cooling-off periods ask for.
    planned_day, planned_minute
        Where the latest proposed plan of its week put it; empty when it found no place.
    state
        "proposed" until every partner has confirmed.
    called_off_reason
        Word of a list, never free text.
    """

    __tablename__ = "joint_action"
    __table_args__ = (one_of("service", SERVICES), one_of("state", JointActionState))

    reference: str = Field(unique=True)
    service: str
    district: str = Field(index=True)
    shares: Any = Field(sa_type=Canonical, nullable=False)
    workplace: str = Field(index=True)
    sector: str
    minutes: float
    week: str = Field(index=True)
    first_day: date
    last_day: date
    day: date | None = None
    minute: float | None = None
    days: Any = Field(sa_type=Canonical, nullable=False)
    windows: Any = Field(sa_type=Canonical, nullable=False)
    languages: Any = Field(sa_type=Canonical, nullable=False)
    skills: Any = Field(sa_type=Canonical, nullable=False)
    team_size: int
    required: bool
    state: JointActionState = Field(sa_type=word_of(JointActionState))
    planned_day: date | None = None
    planned_minute: float | None = None
    booked_by: str = Field(foreign_key="app_user.id")
    booked_at: datetime
    called_off_reason: str | None = None
    carried_out_by: str | None = None


class JointPartnerRow(Row, table=True):
    """An office that comes to a joint action; `contact` is a point of the office, never a person.

    A moved action asks anew, by a new row: an old "yes" was to another moment.
    """

    __tablename__ = "joint_partner"
    __table_args__ = (one_of("kind", PARTNER_KINDS), one_of("state", PartnerState))

    action_id: str = Field(foreign_key="joint_action.id", index=True)
    kind: str
    contact: str
    language: str | None = None
    state: PartnerState = Field(sa_type=word_of(PartnerState))
    asked_on: date
    answered_on: date | None = None
