"""Figures and texts that leave the house, with who approved them, and figures of others; no row is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of

AUDIENCES = ("partners", "public")


class FigureReleaseRow(Row, table=True):
    """A protected table that somebody proposed; it is released once an approval names it. Append-only.

    body
        The table as it is read outside: rounded counts, and which cells are hidden.
    counts
        Sealed: the exact counts behind it, by every facet, with which later releases are compared.
    """

    __tablename__ = "figure_release"
    __table_args__ = (one_of("service", SERVICES), one_of("audience", AUDIENCES))

    reference: str = Field(unique=True)
    service: str
    figure: str = Field(index=True)
    audience: str
    sha256: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    counts: bytes = Field(sa_type=Sealed, repr=False)
    rules_sha256: str
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime


class ReleaseApprovalRow(Row, table=True):
    """The second person's yes to a proposed release, bound to its hash. Append-only."""

    __tablename__ = "figure_release_approval"

    release_id: str = Field(foreign_key="figure_release.id", unique=True)
    sha256: str
    approved_by: str = Field(foreign_key="app_user.id")
    approved_at: datetime


class ReleasedTextRow(Row, table=True):
    """A text that somebody proposed for one office; it may leave once an approval names it. Append-only.

    sha256
        Of the text and its office: what an approval is bound to.
    body
        Sealed: only who may approve reads it before.
    """

    __tablename__ = "released_text"
    __table_args__ = (one_of("service", SERVICES),)

    reference: str = Field(unique=True)
    service: str
    recipient: str = Field(index=True)
    sha256: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime


class TextApprovalRow(Row, table=True):
    """The second person's yes to a text, bound to its hash. Append-only."""

    __tablename__ = "released_text_approval"

    text_id: str = Field(foreign_key="released_text.id", unique=True)
    sha256: str
    approved_by: str = Field(foreign_key="app_user.id")
    approved_at: datetime


class ImportedFigureRow(Row, table=True):
    """One line of a file of others' figures. Append-only.

    file_sha256
        Of the file that it came in: the same file again changes nothing.
    cut
        Dimension to category.
    """

    __tablename__ = "imported_figure"
    __table_args__ = (one_of("service", SERVICES),)

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
