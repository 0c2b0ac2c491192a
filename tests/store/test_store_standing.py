"""A guard that kept its name and lost its teeth is found: by what it says, on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import lay_tables, owned
from sqlalchemy import Connection, create_engine

from inspection.settings import Settings
from inspection.store.core import Store, changed_guards, migrating
from inspection.store.core.standing import changed_here
from inspection.store.opening import open_store

_BLIND = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
# What an owner does, and by which name it is told.
PLANTED = {
    f"CREATE OR REPLACE FUNCTION vigie_append_only() {_BLIND}": "vigie_append_only()",
    f"CREATE OR REPLACE FUNCTION vigie_until_erased() {_BLIND}": "vigie_until_erased()",
    f"CREATE OR REPLACE FUNCTION vigie_no_gap() {_BLIND}": "vigie_no_gap()",
    "CREATE OR REPLACE FUNCTION vigie_is_resealed(whose text, was jsonb, becomes jsonb) RETURNS boolean "
    "LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$": "vigie_is_resealed(whose text, was jsonb, becomes jsonb)",
    "CREATE FUNCTION vigie_is_resealed(whose name, was jsonb, becomes jsonb) RETURNS boolean "
    "LANGUAGE sql AS 'SELECT true'": "vigie_is_resealed(whose name, was jsonb, becomes jsonb)",
    "CREATE OR REPLACE FUNCTION vigie_service() RETURNS text LANGUAGE sql AS 'SELECT ''TSW'''": "vigie_service()",
    "ALTER FUNCTION vigie_append_only() SET session_replication_role = replica": "vigie_append_only()",
    "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change": "audit_entry_no_change",
    "ALTER TABLE audit_entry ENABLE REPLICA TRIGGER audit_entry_no_gap": "audit_entry_no_gap",
    "DROP TRIGGER audit_entry_no_gap ON audit_entry; CREATE TRIGGER audit_entry_no_gap BEFORE INSERT ON audit_entry "
    "FOR EACH ROW WHEN (NEW.n < 0) EXECUTE FUNCTION vigie_no_gap()": "audit_entry_no_gap",
    "DROP TRIGGER breach_no_change ON breach; CREATE SCHEMA evil; CREATE FUNCTION evil.vigie_append_only() "
    f"{_BLIND}; CREATE TRIGGER breach_no_change BEFORE UPDATE OR DELETE ON breach FOR EACH ROW "
    "EXECUTE FUNCTION evil.vigie_append_only()": "breach_no_change",
    "ALTER FUNCTION vigie_no_gap() RENAME TO vigie_gap": "vigie_gap()",
    "CREATE TRIGGER a BEFORE INSERT ON breach FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()": "a",
    "CREATE RULE quiet AS ON INSERT TO breach DO INSTEAD NOTHING": "quiet",
    'ALTER DATABASE "{database}" SET session_replication_role = replica': "session_replication_role=replica",
    "CREATE SCHEMA evil; SET LOCAL search_path = evil, public": "search_path",
}
PLANTED_EMBEDDED = {
    "DROP TRIGGER breach_no_update": "breach_no_update",
    "DROP TRIGGER breach_no_update; CREATE TRIGGER breach_no_update BEFORE UPDATE ON breach WHEN false "
    "BEGIN SELECT RAISE(ABORT, 'breach is append-only') ; END": "breach_no_update",
    "CREATE TRIGGER quiet BEFORE INSERT ON breach BEGIN SELECT RAISE(IGNORE); END": "quiet",
}


@pytest.fixture
def owner(postgresql_url: str) -> Iterator[Connection]:
    """The owner's connection to a house on PostgreSQL."""
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_new_database_has_every_guard(store: Store) -> None:
    """As it was made, on both."""
    assert changed_guards(store) == []


def test_a_guard_that_was_changed_is_named(owner: Connection) -> None:
    """Each alone: its function, its event, its condition, for whom it fires, and what was put beside it."""
    for planted, told in PLANTED.items():
        with owner.begin() as change:
            owner.exec_driver_sql(planted.replace("{database}", str(owner.engine.url.database)))
            assert told in changed_here(owner), planted
            change.rollback()
    with owner.begin():
        assert changed_here(owner) == []


def test_a_function_of_an_extension_is_no_guard(owner: Connection) -> None:
    """Whoever keeps the server may have pages looked at by one."""
    with owner.begin() as change:
        owner.exec_driver_sql("CREATE EXTENSION vector SCHEMA public")
        assert changed_here(owner) == []
        change.rollback()


def test_a_guard_of_the_embedded_database_that_was_changed_is_named(tmp_path: Path) -> None:
    """By its text, and what was put beside it too."""
    lay_tables(here := Settings(home=tmp_path / "home"))
    store = open_store(here)
    with store.engine.connect() as connection:
        for planted, told in PLANTED_EMBEDDED.items():
            with connection.begin() as change:
                for statement in planted.split("; CREATE"):
                    connection.exec_driver_sql(statement if statement[0] != " " else f"CREATE{statement}")
                assert changed_here(connection) == [told], planted
                change.rollback()
    assert changed_guards(store) == []
    store.close()


def test_an_older_database_has_every_guard_once_it_was_brought_up_to_date(database: Settings) -> None:
    """What migrations leave is what a new house gets; on PostgreSQL the functions behind the triggers too."""
    lay_tables(database)
    opened = open_store(database)
    store = owned(opened)
    for before in ("0057", "0044"):
        with migrating._one_transaction(store) as connection:
            migrating._move(connection, "downgrade", before)
            migrating._move(connection, "upgrade", "head")
        assert changed_guards(store) == []
    opened.close()
