"""Where the frame of a selection lies: one sealed file a plan and district, and what it must be found to be."""

from datetime import date, datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Row, one_of

READ_FROM = ("selection", "lake")


class EligibleFrameRow(Row, table=True):
    """All who were eligible in one district when a plan was proposed; the rows themselves lie sealed in the home.

    plan_id
        No key of another table: a plan may be destroyed before its frame is, and after.
    taken_on
        The day as of which signals were measured.
    read_from
        "selection" where it was kept as the plan was proposed, "lake" where it was measured again from the registers.
    sha256, row_count
        Of the rows before they were sealed.
    """

    __tablename__ = "eligible_frame"
    __table_args__ = (
        UniqueConstraint("plan_id", "district"),
        one_of("service", SERVICES),
        one_of("read_from", READ_FROM),
    )

    service: str
    plan_id: str
    district: str
    week: str = Field(index=True)
    taken_on: date
    read_from: str
    rules_sha256: str
    sha256: str
    row_count: int
    kept_at: datetime
