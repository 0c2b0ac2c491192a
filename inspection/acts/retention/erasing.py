"""Retention: what is due is proposed every night, a second person confirms, and then it is destroyed.

A legal hold blocks. What is left is the trail: which ids of which class went, on whose word and when; never a name.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import alerts, records
from inspection.acts.retention.cases import counted
from inspection.acts.retention.due import Due
from inspection.acts.retention.erasable import CONTROLS, ERASABLE
from inspection.acts.retention.finishing import finish, note_left
from inspection.acts.retention.forgetting import erase_again, tell_damaged
from inspection.acts.retention.preserving import held_subjects
from inspection.errors import StoreFault
from inspection.failpoints import failpoint
from inspection.life_cycles import ErasureOutcome
from inspection.sealing import sha256_of, short_code
from inspection.store.core import new_id
from inspection.store.records import AlertRow, ErasureConfirmationRow, ErasureItemRow, ErasureOutcomeRow, ErasureRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import (
    SYSTEM,
    AppContext,
    AuditedTransaction,
    Context,
    audited_transaction,
    require_apart,
    require_in_service,
)

EVERYTHING, WAITING = "all", "erasure_waiting"
Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ErasureProposal:
    """What is proposed to be destroyed, and what became of it: counts by class, no ids and no names.

    report
        Of a confirmed one: outcome ("erased", "held", "gone") to the number of records by class.
    """

    reference: str
    scope: str
    sha256: str
    proposed_by: str
    proposed_at: datetime
    due: Counts
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    report: Mapping[str, Counts] | None = None


def propose_erasure(
    context: Context, *, class_key: str | None = None, subjects: Sequence[str] = ()
) -> ErasureProposal | None:
    """Propose to destroy what is due, or the records of one class that a person names; None where nothing is.

    What a legal hold keeps is not proposed. The same again is the proposal that waits. Where nothing is due any more,
    the alert about what was ends.

    Arguments: `class_key` with `subjects` for a class that waits until a person decides, such as a judicial order.
    Errors: `StoreFault` 082 for a class that cannot be named, 083 for a record that is not over, 086 where a schedule
    names one; `AccessRefused`.
    """
    if class_key and context.by == SYSTEM:
        raise StoreFault("STORE-086")
    scope = class_key or EVERYTHING
    with audited_transaction(context, name="erasure") as tx:
        tx.require("erasure.propose", service=context.settings.service)
        wanted = list(
            _named(tx.session, context.app, class_key, subjects, context.at)
            if class_key
            else _due(tx.session, context.app, context.at)
        )
        held = _held_whole(held_subjects(tx.session, context.app), wanted)
        items = sorted((key, due.subject) for key, due in wanted if not _is_held(due, held))
        last = _latest(tx.session, context.app, scope)
        sha256 = sha256_of(items)
        is_waiting = last is not None and last.sha256 == sha256 and _confirmation(tx.session, last.id) is None
        if last is not None and is_waiting and items:
            if not _tell_waiting(tx, last):
                tx.mark_unchanged()
            return _view(tx.session, last)
        ended = _end_waiting(tx, scope)
        if items:
            return _view(tx.session, _propose(tx, scope, sha256, items))
        if not ended:
            tx.mark_unchanged()
        return None


def confirm_erasure(context: Context, reference: str, sha256: str) -> ErasureProposal:
    """Destroy what was proposed, as a second person and bound to its hash; returns the purge report.

    Each record is looked at again: what a legal hold keeps since then, or what is no longer due, stays. A second time
    changes nothing, and clears away files that a killed process left.

    Errors: `StoreFault` 084 where no proposal that waits has this reference and hash; `AccessRefused`,
    041 for who proposed it.
    """
    with audited_transaction(context, name="erasure") as tx:
        tx.require("erasure.confirm", service=context.settings.service)
        row = _latest_named(tx.session, context.app, reference)
        if row.sha256 != sha256:
            raise StoreFault("STORE-084")
        require_apart(context, "erasure.confirm", "erasure.propose", row.proposed_by)
        if _confirmation(tx.session, row.id) is not None:
            tx.mark_unchanged()
        else:
            _destroy(tx, row)
        made = _view(tx.session, row)
    finish(context.app, context.at)
    return made


def erasures(context: Context) -> tuple[ErasureProposal, ...]:
    """Return what was proposed and what became of it, the latest first; a proposal that was replaced is left out."""
    with audited_transaction(context) as tx:
        tx.require("erasure.list", service=context.settings.service)
        tx.record("erasure.list", context.by, stream="reading", facts={"kind": "erasures"})
        mine = select(ErasureRow).where(col(ErasureRow.service) == context.settings.service)
        views = [
            _view(tx.session, row)
            for row in tx.session.exec(mine.order_by(col(ErasureRow.id).desc()))
            if _confirmation(tx.session, row.id) is not None or row == _latest(tx.session, context.app, row.scope)
        ]
    return tuple(views)


def finish_erasures(context: Context) -> int:
    """Remove what is left outside the database of records that were destroyed, keys last; returns how much that was.

    Before it, a case goes whose rows came back after its key was destroyed: of a database that was restored with an
    older copy of the keyring than the one that is here now. A tombstone that is damaged, or that nobody here signed,
    erases nothing: the direction is alerted once, and everything else goes on. After it, keys go that a killed process
    left of what was never a case.

    Apart from the transaction, as all work with files is: whoever is killed in between calls it again.
    """
    require_in_service(context, "erasure.finish")
    told, damaged = context.store.keyring.told_tombstones()
    tell_damaged(context, damaged)
    erase_again(context, told)
    return finish(context.app, context.at) + records.forget_left_behind(context.app, context.at)


def _due(session: Session, app: AppContext, at: datetime) -> Iterator[tuple[str, Due]]:
    """Yield everything whose time is over by the rules; a class without a time waits for a person."""
    for class_key, retention in app.catalogue(day_in_brussels(at)).retention.items():
        if class_key in ERASABLE and retention.days is not None:
            before = at - timedelta(days=retention.days)
            yield from ((class_key, due) for due in ERASABLE[class_key].due(session, app, before))


def _named(
    session: Session, app: AppContext, class_key: str, subjects: Sequence[str], at: datetime
) -> Iterator[tuple[str, Due]]:
    """Yield the named records of a class without a time of its own, each of which must be over."""
    retention = app.catalogue(day_in_brussels(at)).retention.get(class_key)
    if class_key not in ERASABLE or retention is None or retention.days is not None:
        raise StoreFault("STORE-082")
    over = {due.subject: due for due in ERASABLE[class_key].over(session, app, at, subjects)}
    if not subjects or set(subjects) - over.keys():
        raise StoreFault("STORE-083")
    together = {over[subject].belongs_to for subject in subjects}
    is_case = class_key in CONTROLS
    for subject, due in over.items():
        if subject in subjects or (is_case and due.belongs_to in together):
            yield class_key, due


def _propose(tx: AuditedTransaction, scope: str, sha256: str, items: Sequence[tuple[str, str]]) -> ErasureRow:
    id = new_id()  # noqa: A001  what it is called in every table
    row = ErasureRow(
        id=id,
        reference=f"ERA-{short_code(id, 5)}",
        service=tx.app.settings.service,
        scope=scope,
        sha256=sha256,
        proposed_by=tx.by,
        proposed_at=tx.at,
    )
    tx.add(row)
    tx.session.add_all(
        ErasureItemRow(id=new_id(), erasure_id=id, class_key=key, subject=subject) for key, subject in items
    )
    tx.session.flush()
    _tell_waiting(tx, row)
    tx.record("erasure.propose", id, stream="erasure", facts={"sha256": sha256, **Counter(k for k, _ in items)})
    return row


def _tell_waiting(tx: AuditedTransaction, row: ErasureRow) -> bool:
    """Alert the direction of a proposal; False where that waits already, or somebody saw it."""
    return alerts.raise_alert(tx, WAITING, row.id, 0, "", row.service, role="direction")


def _end_waiting(tx: AuditedTransaction, scope: str) -> int:
    """End the alerts about proposals of a scope: confirmed, replaced by another, or of what is due no longer."""
    mine = select(ErasureRow.id).where(
        col(ErasureRow.scope) == scope, col(ErasureRow.service) == tx.app.settings.service
    )
    return alerts.end_alerts(tx, col(AlertRow.kind) == WAITING, col(AlertRow.subject).in_(mine))


def _destroy(tx: AuditedTransaction, row: ErasureRow) -> None:
    """Write the confirmation and each outcome, and only then delete: the tables' guards ask for it."""
    session = tx.session
    items = _items(session, row.id)
    over = _over(session, tx.app, row, tx.at)
    held = _held_whole(held_subjects(session, tx.app), [(key, due) for (key, _), due in over.items()])
    outcomes = {item.id: _outcome(over.get((item.class_key, item.subject)), held) for item in items}
    session.add(ErasureConfirmationRow(id=new_id(), erasure_id=row.id, confirmed_by=tx.by, confirmed_at=tx.at))
    session.add_all(ErasureOutcomeRow(id=id_, outcome=outcome) for id_, outcome in outcomes.items())
    _end_waiting(tx, row.scope)
    session.flush()
    failpoint("erasure.named")
    for item in items:
        if outcomes[item.id] == ErasureOutcome.ERASED:
            note_left(session, item)
            gone = counted(session, item.subject) if item.class_key in CONTROLS else {}
            ERASABLE[item.class_key].erase(session, tx.app, item.subject)
            act = "control.erase" if item.class_key in CONTROLS else "erasure.erase"
            tx.record(act, item.subject, stream="erasure", facts={"class": item.class_key, **gone})
    tx.record("erasure.confirm", row.id, stream="erasure", facts=Counter(outcomes.values()))


def _over(session: Session, app: AppContext, row: ErasureRow, at: datetime) -> dict[tuple[str, str], Due]:
    if row.scope == EVERYTHING:
        return {(key, due.subject): due for key, due in _due(session, app, at)}
    named = [item.subject for item in _items(session, row.id)]
    return {(row.scope, due.subject): due for due in ERASABLE[row.scope].over(session, app, at, named)}


def _outcome(due: Due | None, held: frozenset[str]) -> ErasureOutcome:
    if due is None:
        return ErasureOutcome.GONE
    return ErasureOutcome.HELD if _is_held(due, held) else ErasureOutcome.ERASED


def _held_whole(held: frozenset[str], found: Sequence[tuple[str, Due]]) -> frozenset[str]:
    """Return what is held, with every case of which any part is: a control that went on as another is one with it."""
    return held | {due.belongs_to for key, due in found if key in CONTROLS and due.subject in held}


def _is_held(due: Due, held: frozenset[str]) -> bool:
    return bool({due.subject, due.belongs_to} & held)


def _items(session: Session, erasure_id: str) -> list[ErasureItemRow]:
    mine = select(ErasureItemRow).where(col(ErasureItemRow.erasure_id) == erasure_id)
    return list(session.exec(mine.order_by(col(ErasureItemRow.class_key), col(ErasureItemRow.subject))))


def _latest(session: Session, app: AppContext, scope: str) -> ErasureRow | None:
    mine = select(ErasureRow).where(col(ErasureRow.scope) == scope, col(ErasureRow.service) == app.settings.service)
    return session.exec(mine.order_by(col(ErasureRow.id).desc())).first()


def waiting_items(session: Session, app: AppContext, reference: str) -> list[ErasureItemRow]:
    """Return what a proposal that waits would destroy; raises `StoreFault` 084 where none has this reference."""
    row = _latest_named(session, app, reference)
    if _confirmation(session, row.id) is not None:
        raise StoreFault("STORE-084")
    return _items(session, row.id)


def _latest_named(session: Session, app: AppContext, reference: str) -> ErasureRow:
    """Return the proposal of a reference; raises `StoreFault` 084 for none, and for one that a later one replaced."""
    mine = select(ErasureRow).where(
        col(ErasureRow.reference) == reference.upper(), col(ErasureRow.service) == app.settings.service
    )
    row = session.exec(mine).first()
    if row is None or row != _latest(session, app, row.scope):
        raise StoreFault("STORE-084")
    return row


def _confirmation(session: Session, erasure_id: str) -> ErasureConfirmationRow | None:
    mine = select(ErasureConfirmationRow).where(col(ErasureConfirmationRow.erasure_id) == erasure_id)
    return session.exec(mine).first()


def _view(session: Session, row: ErasureRow) -> ErasureProposal:
    items, confirmed = _items(session, row.id), _confirmation(session, row.id)
    report: dict[str, Counter[str]] = {}
    for item in items if confirmed is not None else ():
        outcome = session.get_one(ErasureOutcomeRow, item.id).outcome
        report.setdefault(outcome, Counter())[item.class_key] += 1
    return view_of(
        ErasureProposal,
        row,
        due=dict(Counter(item.class_key for item in items)),
        confirmed_by=confirmed.confirmed_by if confirmed else None,
        confirmed_at=confirmed.confirmed_at if confirmed else None,
        report={outcome: dict(counts) for outcome, counts in report.items()} if confirmed else None,
    )
