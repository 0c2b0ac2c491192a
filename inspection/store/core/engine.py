"""The only place that opens the database: an embedded encrypted one, or PostgreSQL."""

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from inspection.errors import StoreFault
from inspection.keys import DATABASE, Keys
from inspection.settings import Settings
from inspection.store.core.troubles import refuse_trouble, tell_trouble
from inspection.store.core.turns import LOCK_SECONDS

# The WAL-reset bug: two writing processes can corrupt the file. https://sqlite.org/wal.html
_WAL_BUG_SINCE, _WAL_BUG_UNTIL = (3, 7, 0), (3, 51, 3)
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 30000",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cache_size = -16000",  # KiB: each page that is read again is opened by its key again
)
# SQLCipher writes of each key that does not fit as of damage, to standard error. Two keys are tried while
# one is rotated, and what is damaged is told by faults of ours. It holds for the whole process, whichever connection
# says it. https://www.zetetic.net/sqlcipher/sqlcipher-api/#cipher_log_level
_SILENCE = "PRAGMA cipher_log_level = NONE"
WRITES = {"vigie_writes": True}
CONNECT_SECONDS = 10  # for a PostgreSQL that does not answer, where VIGIE_DATABASE_URL does not say (connect_timeout)


def open_engine(settings: Settings, keys: Keys, *, is_new: bool = False, is_only_looked_at: bool = False) -> Engine:
    """Open the database of an installation.

    Arguments: `is_new` lets an embedded database be made where there is none; `is_only_looked_at` has
    PostgreSQL refuse every change.
    Errors: `StoreFault` for an SQLite with the WAL-reset bug, no database, a missing or wrong key, or a file that is
    damaged.
    """

    if settings.database_url:
        options = _options(settings, settings.database_url, is_only_looked_at)
        engine = create_engine(
            settings.database_url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args=options,
        )
        event.listen(engine, "begin", partial(_name_service, settings.service))
    else:
        refuse_wal_bug(sqlcipher.sqlite_version_info)
        _prepare(settings.store_file, keys, is_new=is_new)
        engine = _embedded(settings.store_file, keys)
    engine.update_execution_options(**{LOCK_SECONDS: settings.database.lock_seconds})
    event.listen(engine, "handle_error", tell_trouble)
    return engine


def _options(settings: Settings, url: str, is_only_looked_at: bool) -> dict[str, str]:
    """Return how PostgreSQL is reached: a network that drops what it is sent answers no sooner than one gives up.

    What the URL says itself counts more: `connect_timeout`, and its `options` come last.
    """
    query, limits = make_url(url).query, settings.database
    told = [
        f"-c statement_timeout={limits.statement_seconds}s",
        f"-c lock_timeout={limits.lock_seconds}s",
        f"-c idle_in_transaction_session_timeout={limits.idle_seconds}s",
        *(["-c default_transaction_read_only=on"] if is_only_looked_at else []),
        *_all(query.get("options")),
    ]
    options = {"options": " ".join(told)}
    return options if "connect_timeout" in query else {"connect_timeout": f"{CONNECT_SECONDS}", **options}


def _all(given: str | Sequence[str] | None) -> Sequence[str]:
    return [given] if isinstance(given, str) else given or ()


def _name_service(service: str, connection: Connection) -> None:
    """Say at the beginning of a transaction whose rows it is about; row-level security shows no others.

    It holds until the transaction ends, so that a connection that somebody lends out again says nothing.
    """
    connection.exec_driver_sql("SELECT set_config('vigie.service', %s, true)", (service,))


def refuse_wal_bug(version: tuple[int, ...]) -> None:
    """Raise `StoreFault` for an SQLite that can corrupt a database written by several processes."""
    if _WAL_BUG_SINCE <= version < _WAL_BUG_UNTIL:
        raise StoreFault("STORE-010", version=".".join(map(str, version)))


def has_content(file: Path) -> bool:
    """Tell whether there is an embedded database: an empty file is none."""
    return file.exists() and file.stat().st_size > 0


def _prepare(file: Path, keys: Keys, *, is_new: bool) -> None:
    if not has_content(file) and not is_new:
        raise StoreFault("STORE-013", folder=file.parent.name, file=file.name)
    if has_content(file) and not keys.exists("database"):
        raise StoreFault("STORE-011", file=file.name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _embedded(file: Path, keys: Keys) -> Engine:
    def connect() -> Any:
        return _opened(file, keys)

    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, hide_parameters=True, pool_size=8
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkout", _look)
    return engine


def _look(connection: Any, _record: object, _proxy: object) -> None:
    """Give back a connection whose key the database no longer has: it was rotated since, and a new one is opened."""
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlcipher.DatabaseError:
        raise DisconnectionError from None


def _opened(file: Path, keys: Keys) -> Any:
    """Open the database by its key; while that is rotated, by whichever of both it has at this moment."""
    try:
        return _connection(file, keys.database)
    except StoreFault:
        others = [key for key in keys.all_of(DATABASE).values() if key != keys.database] if has_content(file) else []
        for key in others:
            with suppress(StoreFault):
                return _connection(file, key)
        raise


def rewrite_pages(file: Path, *, was: bytes, becomes: bytes) -> int:
    """Write every page of an embedded database by another key; returns how many pages there are.

    It is one transaction: whoever is killed leaves a database that opens by the old key, or by the new one. Harmless
    where it was done before. The journal is emptied into the database at once, as far as no reader needs it.
    """
    try:
        connection = _connection(file, becomes)
    except StoreFault:
        connection = _connection(file, was)
        connection.execute(f"PRAGMA rekey = \"x'{becomes.hex()}'\"")
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return int(connection.execute("PRAGMA page_count").fetchone()[0])
    finally:
        connection.close()


def _connection(file: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(file), isolation_level=None, check_same_thread=False, timeout=30)
    try:
        connection.execute(_SILENCE)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlcipher.DatabaseError as fault:
        connection.close()
        refuse_trouble(fault, file.parent)
        raise StoreFault("STORE-012", kind=type(fault).__name__, file=file.name) from None
    os.chmod(file, 0o600)
    return connection


def _begin(connection: Connection) -> None:
    """Begin by hand: a deferred transaction that reads and then writes loses updates without an error."""
    writes = connection.get_execution_options().get("vigie_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
