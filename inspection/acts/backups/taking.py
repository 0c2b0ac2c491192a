"""Taking a backup, by a schedule or by hand: of the installation, and of its keyring apart from it."""

from dataclasses import dataclass
from pathlib import Path

from inspection.acts.migrating import seeing_all
from inspection.errors import BackupFault
from inspection.store.backups import (
    KeyringCopy,
    Taken,
    copy_keyring,
    is_on_same_disk,
    keep_tombstones,
    keyring_vault_of,
    take,
    vault_of,
)
from inspection.tombstones import TOMBSTONE
from inspection.trust import Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class Made:
    """A backup that was taken.

    id, folder
        Which, and where it lies.
    rows, files
        How much it holds.
    new_pieces, written_bytes
        What it cost: only what changed since the one before.
    keyring
        The copy of the keyring that was made beside it; None where there is no keyring.
    on_same_disk
        It goes with the disk of the home.
    retiring
        Names of the keys that are being rotated: it may need the old ones too.
    """

    id: str
    folder: Path
    rows: int
    files: int
    new_pieces: int
    written_bytes: int
    keyring: KeyringCopy | None
    on_same_disk: bool
    retiring: tuple[str, ...]


def take_backup(context: Context, to: Path | None = None) -> Made:
    """Take a backup of this installation and record it; everybody may go on working.

    Killed on the way, there is no backup; the next one makes use of what was written. The keyring is copied whatever
    became of the backup: copies live some days only, and a week of nights that failed would leave none.

    Arguments: `to` another folder than that of the settings.
    Errors: `BackupFault` 101 or 102 for a folder that is not there or has the keyring's copies, 103 where another is
    being taken, 105 for an account that sees the rows of one service only; `AccessRefused`. What could be written is
    kept and recorded before any of them.
    """
    here = context.settings
    with context.store.read() as session:
        require_permission(session, context, "backup.take", service=here.service)
    taken = ring = None
    try:
        taken = _taken(context, to)
    finally:
        try:  # after the rows: a case that came meanwhile is in the copy too
            copies = keyring_vault_of(here, context.store.keys, to)
            ring = copy_keyring(copies, here.keyring, context.at)
            keep_tombstones(copies, here.keyring, context.at, context.store.keys.purpose(TOMBSTONE))
        finally:
            _record(context, taken, ring)
    return _made(context, taken, ring, to)


def _taken(context: Context, to: Path | None) -> Taken:
    vault = vault_of(context.settings, context.store.keys, to)
    with seeing_all(context.settings, context.store, BackupFault("BACKUP-105")) as store:
        return take(store, context.settings, vault, context.at)


def _record(context: Context, taken: Taken | None, ring: KeyringCopy | None) -> None:
    """Say in the trail what was written, of the two."""
    subject = taken or ring
    if subject is None:
        return
    held: dict[str, object] = {"keyring": ring.id if ring else None}
    if taken is not None:
        manifest = taken.manifest
        held |= {"rows": manifest.rows, "files": len(manifest.files), "bytes": taken.written_bytes}
        held |= {"previous": manifest.previous}
    with audited_transaction(context) as tx:
        tx.require("backup.take", service=context.settings.service)
        tx.record("backup.take", subject.id, stream="house", facts=held)


def _made(context: Context, taken: Taken, ring: KeyringCopy | None, to: Path | None) -> Made:
    manifest, folder = taken.manifest, vault_of(context.settings, context.store.keys, to).folder
    return Made(
        id=taken.id,
        folder=folder,
        rows=manifest.rows,
        files=len(manifest.files),
        new_pieces=taken.new_pieces,
        written_bytes=taken.written_bytes,
        keyring=ring,
        on_same_disk=is_on_same_disk(context.settings, folder),
        retiring=tuple(sorted(manifest.retiring)),
    )
