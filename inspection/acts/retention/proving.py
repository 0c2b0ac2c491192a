"""What can be shown of an erasure: when a case was destroyed, when no backup opens or holds it, what is offered before.

Ids, counts and moments; nothing that was destroyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from inspection.acts.retention.cases import CASE_ROWS
from inspection.acts.retention.erasing import waiting_items
from inspection.errors import BackupFault, ErasureFault
from inspection.keys import BACKUP
from inspection.life_cycles import ErasureOutcome
from inspection.store.backups import KEYRINGS, Vault, copies_with_key, read_manifest, rows_in
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
        How many copies of the keyring hold its key at this moment, or cannot be read; None where their folder or the
        key of backups is not there, so that nobody can tell.
    backups_closed_on
        From this day on no backup opens it: every copy of the keyring that held its key is gone by then. None where the
        day has come, and copies that should be gone still lie there or cannot be looked at.
    backups
        How many backups hold rows of it at this moment, or cannot be read: what of them its own key did not seal, such
        as the workplace of a case, can be read by whoever has the key of backups. None as for `copies`.
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
    backups_closed_on: date | None
    backups: int | None
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
    destroyed = context.store.keyring.told_tombstones()[0].get(subject)  # files are read while nobody waits for them
    copies, backups = _copies_with_key(context, subject), _backups_with_rows(context, subject)
    classes = context.app.catalogue(day_in_brussels(context.at))
    return ErasureProof(
        subject=subject,
        reference=erasure.reference,
        class_key=item.class_key,
        destroyed_at=destroyed,
        copies=copies,
        backups_closed_on=_over_on(context, destroyed, classes.keyring_copy_days, copies) if destroyed else None,
        backups=backups,
        backups_without_it_on=_over_on(context, since, classes.backups.kept_days, backups),
        left=left,
        rows=rows,
    )


def _copies_with_key(context: Context, case: str) -> int | None:
    """Look into the copies themselves: what the policy says is no proof of what became of them."""
    here, keys = context.settings, context.store.keys
    folder = here.backup.places(here.home)[1]
    if not folder.is_dir():
        return None if here.backup.keyrings is not None else 0
    return len(copies_with_key(Vault(folder, keys.backup, KEYRINGS), case)) if keys.exists(BACKUP) else None


def _backups_with_rows(context: Context, subject: str) -> int | None:
    """Look into the backups too: one that knows of the erasure was taken after the rows had gone."""
    here, keys = context.settings, context.store.keys
    folder = here.backup.places(here.home)[0]
    if not folder.is_dir():
        return None if here.backup.folder is not None else 0
    if not keys.exists(BACKUP):
        return None
    vault = Vault(folder, keys.backup)
    return sum(not _knows_erasure(vault, id_, subject) for id_ in vault.backups())


def _knows_erasure(vault: Vault, backup: str, subject: str) -> bool:
    try:
        manifest = read_manifest(vault, backup)
        done = rows_in(vault, manifest, "erasure_outcome")
        erased = {row["id"] for row in done if row["outcome"] == ErasureOutcome.ERASED}
        return any(
            row["subject"] == subject and row["id"] in erased for row in rows_in(vault, manifest, "erasure_item")
        )
    except BackupFault:
        return False


def _over_on(context: Context, since: datetime, days: int, left: int | None) -> date | None:
    day = day_in_brussels(since + timedelta(days=days + 1))
    return None if day <= day_in_brussels(context.at) and left != 0 else day


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


def _rows(session: Session, case: str) -> int:
    counted = (
        session.execute(text(f"SELECT count(*) FROM {table} WHERE {mine}"), {"case": case}).scalar()  # noqa: S608
        for table, mine in CASE_ROWS
    )
    return sum(n or 0 for n in counted)
