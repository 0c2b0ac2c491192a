"""Taking a backup: one consistent look at the database, then the files, then the manifest that makes it a backup."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Table, text
from sqlmodel import Session

from inspection.errors import BackupFault
from inspection.failpoints import failpoint
from inspection.settings import Settings
from inspection.store.backups.files import keep_file, kept_files
from inspection.store.backups.manifest import FileEntry, Manifest, TableEntry, read_manifest
from inspection.store.backups.rows import cut, lines, plain_tables
from inspection.store.backups.vault import Vault, new_backup_id
from inspection.store.core import Store
from inspection.store.opening import known_keys


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A backup that was taken: what it holds, and what it cost since the one before."""

    manifest: Manifest = field(repr=False)
    new_pieces: int
    written_bytes: int

    @property
    def id(self) -> str:
        """The id of the backup."""
        return self.manifest.id


@dataclass
class _Cost:
    pieces: int = 0
    bytes: int = 0

    def add(self, written: int, of: int = 1) -> None:
        self.pieces += of if written else 0
        self.bytes += written


def take(store: Store, here: Settings, vault: Vault, at: datetime) -> Taken:
    """Write a backup of an installation into a vault; everybody may go on writing meanwhile.

    The database is read as it stood at one moment, whatever is written during the reading. Files are read after that
    moment: a file is written before the row that names it. Killed at any point, there is no backup, and the next one
    makes use of what lies there.

    Errors: `BackupFault` 103 where another backup is being taken, 104 for a file that never stands still; what
    the database and the disk raise.
    """
    with vault.locked():
        vault.sweep()
        before = _last(vault)
        known, cost = before.pieces if before else frozenset(), _Cost()
        with store.read() as session:
            manifest = _looked(session, vault, known, cost, here=here, at=at, before=before)
        failpoint("backup.before_manifest")
        vault.settle()
        manifest.write(vault)
        failpoint("backup.after_manifest")
    return Taken(manifest=manifest, new_pieces=cost.pieces, written_bytes=cost.bytes)


def _last(vault: Vault) -> Manifest | None:
    """Return the newest backup that can be opened; one that is damaged only makes this one cost more."""
    for id_ in reversed(vault.backups()):
        try:
            return read_manifest(vault, id_)
        except BackupFault as fault:
            if fault.code == "BACKUP-112":  # of another key: nothing here may be mixed
                raise
    return None


def _looked(
    session: Session,
    vault: Vault,
    known: frozenset[str],
    cost: _Cost,
    *,
    here: Settings,
    at: datetime,
    before: Manifest | None,
) -> Manifest:
    connection = session.connection()
    revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    keys = known_keys(session)
    heads = {str(s): (int(n), str(h)) for s, n, h in connection.execute(text(_HEADS))}
    failpoint("backup.looked")
    tables = {table.name: _table(session, table, vault, known, cost) for table in plain_tables()}
    failpoint("backup.rows")
    return Manifest(
        id=new_backup_id(f"{at.astimezone(UTC):%Y%m%d-%H%M%S}"),
        at=at,
        service=here.service,
        revision=revision,
        keys=keys,
        tables=tables,
        files=_files(here, vault, known, cost, before.files if before else {}),
        heads=heads,
        previous=before.id if before else None,
    )


_HEADS = (
    "SELECT e.stream, e.n, e.hash FROM audit_entry e "
    "JOIN (SELECT stream, max(n) AS n FROM audit_entry GROUP BY stream) l ON l.stream = e.stream AND l.n = e.n"
)


def _table(session: Session, table: Table, vault: Vault, known: frozenset[str], cost: _Cost) -> TableEntry:
    columns = tuple(table.columns.keys())
    digest, names, rows = hashlib.sha256(), [], 0
    for piece, count in cut(lines(session.connection(), table, columns)):
        name, written = vault.put(piece, known)
        cost.add(written)
        digest.update(piece)
        names.append(name)
        rows += count
        failpoint("backup.piece")
    return TableEntry(columns, rows, digest.hexdigest(), tuple(names))


def _files(
    here: Settings, vault: Vault, known: frozenset[str], cost: _Cost, before: Mapping[str, FileEntry]
) -> dict[str, FileEntry]:
    found = {}
    for path, file in kept_files(here.home):
        kept = keep_file(vault, file, before.get(path), known)
        if kept is not None:
            found[path], written = kept
            cost.add(written, len(found[path].pieces))
            failpoint("backup.file")
    return found
