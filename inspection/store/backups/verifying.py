"""Whether a backup is whole, read piece by piece; and the end of those that are kept long enough."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspection.errors import BackupFault
from inspection.store.backups.files import is_kept_whole
from inspection.store.backups.manifest import Manifest, TableEntry, read_manifest
from inspection.store.backups.vault import Vault, stamp_of


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A backup that was read whole."""

    id: str
    at: datetime
    tables: int
    rows: int
    files: int
    pieces: int


def verify(vault: Vault, manifest: Manifest) -> Verified:
    """Read every piece of a backup and compare it with what the manifest says.

    Errors: `BackupFault` 110 to 112 for the first piece that is missing, damaged or of another key, 114 for a table or
    a file whose pieces do not make what it was.
    """
    for name, table in manifest.tables.items():
        if not _holds(vault, table):
            raise BackupFault("BACKUP-114", what=f"table {name}", backup=manifest.id)
    for path, entry in manifest.files.items():
        if not is_kept_whole(vault, entry):
            raise BackupFault("BACKUP-114", what=f"a file of {Path(path).parts[0]}", backup=manifest.id)
    return Verified(
        id=manifest.id,
        at=manifest.at,
        tables=len(manifest.tables),
        rows=manifest.rows,
        files=len(manifest.files),
        pieces=len(manifest.pieces),
    )


def _is_whole(vault: Vault, id_: str) -> bool:
    try:
        verify(vault, read_manifest(vault, id_))
    except BackupFault:
        return False
    return True


def _holds(vault: Vault, table: TableEntry) -> bool:
    digest, rows = hashlib.sha256(), 0
    for name in table.pieces:
        piece = vault.get(name)
        digest.update(piece)
        rows += piece.count(b"\n")
    return (rows, digest.hexdigest()) == (table.rows, table.sha256)


def prune(vault: Vault, at: datetime, *, days: int, least: int) -> tuple[list[str], int]:
    """Take away the backups that are older than `days`, but for the `least` newest, and every piece that none needs.

    Of the `least` newest, one that is too old goes too as soon as a younger one was read whole here: they stay for a
    house whose schedule stopped, and hold what was erased since. One whose moment has not come stays, and is none of
    the newest: whoever knows of which day it is takes it away by hand.

    A backup that cannot be opened counts by the moment in its id, and what is kept is read first: where one of those
    is damaged nothing is taken away, since pieces might be its own.

    Result: the ids that are gone, and how many bytes. Errors: `BackupFault` 103, or that of the damaged backup.
    """
    with vault.locked():
        vault.sweep()
        every, known = vault.backups(), vault.backups(at)
        until = stamp_of(at - timedelta(days=days))
        old = [id_ for id_ in known if id_ < until]
        gone = [id_ for id_ in known[: max(len(known) - least, 0)] if id_ in old]
        if gone != old and len(old) < len(known) and _is_whole(vault, known[-1]):
            gone = old
        needed = {name for id_ in every if id_ not in gone for name in read_manifest(vault, id_).pieces}
        for id_ in gone:
            vault.drop_manifest(id_)
        freed = 0
        for file in vault.pieces():
            if file.name not in needed:
                freed += file.stat().st_size
                file.unlink()
    return gone, freed
