"""The key of what never became a case: it goes with the last thing that it seals."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.errors import KeyringFault
from inspection.keyring import case_named
from inspection.store.controls import AttachmentRow, ControlRow, DraftRow, OpenRosaPartRow, OpenRosaSubmissionRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext


def forget_unfinished(session: Session, app: AppContext, case: str, at: datetime) -> bool:
    """Destroy the key of what never became a case, unless it did since or is sent anew; tell whether there was one.

    Inside a transaction of the house, so that nobody seals by it between the look and its end. Should the same come
    again, it gets another key.
    """
    if any(case in found for found in _living(session, case)):
        return False
    return app.store.keyring.destroy(case, at, may_return=True)


def forget_left_behind(app: AppContext, at: datetime) -> int:
    """Destroy the keys that a killed process left of what it had taken away: a draft, or parts; returns how many.

    On the word of the trail alone. That no row of a key is here proves nothing: another process may be saving its case,
    or this database is an older one, and nobody could open the newer one that is put back tomorrow.
    """
    with app.store.read() as session:
        unknown = set(app.store.keyring.cases()) - _cases(session)
        left = sorted(unknown & _taken_away(session)) if unknown else []
    destroyed = 0
    for case in left:
        with suppress(KeyringFault), app.store.write() as session:  # one bad file: the others go on
            destroyed += forget_unfinished(session, app, case, at)
    return destroyed


def _cases(session: Session) -> set[str]:
    """Return what is a case, or a submission that became one: its key goes with the case."""
    became = {case_named(f"openrosa {instance}") for instance in session.exec(select(OpenRosaSubmissionRow.instance))}
    return became | set(session.exec(select(ControlRow.id))) | set(session.exec(select(DraftRow.id)))


def _taken_away(session: Session) -> set[str]:
    """Return the cases of which the trail tells that they were given up, or that parts of them came once."""
    mine = select(AuditEntryRow.subject, AuditEntryRow.facts)
    dropped = mine.where(col(AuditEntryRow.stream) == "draft", col(AuditEntryRow.act) == "draft.drop")
    came = mine.where(col(AuditEntryRow.stream) == "openrosa", col(AuditEntryRow.act) == "openrosa.keep_parts")
    given_up = {case for case, facts in session.exec(dropped) if facts["because"] == "given_up"}
    return given_up | {case_named(f"openrosa {instance}") for instance, _ in session.exec(came)}


def _living(session: Session, case: str) -> Iterator[set[str]]:
    """Give the cases by whose key something is sealed: this one, and those of submissions of which parts wait."""
    for column in (ControlRow.id, DraftRow.id, AttachmentRow.control_id):
        yield set(session.exec(select(column).where(col(column) == case)))
    waiting = select(OpenRosaPartRow.instance).distinct()
    yield {case_named(f"openrosa {instance}") for instance in session.exec(waiting)}
