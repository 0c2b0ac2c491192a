"""The key of what never became a case: it goes with the last thing that it seals."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.keyring import case_named
from inspection.store.controls import AttachmentRow, ControlRow, DraftRow, OpenRosaPartRow
from inspection.trust import AppContext


def forget_unfinished(session: Session, app: AppContext, case: str, at: datetime) -> bool:
    """Destroy the key of what never became a case, unless it did since or is sent anew; tell whether there was one.

    Inside a transaction of the house, so that nobody seals by it between the look and its end. Should the same come
    again, it gets another key.
    """
    if any(case in found for found in _living(session, case)):
        return False
    return app.store.keyring.destroy(case, at, may_return=True)


def _living(session: Session, case: str) -> Iterator[set[str]]:
    """Give the cases by whose key something is sealed: this one, and those of submissions of which parts wait."""
    for column in (ControlRow.id, DraftRow.id, AttachmentRow.control_id):
        yield set(session.exec(select(column).where(col(column) == case)))
    waiting = select(OpenRosaPartRow.instance).distinct()
    yield {case_named(f"openrosa {instance}") for instance in session.exec(waiting)}
