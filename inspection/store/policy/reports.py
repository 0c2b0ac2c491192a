"""Reports as proposed and as published, and chapters that departments sent; no row is ever changed."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Canonical, Row, one_of

REPORT_KINDS = ("bureau", "cell", "biennial", "college", "rapporteur", "prevention", "model_card")


class ReportProposalRow(Row, table=True):
    """A version of a report as it would be published; the latest of a version waits for a second person. Append-only.

    sha256
        What an approval is bound to: the whole draft, the tables that it proposes among it.
    """

    __tablename__ = "report_proposal"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", REPORT_KINDS))

    service: str
    kind: str
    key: str
    version: int
    sha256: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime


class PublishedReportRow(Row, table=True):
    """One version of a report, frozen with its hash, as a second person approved it. Append-only.

    key
        Its period: a month, the day of a meeting, a year, or two years.
    published_by, published_at
        Who approved it as a whole, and when: that is its publication.
    """

    __tablename__ = "published_report"
    __table_args__ = (
        one_of("service", SERVICES),
        one_of("kind", REPORT_KINDS),
        UniqueConstraint("service", "kind", "key", "version"),
    )

    service: str
    kind: str
    key: str
    version: int
    sha256: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    published_by: str = Field(foreign_key="app_user.id")
    published_at: datetime


class ChapterRow(Row, table=True):
    """A department's chapter of a two-yearly report, as it came in; the latest of a department stands. Append-only."""

    __tablename__ = "report_chapter"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    department: str
    period: str = Field(index=True)
    sha256: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    imported_by: str = Field(foreign_key="app_user.id")
    imported_at: datetime
