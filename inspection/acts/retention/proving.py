"""What can be shown of an erasure: when a case was destroyed, when no backup opens or holds it, what is offered before.

Ids, counts and moments; nothing that was destroyed.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from inspection.acts.retention.cases import CASE_ROWS
from inspection.acts.retention.erasing import waiting_items
from inspection.acts.retention.in_backups import Erased, backups_holding
from inspection.errors import ErasureFault
from inspection.keys import BACKUP
from inspection.life_cycles import ErasureOutcome
from inspection.store.backups import KEYRINGS, Vault, copies_holding
from inspection.store.records import (
    ErasureConfirmationRow,
    ErasureItemRow,
    ErasureOutcomeRow,
    ErasureRow,
    ErasureStepRow,
)
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class ErasureProof:
    """What became of a record that was erased.

    destroyed_at
        When its key was destroyed for ever; None for what has no key, and while it is not done yet.
    copies
        How many copies of the keyring hold its key at this moment; None where their folder or the key of backups is not
        there, so that nobody can tell.
    unreadable_copies
        How many cannot be read, and may hold it; None as for `copies`.
    backups_closed_on
        From this day on no backup opens it: every copy of the keyring that held its key is gone by then. None where the
        day has come, and copies that should be gone still lie there or cannot be looked at.
    backups
        How many backups hold rows of it at this moment: what of them its own key did not seal, such as the workplace of
        a case, can be read by whoever has the key of backups. None as for `copies`.
    unreadable_backups
        How many cannot be read, and may hold some; None as for `copies`.
    backups_without_it_on
        From this day on none does; None as for `backups_closed_on`.
    left
        What is still to be removed, by kind; `vigie keep nightly` does it.
    rows
        Rows of the case that are still there; 0 once it is erased.
    """

    subject: str
    reference: str
    class_key: str
    destroyed_at: datetime | None
    copies: int | None
    unreadable_copies: int | None
    backups_closed_on: date | None
    backups: int | None
    unreadable_backups: int | None
    backups_without_it_on: date | None
    left: Mapping[str, int]
    rows: int


@dataclass(frozen=True, kw_only=True)
class ArchiveOffer:
    """What of a proposal the State Archives are offered before it is destroyed: ids by class, and no names."""

    reference: str
    records: Mapping[str, tuple[str, ...]]


def erasure_proof(context: Context, subject: str) -> ErasureProof:
    """Return what is known of an erased record by its id; the look is recorded.

    Errors: `ErasureFault` 103 for what was not erased here; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("erasure.list", service=context.settings.service)
        tx.record("erasure.list", context.by, stream="reading", facts={"kind": "erasure_proof"})
        item, erasure, since = _erased(tx.session, context.settings.service, subject)
        left, rows = _left(tx.session, item.id), _rows(tx.session, subject)
        gone = Erased(subject=subject, item=item.id, keys=_keys(tx.session, subject))
    destroyed = context.store.keyring.told_tombstones()[0].get(subject)  # files are read while nobody waits for them
    copies, backups = _copies_with_key(context, subject), _backups_with_rows(context, gone)
    with_key, unreadable_copies = copies or (None, None)
    with_rows, unreadable_backups = backups or (None, None)
    classes = context.app.catalogue(day_in_brussels(context.at))
    return ErasureProof(
        subject=subject,
        reference=erasure.reference,
        class_key=item.class_key,
        destroyed_at=destroyed,
        copies=with_key,
        unreadable_copies=unreadable_copies,
        backups_closed_on=_over_on(context, destroyed, classes.keyring_copy_days, copies) if destroyed else None,
        backups=with_rows,
        unreadable_backups=unreadable_backups,
        backups_without_it_on=_over_on(context, since, classes.backups.kept_days, backups),
        left=left,
        rows=rows,
    )


def _copies_with_key(context: Context, case: str) -> tuple[int, int] | None:
    """Look into the copies themselves, how many hold the key and how many cannot be read: a policy proves neither."""
    here, keys = context.settings, context.store.keys
    folder = here.backup.places(here.home)[1]
    if not folder.is_dir():
        return None if here.backup.keyrings is not None else (0, 0)
    return copies_holding(Vault(folder, keys.backup, KEYRINGS), case) if keys.exists(BACKUP) else None


def _backups_with_rows(context: Context, gone: Erased) -> tuple[int, int] | None:
    """Look into the backups too: how many hold rows, and how many cannot be read.

    A folder without the place of backups is no proof that there is none: so does a disk look that is not mounted.
    """
    here, keys = context.settings, context.store.keys
    folder = here.backup.places(here.home)[0]
    if here.backup.folder is None and not folder.exists():
        return 0, 0
    if not os.access(folder / "manifests", os.R_OK | os.X_OK) or not keys.exists(BACKUP):
        return None
    return backups_holding(Vault(folder, keys.backup), gone)


def _over_on(context: Context, since: datetime, days: int, left: tuple[int, int] | None) -> date | None:
    day = day_in_brussels(since + timedelta(days=days + 1))
    return None if day <= day_in_brussels(context.at) and left != (0, 0) else day


def archive_offer(context: Context, reference: str) -> ArchiveOffer:
    """Return what of a proposal that waits must be offered to the State Archives before it is confirmed.

    Errors: `StoreFault` 084 where no proposal waits under this reference; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("erasure.list", service=context.settings.service)
        classes = context.app.catalogue(day_in_brussels(context.at)).retention
        found: dict[str, tuple[str, ...]] = {}
        for item in waiting_items(tx.session, context.app, reference):
            if item.class_key in classes and classes[item.class_key].archives:
                found[item.class_key] = (*found.get(item.class_key, ()), item.subject)
        facts = {"kind": "archives", **{key: len(ids) for key, ids in found.items()}}
        tx.record("erasure.list", reference.upper(), stream="reading", facts=facts)
        return ArchiveOffer(reference=reference.upper(), records=found)


def _erased(session: Session, service: str, subject: str) -> tuple[ErasureItemRow, ErasureRow, datetime]:
    """Return by which item of which erasure a record went, the last one, and when."""
    wanted = (
        select(ErasureItemRow, ErasureRow, ErasureConfirmationRow.confirmed_at)
        .join(ErasureRow, col(ErasureRow.id) == col(ErasureItemRow.erasure_id))
        .join(ErasureConfirmationRow, col(ErasureConfirmationRow.erasure_id) == col(ErasureRow.id))
        .join(ErasureOutcomeRow, col(ErasureOutcomeRow.id) == col(ErasureItemRow.id))
        .where(col(ErasureItemRow.subject) == subject, col(ErasureRow.service) == service)
        .where(col(ErasureOutcomeRow.outcome) == ErasureOutcome.ERASED)
        .order_by(col(ErasureItemRow.id).desc())
    )
    found = session.exec(wanted).first()
    if found is None:
        raise ErasureFault("ERASURE-103")
    return found


def _left(session: Session, item_id: str) -> dict[str, int]:
    left: dict[str, int] = {}
    mine = select(ErasureStepRow.what).where(
        col(ErasureStepRow.item_id) == item_id, col(ErasureStepRow.done_at).is_(None)
    )
    for what in session.exec(mine):
        left[what] = left.get(what, 0) + 1
    return left


def _keys(session: Session, subject: str) -> frozenset[str]:
    """Return under which ids the keyring kept the keys of a record, whenever it was erased."""
    mine = (
        select(ErasureStepRow.name)
        .join(ErasureItemRow, col(ErasureItemRow.id) == col(ErasureStepRow.item_id))
        .where(col(ErasureItemRow.subject) == subject, col(ErasureStepRow.what).in_(("key", "unfinished")))
    )
    return frozenset(session.exec(mine))


def _rows(session: Session, case: str) -> int:
    counted = (
        session.execute(text(f"SELECT count(*) FROM {table} WHERE {mine}"), {"case": case}).scalar()  # noqa: S608
        for table, mine in CASE_ROWS
    )
    return sum(n or 0 for n in counted)
