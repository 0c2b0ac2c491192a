"""The trail: one row for each thing done or looked at, chained by hash within its stream."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

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
