"""Brings the tables of a store up to date, and tells at once when they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, inspect, text

from inspection.errors import StoreFault
from inspection.store.core.across_services import functions
from inspection.store.core.append_only import guards
from inspection.store.core.base import metadata
from inspection.store.core.engine import WRITES
from inspection.store.core.resealing import reseal_guards
from inspection.store.core.transactions import Store
from inspection.store.core.turns import gate

HEAD = "0059"
UNFINISHED = "restoring "  # stands before the id of a backup in the place of the revision, until a restore has ended
_FOLDER = Path(__file__).parents[1] / "migrations"
MIGRATORS = 0x56494748
_SYSTEM = (  # who acts where nobody does: schedules and the net under deliveries
    "INSERT INTO app_user (id, service, role, language, active) VALUES ('system', 'ONSS', 'system', 'en', true)"
)


def revision(store: Store) -> str | None:
    """Return the revision of the store's tables, None where it has none yet."""
    with store.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(store: Store) -> None:
    """Make the tables of a new store, or bring those of an older one up to date; one that is costs one query.

    A new store is made from the models and marked with the last revision: the history of changes is for those that
    lived through it.

    Errors: `StoreFault` when the store was written by a later version of Vigie, or by one from before the first
    revision that is kept.
    """
    if revision(store) == HEAD:
        return
    with gate(store.gate_file, store.lock_seconds), _one_transaction(store) as connection:
        if inspect(connection).has_table("alembic_version"):
            _upgrade(connection)
        else:
            _make_tables(connection)


def _make_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    dialect = connection.dialect.name
    of_owner = functions() if dialect == "postgresql" else ()
    for statement in (*guards(dialect), *reseal_guards(dialect), *of_owner):
        connection.execute(text(statement.replace(":", r"\:")))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text(_SYSTEM))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


@contextmanager
def as_at(store: Store, revision: str, backup: str) -> Iterator[Connection]:
    """Give the tables of an empty store as they were at a revision; what is filled in is then brought up to date.

    All of it is one transaction: who is killed on the way leaves the store as empty as it was. Afterwards it says in
    the place of its revision that the restore of `backup` has not ended, and opens for nobody.

    Errors: `StoreFault` 030 for a revision that this version does not know.
    """
    with gate(store.gate_file, store.lock_seconds), _one_transaction(store) as connection:
        _make_tables(connection)
        connection.execute(text("DELETE FROM app_user"))
        if revision != HEAD:
            _move(connection, "downgrade", revision)
        yield connection
        if revision != HEAD:
            _move(connection, "upgrade", "head")
        connection.execute(text("UPDATE alembic_version SET version_num = :word"), {"word": f"{UNFINISHED}{backup}"})


def _upgrade(connection: Connection) -> None:
    _move(connection, "upgrade", "head")


def _move(connection: Connection, way: Literal["upgrade", "downgrade"], revision: str) -> None:
    from alembic import command  # 0.2 s that an up-to-date store must not pay
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    try:
        getattr(command, way)(config, revision)
    except CommandError as fault:
        raise StoreFault("STORE-030") from fault


@contextmanager
def _one_transaction(store: Store) -> Iterator[Connection]:
    with (
        store.engine.execution_options(**WRITES).connect() as connection,
        _may_make_tables_anew(store, connection),
        connection.begin(),
    ):
        if not store.is_embedded:
            connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": MIGRATORS})
        yield connection
        if store.is_embedded and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
            raise StoreFault("STORE-030")


@contextmanager
def _may_make_tables_anew(store: Store, connection: Connection) -> Iterator[None]:
    """Let a migration drop a table to make it anew, as SQLite does to alter one, while rows of others point to it.

    SQLite changes this outside a transaction only; what points to nothing afterwards is found before it is kept.
    """
    raw = connection.connection.driver_connection if store.is_embedded else None
    if raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
