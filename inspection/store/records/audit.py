"""The trail: one row for each thing done or looked at, chained by hash within its stream."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Field, Session, and_, col, select

from inspection.store.core import Canonical, Stored


class AuditEntryRow(Stored, table=True):
    """One entry; the database refuses to change, delete, skip or replace one.

    subject
        Opaque id of ours. `facts` holds hashes, codes and counts: nothing about a person.
    """

    __tablename__ = "audit_entry"

    stream: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    at: datetime
    who: str
    act: str
    subject: str
    purpose: str
    basis: str
    facts: Any = Field(sa_type=Canonical, nullable=False)
    previous: str
    hash: str


def heads_of(session: Session) -> dict[str, tuple[int, str]]:
    """Return where every stream of the trail stands."""
    ends = select(col(AuditEntryRow.stream), func.max(AuditEntryRow.n).label("n")).group_by(col(AuditEntryRow.stream))
    last = ends.subquery()
    is_end = and_(col(AuditEntryRow.stream) == last.c.stream, col(AuditEntryRow.n) == last.c.n)
    rows = select(AuditEntryRow.stream, AuditEntryRow.n, AuditEntryRow.hash).join(last, is_end)
    return {stream: (n, head) for stream, n, head in session.exec(rows)}
