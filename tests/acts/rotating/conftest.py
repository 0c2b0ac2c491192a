"""A house whose keys are rotated: its settings name the owner of the tables, as those of a real one do."""

from dataclasses import replace

import pytest

from inspection.database_settings import DatabaseSettings
from inspection.settings import Settings


@pytest.fixture
def database(database: Settings) -> Settings:
    """Give settings of a new installation on each of the two databases, with its owner."""
    url = database.database_url
    owner = url.replace("://vigie_app:@", "://postgres:@") if url else None
    return replace(database, database=DatabaseSettings(owner_url=owner))
