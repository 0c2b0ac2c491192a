"""Filling an empty database with the rows of a backup, and a home with its files.

All rows come in one transaction, into tables as they were when the backup was taken, and are then brought up to date.
Until the restore has ended the database says so in the place of its revision, and opens for nobody.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, ForeignKeyConstraint, MetaData, Table, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from inspection.errors import BackupFault
from inspection.failpoints import failpoint
from inspection.progress import say
from inspection.store.backups.files import put_file
from inspection.store.backups.manifest import Manifest, TableEntry
from inspection.store.backups.rows import digests_of, read_lines
from inspection.store.backups.vault import Vault
from inspection.store.core import HEAD, UNFINISHED, Store, as_at, revision

_SET = "UPDATE alembic_version SET version_num = :word"


def fill(store: Store, vault: Vault, manifest: Manifest) -> None:
    """Bring the rows of a backup into an empty database; one that this restore has filled already stays as it is.

    Read back afterwards: what the database holds is what was backed up, table by table.

    Errors: `BackupFault` 110 to 112 for a damaged piece, 114 for a table that is not what it was, 125 for a database
    that holds anything else; `StoreFault` 030 for a revision that this version does not know.
    """
    stands_at = revision(store)
    if stands_at == f"{UNFINISHED}{manifest.id}":
        return
    if stands_at is not None:
        raise BackupFault("BACKUP-125")
    with as_at(store, manifest.revision, manifest.id) as connection:
        tables = _found(connection, manifest)
        with _without_foreign_keys(connection, tables):
            for name, table in tables.items():
                _pour(connection, table, manifest.tables[name], vault)
                failpoint("restore.table")
        _compare(connection, tables, manifest)
        say("rows", manifest.rows, manifest.rows)
        failpoint("restore.rows")
    failpoint("restore.filled")


def end_filling(connection: Connection) -> None:
    """Say that the database is what it was: from then on it opens; inside the transaction that ends the restore."""
    connection.execute(text(_SET), {"word": HEAD})


def fill_files(vault: Vault, home: Path, manifest: Manifest) -> None:
    """Write the files of a backup into a home; those that lie there whole stay.

    Errors: those of a damaged piece.
    """
    for path, entry in manifest.files.items():
        put_file(vault, home, path, entry)
        failpoint("restore.file")
    say("files", len(manifest.files), len(manifest.files))


def _found(connection: Connection, manifest: Manifest) -> dict[str, Table]:
    """Return the tables as the database has them, which may be those of an older revision."""
    there = MetaData()
    there.reflect(connection)
    strange = [
        name
        for name, entry in manifest.tables.items()
        if name not in there.tables or not {*entry.columns} <= {*there.tables[name].columns.keys()}
    ]
    if strange:
        raise BackupFault("BACKUP-114", what=f"table {strange[0]}", backup=manifest.id)
    return {name: there.tables[name] for name in manifest.tables}


def _pour(connection: Connection, table: Table, entry: TableEntry, vault: Vault) -> None:
    for name in entry.pieces:
        connection.execute(table.insert(), read_lines(table, entry.columns, vault.get(name)))


def _compare(connection: Connection, tables: Mapping[str, Table], manifest: Manifest) -> None:
    read = digests_of(connection, {name: (table, manifest.tables[name].columns) for name, table in tables.items()})
    for name, entry in manifest.tables.items():
        if read[name] != (entry.rows, entry.sha256):
            raise BackupFault("BACKUP-114", what=f"table {name}", backup=manifest.id)


@contextmanager
def _without_foreign_keys(connection: Connection, tables: Mapping[str, Table]) -> Iterator[None]:
    """Let rows come in any order: some name one another, and one of their own table.

    SQLite is told so outside of the transaction and checks all of them at its end; of PostgreSQL they are taken away
    and put back, which checks them as well.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    keys = [one for table in tables.values() for one in table.constraints if isinstance(one, ForeignKeyConstraint)]
    for key in keys:
        connection.execute(DropConstraint(key))
    yield
    for key in keys:
        connection.execute(AddConstraint(key))
