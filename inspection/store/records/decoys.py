"""Decoys: invented files that stand in no table of real ones, and that sound an alarm when somebody opens them."""

from datetime import datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Row, Sealed, one_of


class DecoyRow(Row, table=True):
    """An invented file; whoever has the database in hand reads neither what it is nor by which name it is asked for.

    name_key
        Keyed hash of its kind and of what it is asked for by: a look finds it without reading the others.
    mark
        What it is and what it shows, sealed. No other row of the store says that this is a decoy.
    """

    __tablename__ = "decoy"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    name_key: str = Field(unique=True)
    mark: bytes = Field(sa_type=Sealed, repr=False)
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    ended_by: str | None = Field(default=None, foreign_key="app_user.id")
    ended_at: datetime | None = None
