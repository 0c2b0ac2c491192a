"""What was taken into the lake, noted in the trail: without it, a snapshot that is gone would leave no gap to see."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from inspection.store.records import AuditEntryRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

_ACT, _GIVEN_UP, _STREAM = "register.take", "register.give_up", "registers"


def note_taking(context: Context, register: str, day: date, manifest: str) -> None:
    """Record that a snapshot is in the lake, by the hash of its snapshot.json; the same again records nothing."""
    with audited_transaction(context) as tx:
        tx.require("register.take", service=context.settings.service)
        if snapshots_taken(tx.session).get((register, day.isoformat())) == manifest:
            tx.mark_unchanged()
            return
        facts = {"register": register, "day": day.isoformat(), "manifest": manifest}
        tx.record(_ACT, f"{register}:{day.isoformat()}", stream=_STREAM, facts=facts)


def note_given_up(tx: AuditedTransaction, register: str, day: date, reason: str) -> None:
    """Record inside an act that a snapshot is lost and that this was accepted, with the reason."""
    facts = {"register": register, "day": day.isoformat(), "reason": reason}
    tx.record(_GIVEN_UP, f"{register}:{day.isoformat()}", stream=_STREAM, facts=facts)


def snapshots_given_up(session: Session) -> dict[tuple[str, str], datetime]:
    """Return when the loss of each snapshot was accepted, by register and day."""
    mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == _STREAM, col(AuditEntryRow.act) == _GIVEN_UP)
    return {(row.facts["register"], row.facts["day"]): row.at for row in session.exec(mine)}


def snapshots_taken(session: Session) -> dict[tuple[str, str], str]:
    """Return the hash of the snapshot.json of every snapshot that was taken in, by register and day."""
    mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == _STREAM, col(AuditEntryRow.act) == _ACT)
    rows = session.exec(mine.order_by(col(AuditEntryRow.n)))
    return {(row.facts["register"], row.facts["day"]): row.facts["manifest"] for row in rows}
