"""Checklists that were ever filled in, by their hash: answers stay readable when the questions change."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from inspection.store.core import Canonical, Stored


class ChecklistDefinition(Stored, table=True):
    """A checklist as it stood when answers were first given under it; the same questions have the same hash."""

    __tablename__ = "checklist_definition"

    sha256: str = Field(primary_key=True)
    sector: str = Field(index=True)
    version: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    first_used_at: datetime
