"""The nightly drill: the newest backup is restored elsewhere and looked at; a backup that nobody ever restored is none.

It is restored into a folder under the cache of the home, with a key of its own, and thrown away; what a killed drill
left goes with the next. Whatever fails is an alert to the direction.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inspection.acts import history
from inspection.acts.backups.keys_needed import refuse_other_keys
from inspection.acts.backups.restoring import refuse_broken_trail
from inspection.acts.backups.sampling import refuse_closed_values
from inspection.errors import BackupFault, InspectionError, unforeseen
from inspection.files import passing_folder, private_folder
from inspection.keys import DATABASE, Keys
from inspection.settings import Settings
from inspection.store import backups, opening
from inspection.store.core import Store
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """A drill that went well: which backup was restored, how old it was, and what was looked at."""

    backup: str
    of: datetime
    age_hours: float
    tables: int
    rows: int
    files: int
    entries: int
    opened: int


def rehearse(context: Context, folder: Path | None = None) -> Rehearsed:
    """Restore the newest backup in a temporary folder, compare it with what was backed up, and record how it went.

    Looked at: every piece, the rows and a hash of each table, the trail from its beginning, whether the living trail
    went on from there, and a sample of sealed values, which must open.

    Errors: whatever is wrong, with the backup or with this machine, after the direction was alerted; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "backup.rehearse", service=context.settings.service)
    try:
        done = _rehearsed(context, backups.vault_of(context.settings, context.store.keys, folder))
    except Exception as fault:
        told = fault if isinstance(fault, InspectionError) else unforeseen(fault)
        history.tell(context, "drill_failed", told, act="backup.rehearse")
        raise
    with audited_transaction(context) as tx:
        tx.require("backup.rehearse", service=context.settings.service)
        facts = {"rows": done.rows, "files": done.files, "entries": done.entries, "opened": done.opened}
        tx.record("backup.rehearse", done.backup, stream="house", facts=facts)
    history.tell_over(context, "drill_failed", act="backup.rehearse")
    return done


def _rehearsed(context: Context, vault: backups.Vault) -> Rehearsed:
    manifest = backups.read_manifest(vault, until=context.at)
    rules = context.app.catalogue(day_in_brussels(context.at)).backups
    age = (context.at - manifest.at).total_seconds() / 3600
    if age > rules.stale_hours:
        raise BackupFault("BACKUP-131", backup=manifest.id, hours=round(age))
    _refuse_strange(context.store, manifest)
    keys = context.store.keys
    refuse_other_keys(manifest, keys, but=(DATABASE,))
    with passing_folder(private_folder(context.settings.cache), "drill-") as place:
        # The keys of cases are asked where they are: no copy of them goes into a temporary folder.
        ring = context.settings.keyring
        elsewhere = replace(context.settings, home=place, database_url=None, keyring_folder=ring)
        entries, opened = _looked_at(elsewhere, _with_own_key(keys), vault, manifest, rules.sample)
    return Rehearsed(
        backup=manifest.id,
        of=manifest.at,
        age_hours=round(age, 1),
        tables=len(manifest.tables),
        rows=manifest.rows,
        files=len(manifest.files),
        entries=entries,
        opened=opened,
    )


def _looked_at(
    elsewhere: Settings, keys: Keys, vault: backups.Vault, manifest: backups.Manifest, sample: int
) -> tuple[int, int]:
    """Restore into a place that goes afterwards; returns the entries of its trail and how many values were opened."""
    backups.fill_files(vault, elsewhere.home, manifest)
    store = opening.reach_store(elsewhere, keys=keys, is_new=True)
    try:
        backups.fill(store, vault, manifest)
        refuse_broken_trail(store, manifest)
        opened = refuse_closed_values(store, manifest.id, sample)
    finally:
        store.close()
    return manifest.tables["audit_entry"].rows, opened


def _refuse_strange(store: Store, manifest: backups.Manifest) -> None:
    """Refuse a backup that the living trail did not go on from: it is of another house, or history was rewritten."""
    with store.read() as session:
        for stream, (n, head) in manifest.heads.items():
            entry = session.get(AuditEntryRow, (stream, n))
            if entry is None or entry.hash != head:
                raise BackupFault("BACKUP-132", backup=manifest.id)


def _with_own_key(keys: Keys) -> Keys:
    """Return the same keys, but for that of the database: the copy of the drill opens with nothing that is kept."""
    return replace(keys, environ={**keys.environ, "VIGIE_KEY_DATABASE": secrets.token_hex(32)})
