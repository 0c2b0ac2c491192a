"""Whether every page of a database still holds what was written: asked of the database itself, and read through."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from inspection.errors import StoreFault
from inspection.store.core import Store, gate, metadata
from inspection.store.opening.signatures import signed_part

_UNREADABLE = "the database cannot be read to its end"
_ENOUGH = 5  # of a damaged database, the first pages tell as much as all
_FUNCTIONS = ("bt_index_check(regclass, boolean)", "verify_heapam")
_INDEXES = """
SELECT c.relname, bt_index_check(c.oid, i.indisunique) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE am.amname = 'btree' AND n.nspname = current_schema() AND i.indisvalid
"""
_HEAPS = """
SELECT c.relname, h.blkno, h.msg FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
LATERAL verify_heapam(c.oid) h WHERE c.relkind = 'r' AND n.nspname = current_schema() LIMIT 5
"""


@dataclass(frozen=True)
class Pages:
    """What an examination of the pages found.

    faults
        Places that are damaged; empty where none is.
    unchecked
        What could not be examined, and how that is mended; None where all was.
    """

    faults: tuple[str, ...]
    unchecked: str | None = None


def examine_pages(store: Store) -> Pages:
    """Read a database whole and return what is damaged in it."""
    return _embedded(store) if store.is_embedded else _postgresql(store)


def signed_pages(store: Store, part: int = 0, parts: int = 1) -> bool:
    """Tell whether each page of an embedded database that is in use is the one that SQLCipher signed.

    Writers wait meanwhile.

    Arguments: `part` of `parts`, from 0, where there is no time to read all of it.
    """
    with gate(store.gate_file, store.lock_seconds):
        return signed_part(store, part, parts) if parts > 1 else not _unsigned(store)


def _unsigned(store: Store) -> list[str]:
    """Return what is told of pages that SQLCipher did not sign, asked a second time where there are any.

    Whoever closes the database last moves pages without waiting, and one that was met half way is whole the second
    time; a damaged one is damaged both times.
    """
    told = _asked(store)
    return [line for line in _asked(store) if line in told] if told else []


def _asked(store: Store) -> list[str]:
    try:
        with store.engine.connect() as connection:
            return _said(connection, "PRAGMA cipher_integrity_check")
    except (DBAPIError, StoreFault):
        return [_UNREADABLE]


def _embedded(store: Store) -> Pages:
    """Ask SQLCipher whether each page is the one that it signed, then SQLite whether they fit together."""
    signed = _unsigned(store)
    try:
        with store.engine.connect() as connection:
            fitting = [] if signed else _said(connection, f"PRAGMA integrity_check({_ENOUGH})")
    except (DBAPIError, StoreFault):
        return Pages((_UNREADABLE,))
    return Pages(tuple(line for line in (*signed[:_ENOUGH], *fitting) if line != "ok"))


def _postgresql(store: Store) -> Pages:
    """Read every table, then ask `amcheck` where the server has it: alone it looks into pages that read well."""
    faults = tuple(_unreadable(store))
    if faults:
        return Pages(faults)
    if not _one(store, "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"):
        unchecked = f"as a superuser: CREATE EXTENSION amcheck; {_rights(store)}"
    else:
        faults, unchecked = _amchecked(store)
    if not faults and _one(store, "SELECT setting FROM pg_settings WHERE name = 'data_checksums'") == "off":
        unchecked = "; ".join(filter(None, (unchecked, "with the server stopped: pg_checksums --enable")))
    failed = _one(store, "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
    counted = (f"PostgreSQL counted {failed} pages whose checksum is wrong",) if failed else ()
    return Pages((*faults, *counted), unchecked or None)


def _unreadable(store: Store) -> Iterator[str]:
    for table in metadata.sorted_tables:
        try:
            with store.engine.connect() as connection:
                whole_rows = f"SELECT count(one) FROM {table.name} AS one"  # noqa: S608  our own names
                connection.execute(text(whole_rows))
        except StoreFault as fault:
            if fault.code != "STORE-031":
                raise
            yield f"table {table.name}"


def _rights(store: Store) -> str:
    """Name each statement by which the account that looks may run both functions: with one alone it may not."""
    account = _one(store, "SELECT quote_ident(current_user)")
    return "; ".join(f"GRANT EXECUTE ON FUNCTION {function} TO {account}" for function in _FUNCTIONS)


def _amchecked(store: Store) -> tuple[tuple[str, ...], str]:
    found: list[str] = []
    for statement in (_INDEXES, _HEAPS):
        try:
            with store.engine.connect() as connection:
                rows = connection.execute(text(statement)).all()
            found += [f"{row[0]}, block {row[1]}: {row[2]}" for row in rows if len(row) == 3]
        except StoreFault as fault:
            if fault.code == "ROLE-105":
                return tuple(found), f"as a superuser: {_rights(store)}"
            if fault.code != "STORE-031":
                raise
            found.append("an index does not fit its table")
    return tuple(found), ""


def _said(connection: Connection, pragma: str) -> list[str]:
    return [str(row[0]) for row in connection.exec_driver_sql(pragma).all()]


def _one(store: Store, query: str) -> object:
    with store.engine.connect() as connection:
        return connection.execute(text(query)).scalar()
