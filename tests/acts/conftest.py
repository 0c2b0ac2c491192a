"""Both databases for every test here, and a house on each."""

from collections.abc import Iterator

import pytest
from builders_acts import an_office
from databases import database, postgresql_server, postgresql_url, store

from inspection.acts import Office
from inspection.settings import Settings

__all__ = ["database", "house", "postgresql_server", "postgresql_url", "store"]


@pytest.fixture
def house(database: Settings) -> Iterator[Office]:
    """Give an open house with its people."""
    opened = an_office(database)
    yield opened
    opened.store.close()
