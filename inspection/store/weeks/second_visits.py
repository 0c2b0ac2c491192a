"""Second visits: what the lot said of each door of the random arm that its first visit did not see."""

from datetime import date, datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Row, one_of


class SecondVisitRow(Row, table=True):
    """One door that stayed shut, and whether it is owed a second visit; nothing changes a row of it.

    Anybody can hold the lot again: it follows from the door and the seed of its selection.

    plan_id
        The approved week in which it was not seen.
    chance
        With which the lot owes a second visit, in (0, 1].
    owed_until
        The last day of the second visit: who was not seen by then is not seen.
    """

    __tablename__ = "second_visit"
    __table_args__ = (UniqueConstraint("plan_id", "workplace"), one_of("service", SERVICES))

    service: str
    plan_id: str = Field(foreign_key="plan.id")
    week: str
    district: str
    workplace: str = Field(index=True)
    chance: float
    is_drawn: bool
    owed_until: date = Field(index=True)
    drawn_by: str = Field(foreign_key="app_user.id")
    drawn_at: datetime
