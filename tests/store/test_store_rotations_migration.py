"""The migration of rotations goes down and up again, and the guards are as they were."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

import inspection.store.core.migrating as migrating
from inspection.acts.founding import found_house
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.core.engine import WRITES
from inspection.store.opening import open_store


def _guards(store: Store) -> dict[str, str]:
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {name: " ".join(sql.split()) for name, sql in found}


def test_it_goes_down_and_up(tmp_path: Path) -> None:
    """Down, no guard lets anything through; up, each is the one of a new house."""
    found_house(here := Settings(home=tmp_path / "home"))
    store = open_store(here)
    new = _guards(store)
    config = Config()
    config.set_main_option("script_location", str(migrating._FOLDER))
    with store.engine.execution_options(**WRITES).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0045")  # what came later goes first
    before = _guards(store)
    with store.engine.execution_options(**WRITES).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0044")
        assert not inspect(connection).has_table("key_rotation")
    down = _guards(store)
    assert not [sql for sql in down.values() if "key_rotation" in sql]
    assert set(before) - set(down) == {name for name in before if name.startswith("key_rotation")}
    with store.engine.execution_options(**WRITES).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    assert _guards(store) == new
    store.close()
