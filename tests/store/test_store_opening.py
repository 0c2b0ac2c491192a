"""The store opens only when it is safe to, and with the tables that the models describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import owned
from sqlalchemy import text

from inspection.acts.founding import found_house
from inspection.errors import StoreFault
from inspection.keys import NAMES, make_keys, open_keys
from inspection.settings import Settings
from inspection.store.core import HEAD, Store, metadata, migrate, revision
from inspection.store.core.engine import refuse_wal_bug
from inspection.store.opening import open_store, reach_store

BASELINE = Path(__file__).with_name("baseline_0030.sql")
_PROMISED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 30000,
    "secure_delete": 1,
    "trusted_schema": 0,
}


def test_whoever_alters_a_model_writes_a_migration(tmp_path: Path) -> None:
    """Tables as they were at the first revision, brought up to date, are those of the models, guards included."""
    old = Settings(home=tmp_path / "old")
    keys = open_keys(old.keys)
    make_keys(keys, NAMES)
    lived_in = reach_store(old, keys=keys, is_new=True)
    with lived_in.write() as session:
        for statement in BASELINE.read_text(encoding="utf-8").split(";\n"):
            session.connection().exec_driver_sql(statement)
        session.connection().exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        session.connection().exec_driver_sql("INSERT INTO alembic_version VALUES ('0030')")
    migrate(lived_in)
    found_house(new := Settings(home=tmp_path / "new"))
    fresh = open_store(new)
    for store in (lived_in, fresh):
        with store.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
    assert _triggers(lived_in) == _triggers(fresh) != set()
    lived_in.close()
    fresh.close()


def _triggers(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").scalars()
        return {" ".join(sql.split()) for sql in found}


def test_a_new_database_has_the_tables_of_the_models(store: Store) -> None:
    """On both databases: each can hold every type and index that a model asks for."""
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []


def test_head_is_the_last_migration_of_the_folder(store: Store) -> None:
    """The quick look at start-up asks for the same revision that Alembic would reach."""
    from alembic.script import ScriptDirectory

    import inspection.store.core.migrating as migrating

    assert ScriptDirectory(str(migrating._FOLDER)).get_current_head() == HEAD == revision(store)


def test_an_up_to_date_store_opens_without_alembic(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening costs a query, not a migration run."""
    import alembic.command

    monkeypatch.setattr(alembic.command, "upgrade", lambda *a: pytest.fail("Alembic ran"))
    migrate(store)


@pytest.mark.parametrize("version", ["9999", "0029"])
def test_a_store_of_another_version_is_refused(store: Store, version: str) -> None:
    """An older program does not write into newer tables, and nothing leads from before the first revision to it."""
    with owned(store).write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    with pytest.raises(StoreFault, match="not of a version"):
        migrate(owned(store))


@pytest.mark.parametrize(
    ("version", "refused"),
    [
        ((3, 46, 1), True),  # Python 3.11's own
        ((3, 51, 2), True),  # the last with the bug
        ((3, 51, 3), False),  # repaired
        ((3, 53, 4), False),
    ],
)
def test_an_sqlite_that_can_corrupt_is_refused(version: tuple[int, int, int], refused: bool) -> None:
    """The WAL-reset bug is refused at start-up, with the ways out."""
    if refused:
        with pytest.raises(StoreFault, match="VIGIE_DATABASE_URL"):
            refuse_wal_bug(version)
    else:
        refuse_wal_bug(version)


def test_the_embedded_database_is_encrypted_and_set_as_promised(tmp_path) -> None:
    """No header of SQLite on the disk; WAL, FULL, foreign keys, 30 s, secure deletion, untrusted schema."""
    here = Settings(home=tmp_path)
    found_house(here)
    store = open_store(here)
    with store.read() as session:
        ask = {name: session.connection().execute(text(f"PRAGMA {name}")).scalar() for name in _PROMISED}
    assert ask == _PROMISED
    store.close()
    assert not here.store_file.read_bytes().startswith(b"SQLite")
    assert here.store_file.stat().st_mode & 0o077 == 0


def test_a_database_without_its_key_says_so_and_makes_no_new_one(tmp_path) -> None:
    """A lost key is named; nothing is created that would hide the loss."""
    here = Settings(home=tmp_path)
    found_house(here)
    (here.keys / "database.key").unlink()
    with pytest.raises(StoreFault, match="no key that opens it"):
        open_store(here)
    assert not (here.keys / "database.key").exists()


def test_a_wrong_key_and_a_damaged_file_are_refused_clearly(tmp_path) -> None:
    """Neither gives a traceback of the driver."""
    here = Settings(home=tmp_path)
    found_house(here)
    other = open_keys(here.keys, {"VIGIE_KEY_DATABASE": "ab" * 32})
    with pytest.raises(StoreFault, match="not its key"):
        open_store(here, keys=other)
    body = bytearray(here.store_file.read_bytes())
    body[100] ^= 1
    here.store_file.write_bytes(bytes(body))
    with pytest.raises(StoreFault, match="damaged"):
        open_store(here)
