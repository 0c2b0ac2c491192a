"""The ledger of released figures: what was proposed and who approved it; no row is ever changed."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from inspection.store.core import SERVICES, Canonical, Sealed, Stored, one_of

AUDIENCES = ("partners", "public")


class FigureRelease(Stored, table=True):
    """A protected table that somebody proposed; it is released once an approval names it. Append-only.

    body
        The table as it is read outside: rounded counts, and which cells are hidden.
    counts
        Sealed: the exact counts behind it, by every facet, with which later releases are compared.
    """

    __tablename__ = "figure_release"
    __table_args__ = (one_of("service", SERVICES), one_of("audience", AUDIENCES))

    id: str = Field(primary_key=True)
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


class ReleaseApproval(Stored, table=True):
    """The second person's yes to a proposed release, bound to its hash. Append-only."""

    __tablename__ = "figure_release_approval"

    id: str = Field(primary_key=True)
    release_id: str = Field(foreign_key="figure_release.id", unique=True)
    sha256: str
    approved_by: str = Field(foreign_key="app_user.id")
    approved_at: datetime
