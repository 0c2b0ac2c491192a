"""PostgreSQL itself holds whoever works in the house: no table changes, no history changes, nothing of another service.

Each attempt is made with raw SQL, and the same attempt as the owner goes through: the tests can fail.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from databases import as_app
from psycopg import sql

from inspection.store.core import FOR_EVER, SERVICES, UNTIL_ERASED, metadata
from inspection.store.portal import OFFICE
from inspection.store.roles import SHARED, guarded_tables
from inspection.store.roles.portal_role import PORTAL_TABLES

REFUSED = psycopg.errors.InsufficientPrivilege
LASTING = ("audit_entry", *FOR_EVER, *UNTIL_ERASED)
ATTEMPTS = (
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "ALTER TABLE audit_entry ADD COLUMN more text",
    "DROP TABLE audit_entry",
    "UPDATE audit_entry SET who = 'somebody'",
    "DELETE FROM audit_entry",
    "UPDATE house_key SET fingerprint = 'x'",
    "UPDATE alembic_version SET version_num = '0001'",
    "SET session_replication_role = replica",
    "ALTER TABLE referral DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE referral NO FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everything ON referral USING (true)",
    "CREATE TABLE more (id text)",
    "CREATE SCHEMA more",
    "CREATE FUNCTION more() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION vigie_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE OR REPLACE FUNCTION vigie_service() RETURNS text LANGUAGE sql AS 'SELECT ''TSW'''",
    "DROP FUNCTION vigie_no_gap() CASCADE",
    "CREATE INDEX more ON referral (id)",
    "ALTER ROLE vigie_app BYPASSRLS",
    "CREATE ROLE more",
    "SET ROLE postgres",
    "COPY audit_entry TO PROGRAM 'cat'",
    "COPY audit_entry TO '/tmp/trail'",
    "SELECT pg_read_file('/etc/hostname')",
)


@pytest.fixture
def owner(postgresql_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to a house."""
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(postgresql_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the account that works."""
    with psycopg.connect(as_app(postgresql_url).replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def test_whoever_works_changes_no_table_and_no_guard(
    app: psycopg.Connection[Any], owner: psycopg.Connection[Any]
) -> None:
    """Neither triggers nor policies, neither for a time nor by becoming somebody else; the owner could."""
    allowed = [attempt for attempt in ATTEMPTS if not _is_refused(app, attempt)]
    assert allowed == []
    assert [attempt for attempt in ATTEMPTS[:4] if _is_refused(owner, attempt)] == []


def _is_refused(connection: psycopg.Connection[Any], attempt: str) -> bool:
    try:
        connection.execute(attempt)  # type: ignore[call-overload]
    except REFUSED:
        return True
    return False


def test_no_table_is_emptied_at_once(app: psycopg.Connection[Any]) -> None:
    """Of none of them."""
    for table in metadata.tables:
        with pytest.raises(REFUSED):
            app.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))


def test_what_lasts_is_not_changed(app: psycopg.Connection[Any]) -> None:
    """In every append-only table its id and its moments may not even be asked to change; the trigger comes after."""
    for table in LASTING:
        for column in metadata.tables[table].primary_key.columns:
            with pytest.raises(REFUSED):
                app.execute(sql.SQL("UPDATE {} SET {} = NULL").format(*map(sql.Identifier, (table, column.name))))
        if table not in UNTIL_ERASED:
            with pytest.raises(REFUSED):
                app.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def test_every_table_is_kept_by_service_or_shared_with_a_reason() -> None:
    """A new table has to say which it is."""
    assert set(metadata.tables) == guarded_tables().keys() | SHARED.keys() | set(PORTAL_TABLES)
    assert guarded_tables().keys().isdisjoint(SHARED)
    assert {t.name for t in metadata.sorted_tables if "service" in t.columns} <= guarded_tables().keys()


@pytest.fixture
def two_services(owner: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """A row of each service in every table that is kept by service, whatever else it should hold."""
    checks = owner.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck\\_%'"
    )
    for table, name in checks.fetchall():
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
        owner.execute(drop.format(sql.SQL(table), sql.Identifier(name)))
    owner.execute("SET session_replication_role = replica")
    for service in SERVICES:
        for table in guarded_tables():
            _put(owner, table, service)
    owner.execute("SET session_replication_role = origin")
    return owner


def _put(owner: psycopg.Connection[Any], table: str, service: str, id_: str = "") -> None:
    row = {
        column.name: _value(column, table, service, id_)
        for column in metadata.tables[table].columns
        if not column.nullable or column.foreign_keys
    }
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )
    owner.execute(insert, list(row.values()))


def _value(column: Any, table: str, service: str, id_: str) -> object:
    for key in column.foreign_keys:
        return f"{service}-{key.column.table.name}"
    if column.name == "id":
        return id_ or f"{service}-{table}"
    if column.name == "service":
        return service
    kind = str(column.type).split("(")[0]
    one = 1 + SERVICES.index(service)  # some numbers are good once
    plain: dict[str, object] = {
        "INTEGER": one,
        "BIGINT": one,
        "FLOAT": 1.0,
        "BOOLEAN": True,
        "BLOB": b"",
        "DATE": "2026-11-26",
    }
    plain |= {"DATETIME": "2026-11-26 09:00", "TIME": "09:00"}
    return plain.get(kind, f"{service} {column.name}")


def seen(connection: psycopg.Connection[Any], table: str) -> set[str]:
    """Which services' rows a connection sees in a table."""
    key = next(iter(metadata.tables[table].primary_key.columns)).name
    rows = connection.execute(sql.SQL("SELECT {} FROM {}").format(*map(sql.Identifier, (key, table)))).fetchall()
    return {str(row[0]).partition("-")[0] for row in rows} - {"system"}


def test_a_row_of_another_service_is_no_row(
    two_services: psycopg.Connection[Any], app: psycopg.Connection[Any]
) -> None:
    """In every table that is kept, by raw SQL: one's own alone, nothing where no service was named."""
    owned = {table for table in guarded_tables() if seen(two_services, table) == set(SERVICES)}
    assert owned == guarded_tables().keys()
    for service in ("ONSS", "TSW", ""):
        app.execute("SELECT set_config('vigie.service', %s, false)", [service])
        found = {table: seen(app, table) for table in guarded_tables()}
        assert found == dict.fromkeys(found, {service} - {""})


def test_a_table_left_open_is_noticed(two_services: psycopg.Connection[Any], app: psycopg.Connection[Any]) -> None:
    """The same question, with the fault planted: a table whose policies nobody switched on shows both services."""
    two_services.execute("ALTER TABLE delivery DISABLE ROW LEVEL SECURITY")
    app.execute("SET vigie.service = 'TSW'")
    assert seen(app, "delivery") == set(SERVICES)
    assert seen(app, "referral") == {"TSW"}


def test_nothing_is_written_for_another_service(
    two_services: psycopg.Connection[Any], app: psycopg.Connection[Any]
) -> None:
    """Neither a row of its own nor one that hangs on a row of it, neither by adding nor by moving."""
    app.execute("SET vigie.service = 'TSW'")
    for table in ("complaint", "draft", "finding", "delivery", "attempt"):
        with pytest.raises(REFUSED, match="row-level security"):
            _put(app, table, "ONSS", "another")
    for table in ("complaint", "draft", "alert"):
        with pytest.raises(REFUSED, match="row-level security"):
            app.execute(sql.SQL("UPDATE {} SET service = 'ONSS'").format(sql.Identifier(table)))
        assert app.execute(sql.SQL("DELETE FROM {} WHERE service = 'ONSS'").format(sql.Identifier(table))).rowcount == 0
    assert seen(two_services, "draft") == set(SERVICES)


def test_the_account_of_a_service_sees_that_one_whatever_it_says(
    two_services: psycopg.Connection[Any], postgresql_url: str
) -> None:
    """Who signed in decides: no SET and no other role changes it."""
    two_services.execute("ALTER ROLE vigie_app_tsw LOGIN")
    with psycopg.connect(as_app(postgresql_url, "vigie_app_tsw").replace("+psycopg", ""), autocommit=True) as mine:
        for told in ("SET vigie.service = 'ONSS'", "SET ROLE vigie_app"):
            mine.execute(told)  # type: ignore[call-overload]
            assert seen(mine, "referral") == seen(mine, "attempt") == {"TSW"}
        with pytest.raises(REFUSED):
            mine.execute("SET SESSION AUTHORIZATION postgres")


def test_a_number_and_a_yes_are_all_that_is_told_across(
    two_services: psycopg.Connection[Any], app: psycopg.Connection[Any]
) -> None:
    """The serial goes on, rows are counted whole, an id is taken; of a table that nobody named nothing is told."""
    two_services.execute("UPDATE referral SET year = 2026, serial = 41 WHERE service = 'ONSS'")
    app.execute("SET vigie.service = 'TSW'")
    assert app.execute("SELECT max(serial) FROM referral WHERE year = 2026").fetchone() == (None,)
    assert app.execute("SELECT vigie_last_serial(2026)").fetchone() == (41,)
    assert app.execute("SELECT vigie_count('control'), vigie_count('complaint')").fetchone() == (2, None)
    asked = "SELECT vigie_taken('team', ARRAY[%s], 'TSW')"
    assert app.execute(asked, ["ONSS-team"]).fetchone() == (True,)
    assert app.execute(asked, ["TSW-team"]).fetchone() == (False,)


def test_the_office_publishes_to_every_office_outside(app: psycopg.Connection[Any]) -> None:
    """Copies are of offices, not of services: who works for the house writes them all, the portal reads one's own."""
    row = {"id": "c", "office": "pjf-liege", "kind": "case", "reference": "R", "state": "sent"}
    app.execute(
        "INSERT INTO portal_copy (id, office, kind, reference, state, queued_at, changed_at, is_over, is_unlisted, "
        "fingerprint, body) VALUES (%(id)s, %(office)s, %(kind)s, %(reference)s, %(state)s, now(), now(), false, false,"
        " 'f', '')",
        row,
    )
    app.execute("SELECT set_config(%s, 'pjf-namur', false)", [OFFICE])
    assert app.execute("SELECT office FROM portal_copy").fetchall() == [("pjf-liege",)]
