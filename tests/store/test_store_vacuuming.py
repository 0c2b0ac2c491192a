"""What a server says of deleted rows that the account which works may not vacuum is not taken for done."""

import time
from datetime import timedelta
from pathlib import Path

import psycopg
from databases import as_app, lay_tables

from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.time_of import now


def test_pages_that_another_owner_must_free_are_left_until_the_server_says_so(
    postgresql_url: str, tmp_path: Path
) -> None:
    """Skipped with a warning and no error; the owner's own vacuum since then is believed, if it is known since when."""
    here = Settings(home=tmp_path / "home", database_url=as_app(postgresql_url))
    lay_tables(here)
    store = open_store(here)
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as owner:
        version = owner.info.server_version
        owner.execute("UPDATE app_user SET id = id")
        _counted(owner)
        before = now() - timedelta(minutes=5)
        if version < 170000:
            assert [store.forget(since) for since in (None, now(), before)] == [False, False, False]
            owner.execute("VACUUM app_user")
            assert [store.forget(since) for since in (None, now(), before)] == [False, False, True]
        else:
            assert store.forget()
        there = open_store(Settings(home=here.home, database_url=postgresql_url))
        assert there.forget(), "whoever owns the tables"
        there.close()
    store.close()


def _counted(owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Wait until the server has counted the rows that died."""
    until = time.monotonic() + 30
    dead: object = 0
    while not dead and time.monotonic() < until:
        owner.execute("SELECT pg_stat_force_next_flush()")
        row = owner.execute("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'app_user'").fetchone()
        dead = row and row[0]
    assert dead
