"""Both databases for every test here, a house on each, and one for tests that need the embedded database only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_acts import an_office
from databases import bare_postgresql_url, database, postgresql_server, postgresql_url, store

from inspection.settings import Settings
from inspection.trust import AppContext

__all__ = ["bare_postgresql_url", "database", "embedded", "house", "postgresql_server", "postgresql_url", "store"]


@pytest.fixture
def house(database: Settings) -> Iterator[AppContext]:
    """Give an open house with its people."""
    opened = an_office(database)
    yield opened
    opened.store.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[AppContext]:
    """Give an open house on the embedded database."""
    opened = an_office(Settings(home=tmp_path / "home"))
    yield opened
    opened.store.close()
