"""Embargoes of an earlier home stay when their table learns another way, and nobody may change them afterwards."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from inspection.keys import NAMES, make_keys, open_keys
from inspection.settings import Settings
from inspection.store.core import Store, migrate
from inspection.store.opening import reach_store

BASELINE = Path(__file__).with_name("baseline_0030.sql")
_KEPT = (
    "INSERT INTO app_user (id, service, role, language, active) VALUES ('system', 'ONSS', 'system', 'en', true)",
    "INSERT INTO referral VALUES ('r1', 'V', 2026, 1, 'c', 'd', 'ONSS', 'liege', 'a', '[]', 0, 'open', 'system', '', NULL)",
    "INSERT INTO embargo VALUES ('e1', 'r1', 'auditorate', 'telephone', NULL, 'system', '2026-11-25 09:00:00')",
    "INSERT INTO embargo_end VALUES ('x1', 'e1', 'auditorate', 'letter', 'system', '2026-11-26 09:00:00')",
)
_TRY = {
    "embargo": "DELETE FROM embargo",
    "embargo_end": "UPDATE embargo_end SET channel = 'portal'",
}


def earlier(home: Path) -> Store:
    """A home of revision 0030 with an embargo that ended; what the referral rests on is left out."""
    old = Settings(home=home)
    make_keys(keys := open_keys(old.keys), NAMES)
    store = reach_store(old, keys=keys, is_new=True)
    with store.write() as session:
        for statement in BASELINE.read_text(encoding="utf-8").split(";\n"):
            session.connection().exec_driver_sql(statement)
        session.connection().exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        session.connection().exec_driver_sql("INSERT INTO alembic_version VALUES ('0030')")
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.commit()
        raw.isolation_level = None
        for statement in ("PRAGMA foreign_keys = OFF", *_KEPT, "PRAGMA foreign_keys = ON"):
            raw.execute(statement)
    return store


def test_embargoes_survive_and_stay_append_only(tmp_path: Path) -> None:
    """Both rows are there with every value, and the guards of both tables too."""
    store = earlier(tmp_path / "old")
    migrate(store)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id, channel FROM embargo").all() == [("e1", "telephone")]
        assert connection.exec_driver_sql("SELECT id, embargo_id, channel FROM embargo_end").all() == [
            ("x1", "e1", "letter")
        ]
    for table in ("embargo", "embargo_end"):
        with store.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
            connection.exec_driver_sql(_TRY[table])
    store.close()
