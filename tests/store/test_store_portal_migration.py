"""Embargoes of an earlier home stay when their table learns another way, and nobody may change them afterwards."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from inspection.keys import NAMES, make_keys, open_keys
from inspection.settings import Settings
from inspection.store.core import Store, migrate
from inspection.store.opening import reach_store

BASELINE = Path(__file__).with_name("baseline_0030.sql")
_AT = "2026-11-25 09:00:00"
_BY_US = {"service": "ONSS", "district": "liege", "area": "a"}
# One row of each table that an ended embargo rests on, the parents first.
_KEPT: dict[str, dict[str, Any]] = {
    "app_user": {"id": "system", "service": "ONSS", "role": "system", "language": "en", "active": 1},
    "device": {
        "id": "v",
        "service": "ONSS",
        "user_id": "system",
        "kind": "openrosa",
        "secret_key": "k",
        "enrolled_at": _AT,
        "expires_at": _AT,
    },
    "device_invitation": {
        "id": "i",
        "service": "ONSS",
        "user_id": "system",
        "kind": "field",
        "code_key": "k",
        "made_by": "system",
        "made_at": _AT,
        "expires_at": _AT,
        "device_id": "v",
    },
    "control": {
        "id": "c",
        **_BY_US,
        "workplace": "w",
        "sector": "s",
        "outcome": "done",
        "entered_at": _AT,
        "facts_on": "2026-11-25",
        "report_language": "fr",
        "checklist_id": "l",
        "checklist_version": "1",
        "checklist_sha256": "l",
        "rules_sha256": "l",
        "content_key": "k",
        "body": b"b",
        "conclusion": b"c",
        "positive": 1,
        "minors": 0,
        "saved_by": "system",
        "saved_at": _AT,
    },
    "suspicion_decision": {
        "id": "d",
        "control_id": "c",
        "n": 1,
        "decision": "yes",
        "forms": "[]",
        "grounds": b"g",
        "decided_at": _AT,
        "decided_by": "system",
        "recorded_at": _AT,
    },
    "referral": {
        "id": "r",
        "reference": "V",
        "year": 2026,
        "serial": 1,
        "control_id": "c",
        "decision_id": "d",
        **_BY_US,
        "forms": "[]",
        "minors": 0,
        "state": "open",
        "opened_by": "system",
        "opened_at": _AT,
    },
    "embargo": {
        "id": "e",
        "referral_id": "r",
        "asked_by": "office",
        "channel": "telephone",
        "recorded_by": "system",
        "recorded_at": _AT,
    },
    "embargo_end": {
        "id": "x",
        "embargo_id": "e",
        "asked_by": "office",
        "channel": "letter",
        "ended_by": "system",
        "ended_at": _AT,
    },
}
_CHANGES = ("DELETE FROM embargo", "UPDATE embargo_end SET channel = 'portal'")


def earlier(home: Path) -> Store:
    """A home of revision 0030 with an embargo that ended."""
    old = Settings(home=home)
    make_keys(keys := open_keys(old.keys), NAMES)
    store = reach_store(old, keys=keys, is_new=True)
    with store.write() as session:
        connection = session.connection()
        for statement in BASELINE.read_text(encoding="utf-8").split(";\n"):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0030')")
        for table, row in _KEPT.items():
            marks = ", ".join("?" * len(row))
            connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    return store


def test_embargoes_survive_and_stay_append_only(tmp_path: Path) -> None:
    """Rows that point to each other are all there after tables were made anew, and the guards of both too."""
    store = earlier(tmp_path / "old")
    migrate(store)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id, channel FROM embargo").all() == [("e", "telephone")]
        found = connection.exec_driver_sql("SELECT embargo_id, asked_by, channel, ended_by FROM embargo_end").all()
        assert found == [("e", "office", "letter", "system")]
        devices = "SELECT device.kind, code_key FROM device JOIN device_invitation ON device_id = device.id"
        assert connection.exec_driver_sql(devices).all() == [("openrosa", "k")]
        connection.exec_driver_sql("UPDATE device SET kind = 'calendar'")
        with pytest.raises(DatabaseError, match="CHECK"):
            connection.exec_driver_sql("UPDATE device SET kind = 'another'")
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    for change in _CHANGES:
        with store.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
            connection.exec_driver_sql(change)
    store.close()
