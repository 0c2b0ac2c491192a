"""Taking a backup: checkpoints, one look at the database, all other files, the manifest that makes it a backup."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import Table, text
from sqlmodel import Session

from inspection.errors import BackupFault
from inspection.failpoints import failpoint
from inspection.settings import Settings
from inspection.store.backups.files import KEPT, MARKS, SIGNED, keep_file, kept_files, stand_still
from inspection.store.backups.manifest import FileEntry, Manifest, TableEntry, read_manifest
from inspection.store.backups.rows import cut, lines, plain_tables
from inspection.store.backups.vault import Vault, new_backup_id
from inspection.store.core import Store
from inspection.store.opening import known_keys, retiring_keys
from inspection.store.records import heads_of

_OTHERS = (*MARKS, *(name for name in KEPT if name != SIGNED))
_TRIES = 5  # a checkpoint is signed once a minute at the most


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

    The database is read as it stood at one moment, whatever is written during the reading. Files are read after it, and
    after it was let go: a file is written before the row that names it. Checkpoints alone are read before, since each
    is of entries that stood when it was signed; one that comes between the two has both read again. Killed at any
    point, there is no backup, and the next one makes use of what lies there.

    Errors: `BackupFault` 103 where another backup is being taken, 104 for a file that never stands still; what
    the database and the disk raise.
    """
    with vault.locked():
        vault.sweep()
        before = _last(vault, at)
        taking = _Taking(here, vault, before)
        manifest = _manifest(taking, *taking.whole(store), at)
        failpoint("backup.before_manifest")
        vault.settle()
        manifest.write(vault)
        failpoint("backup.after_manifest")
    return Taken(manifest=manifest, new_pieces=taking.cost.pieces, written_bytes=taking.cost.bytes)


def _last(vault: Vault, at: datetime) -> Manifest | None:
    """Return the newest backup that can be opened; one that is damaged only makes this one cost more."""
    for id_ in reversed(vault.backups(at)):
        try:
            return read_manifest(vault, id_)
        except BackupFault as fault:
            if fault.code == "BACKUP-112":  # of another key: nothing here may be mixed
                raise
    return None


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """What was read of the database at one moment, and the checkpoints that had been signed by then."""

    revision: str
    keys: Mapping[str, str]
    retiring: Mapping[str, str]
    heads: Mapping[str, tuple[int, str]]
    tables: Mapping[str, TableEntry]
    signed: Mapping[str, FileEntry]


@dataclass(frozen=True)
class _Taking:
    """A backup that is being taken."""

    here: Settings
    vault: Vault
    before: Manifest | None
    cost: _Cost = field(default_factory=_Cost)

    def whole(self, store: Store) -> tuple[_Rows, Mapping[str, FileEntry]]:
        """Keep the rows, then all other files; a rotation that begins between the two has both read again.

        Files are sealed anew by a key then that the rows know nothing of.
        """
        for _ in range(_TRIES):
            rows, files = self.rows(store), self.files(*_OTHERS)
            with store.read() as session:
                if known_keys(session) == rows.keys:
                    return rows, files
        raise BackupFault("BACKUP-104", file="keys")

    def rows(self, store: Store) -> _Rows:
        """Keep the checkpoints, then every row; a checkpoint that comes between the two has both read again."""
        for _ in range(_TRIES):
            signed = self.files(SIGNED)
            with store.read() as session:
                begun = session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar_one()
                if stand_still(self.here.home, SIGNED, signed):
                    keys, retiring, heads = known_keys(session), retiring_keys(session), heads_of(session)
                    failpoint("backup.looked")
                    tables = {table.name: self.table(session, table) for table in plain_tables()}
                    failpoint("backup.rows")
                    return _Rows(
                        revision=str(begun), keys=keys, retiring=retiring, heads=heads, tables=tables, signed=signed
                    )
        raise BackupFault("BACKUP-104", file=SIGNED)

    def table(self, session: Session, table: Table) -> TableEntry:
        """Keep the rows of a table."""
        columns = tuple(table.columns.keys())
        digest, names, rows = hashlib.sha256(), [], 0
        for piece, count in cut(lines(session.connection(), table, columns)):
            name, written = self.vault.put(piece, self._known)
            self.cost.add(written)
            digest.update(piece)
            names.append(name)
            rows += count
            failpoint("backup.piece")
        return TableEntry(columns, rows, digest.hexdigest(), tuple(names))

    def files(self, *names: str) -> dict[str, FileEntry]:
        """Keep some files and folders of the home."""
        found, before = {}, self.before.files if self.before else {}
        for path, file in kept_files(self.here.home, names):
            kept = keep_file(self.vault, file, before.get(path), self._known)
            if kept is not None:
                found[path], written = kept
                self.cost.add(written, len(found[path].pieces))
                failpoint("backup.file")
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        return self.before.pieces if self.before else frozenset()


def _manifest(taking: _Taking, rows: _Rows, files: Mapping[str, FileEntry], at: datetime) -> Manifest:
    return Manifest(
        id=new_backup_id(at),
        at=at,
        service=taking.here.service,
        revision=rows.revision,
        keys=rows.keys,
        tables=rows.tables,
        files={**rows.signed, **files},
        heads=rows.heads,
        previous=taking.before.id if taking.before else None,
        retiring=rows.retiring,
    )
