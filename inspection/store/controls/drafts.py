"""Drafts: controls that are still being filled in, kept answer by answer so that a lost tab loses nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, Session, col, select

from inspection.store.core import SERVICES, Row, Sealed, Store, one_of
from inspection.store.views import view_of


class DraftRow(Row, table=True):
    """A control while it is filled in; `id` becomes the control's own, so that saving it twice saves it once.

    body
        The raw control as far as it goes, with where it takes place: JSON, sealed. It is removed when the control is
        finished, since it would say everything about persons a second time.
    """

    __tablename__ = "draft"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    district: str = Field(index=True)
    workplace: str
    sector: str
    visit: str | None = None
    body: bytes = Field(sa_type=Sealed, repr=False)
    begun_by: str = Field(foreign_key="app_user.id", index=True)
    begun_at: datetime
    kept_at: datetime
    corrects: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """A draft without its answers; it `corrects` a control that was finished when it was begun, and has its id."""

    id: str
    workplace: str
    district: str
    sector: str
    visit: str | None
    begun_by: str
    begun_at: datetime
    kept_at: datetime
    corrects: bool


def drafts(store: Store, by: str) -> list[DraftView]:
    """Return the drafts that somebody has begun, the latest first."""
    wanted = (
        select(DraftRow).where(col(DraftRow.begun_by) == by).order_by(col(DraftRow.kept_at).desc(), col(DraftRow.id))
    )
    with store.read() as session:
        return [view_of(DraftView, row) for row in session.exec(wanted)]


def find_draft(session: Session, draft_id: str) -> DraftRow | None:
    """Return a draft's row inside an open transaction."""
    return session.get(DraftRow, draft_id)
