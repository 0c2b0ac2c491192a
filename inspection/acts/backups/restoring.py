"""Restoring a home from a backup: into an empty folder, on the embedded database or on PostgreSQL.

What is restored is compared with what was backed up before it may be used. Until then nothing opens it: the embedded
database lies apart in the home, PostgreSQL says in the place of its revision that a restore has not ended. Killed at
any point, the same command goes on from there.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import col, select

from inspection.acts.backups.keys_needed import (
    refuse_absent_keyring,
    refuse_other_keys,
    refuse_unfit_database_key,
    settle_keys,
)
from inspection.acts.backups.tombstones import apply_tombstones, tombstones_of
from inspection.backup_settings import BackupSettings
from inspection.errors import BackupFault
from inspection.failpoints import failpoint
from inspection.files import put
from inspection.keys import DATABASE, KEYRING, Keys, make_keys, open_keys
from inspection.settings import Settings
from inspection.store import backups, opening
from inspection.store.core import HEAD, Store, revision
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.tombstones import TOMBSTONE
from inspection.trust import AppContext, audited_transaction, verify_trail
from sectors.reader import load_rules

STAGE = ".restoring"  # a folder of the home that is there as long as the restore has not ended
_MARK = "backup.json"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """A home that was restored: from which backup and moment, and how much.

    forgotten
        How many cases were erased since and are erased again; on the portal, how many copies.
    """

    backup: str
    of: datetime
    rows: int
    files: int
    forgotten: int


def with_named_folders(here: Settings) -> Settings:
    """Return settings that name the folders of backups, for a home in another place: by default they lie beside it.

    That of the keyring's copies is named where somebody named it or it is there: a new machine may have none.
    """
    folder, keyrings = here.backup.places(here.home)
    is_known = here.backup.keyrings is not None or keyrings.is_dir()
    return replace(here, backup=BackupSettings(folder=folder, keyrings=keyrings if is_known else None))


def restore(
    to: Settings,
    backup: str | None = None,
    *,
    folder: Path | None = None,
    keys: Keys | None = None,
    at: datetime | None = None,
) -> Restored:
    """Restore a backup, the newest by default, into a home that holds nothing but its keys and its keyring.

    Neither is in a backup: both are put into the home by hand, or come from where the environment says. The keyring
    must be there first, since it alone tells which cases were erased after the backup. The key of the database may be
    another than that of the time: the restored one knows it from then on.

    Arguments: `to` the new home, with a database of PostgreSQL if it shall have one, and where backups lie;
    `folder` another place of backups.
    Errors: `BackupFault` 120 for a home that holds anything, 121 for one that is half restored from another backup,
    122 and 123 for keys that are not here or are others, 125 for a database that holds anything, 108 to 114 for the
    backup, 133 where none is named and one is of a later moment than now, 128 for a trail that does not hold;
    `KeyringFault` 103 where the keyring is not here.
    """
    at, keys = at or now(), keys or open_keys(to.keys)
    vault = backups.vault_of(to, keys, folder)
    begun = _begun(to.home, backup)
    if backup is None and begun is None:
        _refuse_ahead(vault, at)
    manifest = backups.read_manifest(vault, begun.backup if begun else backup)
    refuse_other_keys(manifest, keys, but=(DATABASE,))
    refuse_unfit_database_key(vault, manifest, keys)
    refuse_absent_keyring(to, manifest, keys)
    backups.keyring_vault_of(to, keys)  # the tombstones of the last day lie there
    if not (begun or _begin(to, manifest.id)).has_files:
        _files(to, vault, manifest)
    forgotten = 0
    if to.database_url or not to.store_file.exists():
        forgotten = _database(to, vault, manifest, keys=keys, at=at, goes_on=begun is not None)
    shutil.rmtree(to.home / STAGE)
    return Restored(
        backup=manifest.id, of=manifest.at, rows=manifest.rows, files=len(manifest.files), forgotten=forgotten
    )


def restore_keyring(
    to: Settings, copy: str | None = None, *, keys: Keys | None = None, at: datetime | None = None
) -> backups.KeyringCopy:
    """Bring a copy of the keyring back, the newest by default; what was destroyed stays destroyed.

    Errors: `BackupFault` 108 to 112, 133 where none is named and one is of a later moment than now; `KeyringFault` 106.
    """
    keys = keys or open_keys(to.keys)
    openable = {fingerprint[:8]: key for fingerprint, key in keys.all_of(KEYRING).items()}
    vault, signs = backups.keyring_vault_of(to, keys), keys.purpose(TOMBSTONE)
    if copy is None:
        _refuse_ahead(vault, at or now())
    done = backups.put_back(vault, to.keyring, copy, openable=openable, signs=signs)
    tombstones_of(to, keys)
    return done


def _refuse_ahead(vault: backups.Vault, at: datetime) -> None:
    """Refuse to choose the newest where one is of a moment that has not come: which is the newest nobody can tell.

    The clock was ahead when that one was taken, or it is behind now.
    """
    if ahead := vault.ahead(at):
        raise BackupFault("BACKUP-133", backups=", ".join(ahead[:3]), folder=vault.folder.name)


def refuse_broken_trail(store: Store, manifest: backups.Manifest) -> None:
    """Refuse a trail that does not hold, or does not end where it ended when the backup was taken."""
    report = verify_trail(store)
    if report.broken is not None:
        raise BackupFault("BACKUP-128", backup=manifest.id)
    with store.read() as session:
        for stream, (n, head) in manifest.heads.items():
            entry = session.get(AuditEntryRow, (stream, n))
            if entry is None or entry.hash != head:
                raise BackupFault("BACKUP-128", backup=manifest.id)


@dataclass(frozen=True)
class _Begun:
    """A restore that has not ended: from which backup, and whether all of its files were written.

    They are written once: an erased case takes some of them away, which must not come back when a restore that was
    killed after it goes on.
    """

    backup: str
    has_files: bool = False

    def write(self, home: Path) -> "_Begun":
        """Leave the mark by which the next run goes on."""
        put(home / STAGE / _MARK, json.dumps(asdict(self)).encode())
        return self


def _begun(home: Path, backup: str | None) -> _Begun | None:
    """Return the restore that was begun in a home, None where none was.

    Errors: `BackupFault` 120 and 121.
    """
    mark = home / STAGE / _MARK
    if mark.is_file():
        begun = _Begun(**json.loads(mark.read_text(encoding="utf-8")))
        if backup not in (None, begun.backup):
            raise BackupFault("BACKUP-121", begun=begun.backup)
        return begun
    held = [one.name for one in home.iterdir() if one.name not in ("keys", "keyring", STAGE)] if home.is_dir() else []
    if held:
        raise BackupFault("BACKUP-120", holds=", ".join(sorted(held)[:5]))
    return None


def _begin(to: Settings, backup: str) -> _Begun:
    (to.home / STAGE).mkdir(mode=0o700, parents=True, exist_ok=True)
    to.home.chmod(0o700)  # the folder may have been made by hand, for the keys
    begun = _Begun(backup).write(to.home)
    failpoint("restore.begun")
    return begun


def _files(to: Settings, vault: backups.Vault, manifest: backups.Manifest) -> None:
    backups.fill_files(vault, to.home, manifest)
    vault.settle()  # they were not waited for, and behind the mark nobody writes them again
    _Begun(manifest.id, has_files=True).write(to.home)
    failpoint("restore.filed")


def _database(
    to: Settings, vault: backups.Vault, manifest: backups.Manifest, *, keys: Keys, at: datetime, goes_on: bool
) -> int:
    """Fill the database, forget what was erased since, say so in the trail, and put it where it is opened."""
    staged = to if to.database_url else replace(to, home=to.home / STAGE, keyring_folder=to.keyring)
    if to.database_url is None and DATABASE not in manifest.keys:  # of a house on PostgreSQL, which needs none
        make_keys(keys, [DATABASE])
    store = opening.reach_store(staged, keys=keys, is_new=to.database_url is None)
    try:
        forgotten = 0
        if not (goes_on and _has_ended(store, manifest)):
            forgotten = _filled(store, to, vault, manifest, at)
        store.forget()
    finally:
        store.close()
    failpoint("restore.before_placing")
    if to.database_url is None:
        to.store_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(staged.store_file, to.store_file)
    failpoint("restore.placed")
    return forgotten


def _filled(store: Store, to: Settings, vault: backups.Vault, manifest: backups.Manifest, at: datetime) -> int:
    backups.fill(store, vault, manifest)
    refuse_broken_trail(store, manifest)
    context = AppContext(store, load_rules([to.rules]), to).at_the_door(at)
    forgotten = apply_tombstones(context, tombstones_of(to, store.keys))
    failpoint("restore.forgotten")
    with audited_transaction(context, "restore") as tx:
        settle_keys(tx, manifest)
        facts = {"of": manifest.at.isoformat(), "rows": manifest.rows, "forgotten": forgotten}
        tx.record("backup.restore", manifest.id, stream="house", facts=facts)
        backups.end_filling(tx.session.connection())
    return forgotten


def _has_ended(store: Store, manifest: backups.Manifest) -> bool:
    """Tell whether a restore that was killed had done its work: the trail says so."""
    if revision(store) != HEAD:
        return False
    said = select(AuditEntryRow).where(col(AuditEntryRow.act) == "backup.restore")
    with store.read() as session:
        return session.exec(said.where(col(AuditEntryRow.subject) == manifest.id).limit(1)).first() is not None
