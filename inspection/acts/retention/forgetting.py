"""What was erased stays erased: a restored database forgets every case whose key the keyring says was destroyed.

A backup of before an erasure knows nothing of it. Its rows go as they went the first time, by an erasure of its own
that the trail tells of, since the tables' guards let nobody delete what no erasure names.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import alerts
from inspection.acts.retention.cases import counted, erase_case
from inspection.acts.retention.finishing import finish, note_left
from inspection.acts.retention.preserving import held_subjects
from inspection.life_cycles import AlertState, ErasureOutcome
from inspection.sealing import sha256_of, short_code
from inspection.store.controls import AttachmentRow, ControlRow, DraftRow
from inspection.store.core import new_id
from inspection.store.records import AlertRow, ErasureConfirmationRow, ErasureItemRow, ErasureOutcomeRow, ErasureRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

_CLASS, _SCOPE = "subject_request", "restored"
HELD, DAMAGED = "erasure_held", "tombstone_damaged"


def forget_cases(context: Context, tombstones: Mapping[str, datetime]) -> int:
    """Erase from a store that nobody has opened yet every case that was destroyed; returns how many.

    Done again, it finds nothing left, and finishes what a killed one left outside the database.
    """
    forgotten = erase_again(context, tombstones)
    finish(context.app, context.at)
    return forgotten


def erase_again(context: Context, tombstones: Mapping[str, datetime]) -> int:
    """Delete the rows of every case that was destroyed and is here all the same; returns how many cases.

    It looks first: nobody waits to write on a night with nothing to delete, while every id is read. What a legal hold
    keeps stays, though its key is gone: the direction is alerted. That alert goes with the case.
    """
    with context.store.read() as session:
        if not tombstones or not _still_here(session, tombstones):
            return 0
    with audited_transaction(context, name="erasure") as tx:
        here = _still_here(tx.session, tombstones)
        held = held_subjects(tx.session, tx.app) & here
        told = [case for case in sorted(held) if _alert(tx, HELD, case)]
        left = sorted(here - held)
        if left:
            _forget(tx, left)
        elif told:
            tx.record("erasure.hold", tx.by, stream="erasure", facts={"held": len(told)})
        else:
            tx.mark_unchanged()
    return len(left)


def tell_damaged(context: Context, cases: Sequence[str]) -> None:
    """Alert the direction, once a case, to tombstones that do not open: on their word nothing is erased.

    The alerts about those that were mended, or taken away, end.
    """
    with context.store.read() as session:
        if not cases and not _waits(session):
            return
    with audited_transaction(context) as tx:
        told = [case for case in cases if _alert(tx, DAMAGED, case)]
        mine = col(AlertRow.kind) == DAMAGED, col(AlertRow.service) == tx.app.settings.service
        ended = alerts.end_alerts(tx, *mine, col(AlertRow.subject).not_in(cases))
        if told:
            tx.record("erasure.damaged", tx.by, stream="erasure", facts={"tombstones": len(told)})
        elif not ended:
            tx.mark_unchanged()


def _alert(tx: AuditedTransaction, kind: str, case: str) -> bool:
    return alerts.raise_alert(tx, kind, case, 0, "", tx.app.settings.service, role="direction")


def _waits(session: Session) -> bool:
    """Tell whether an alert about a damaged tombstone is open; it may be over by now."""
    mine = select(AlertRow.id).where(col(AlertRow.kind) == DAMAGED, col(AlertRow.state) == AlertState.OPEN)
    return session.exec(mine).first() is not None


def _still_here(session: Session, cases: Iterable[str]) -> set[str]:
    """Return those of some cases of which a row is left."""
    wanted = set(cases)
    known = (select(ControlRow.id), select(DraftRow.id), select(AttachmentRow.control_id))
    return {case for one in known for case in session.exec(one)} & wanted


def _forget(tx: AuditedTransaction, cases: list[str]) -> None:
    """Write the outcomes first: the guards of the tables ask for them."""
    session, id_ = tx.session, new_id()
    tx.add(
        ErasureRow(
            id=id_,
            reference=f"ERA-{short_code(id_, 5)}",
            service=tx.app.settings.service,
            scope=_SCOPE,
            sha256=sha256_of([(_CLASS, case) for case in cases]),
            proposed_by=tx.by,
            proposed_at=tx.at,
        )
    )
    items = [ErasureItemRow(id=new_id(), erasure_id=id_, class_key=_CLASS, subject=case) for case in cases]
    session.add_all(items)
    session.flush()
    session.add(ErasureConfirmationRow(id=new_id(), erasure_id=id_, confirmed_by=tx.by, confirmed_at=tx.at))
    session.add_all(ErasureOutcomeRow(id=item.id, outcome=ErasureOutcome.ERASED) for item in items)
    session.flush()
    for item in items:
        note_left(session, item)
        gone = counted(session, item.subject) if _is_control(session, item.subject) else None
        erase_case(session, tx.app, item.subject)
        act = "erasure.erase" if gone is None else "control.erase"
        tx.record(act, item.subject, stream="erasure", facts={"class": _CLASS, **(gone or {})})


def _is_control(session: Session, case: str) -> bool:
    return session.exec(select(ControlRow.id).where(col(ControlRow.id) == case)).first() is not None
