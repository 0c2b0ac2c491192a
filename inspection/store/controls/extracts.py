"""Register rows that were frozen with a control: what was known that day stays known after the lake is pruned."""

from datetime import date, datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import Sealed, Stored


class ControlExtract(Stored, table=True):
    """Rows of one table of a register, about the workplace or one person of a control, as of a snapshot's day.

    subject
        `workplace`, or the reference of a person found; never a number.
    content_key
        Keyed hash of all that it says: the same extract again is not kept twice.
    """

    __tablename__ = "control_extract"
    __table_args__ = (UniqueConstraint("control_id", "content_key"),)

    id: str = Field(primary_key=True)
    control_id: str = Field(foreign_key="control.id", index=True)
    register_key: str
    table_name: str
    subject: str
    as_of: date
    row_count: int
    content_key: str
    rows: bytes = Field(sa_type=Sealed, repr=False)
    frozen_by: str = Field(foreign_key="app_user.id")
    frozen_at: datetime
