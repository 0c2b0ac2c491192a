"""Figures of others, as they were taken over; a newer account stands beside the older, and no row is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.store.core import SERVICES, Canonical, Stored, one_of


class ImportedFigureRow(Stored, table=True):
    """One line of a file of others' figures. Append-only.

    file_sha256
        Of the file that it came in: the same file again changes nothing.
    cut
        Dimension to category.
    """

    __tablename__ = "imported_figure"
    __table_args__ = (one_of("service", SERVICES),)

    id: str = Field(primary_key=True)
    service: str
    file_sha256: str = Field(index=True)
    figure: str = Field(index=True)
    source: str
    first_day: date
    last_day: date
    cut: Any = Field(sa_type=Canonical, nullable=False)
    n: int
    imported_by: str = Field(foreign_key="app_user.id")
    imported_at: datetime
