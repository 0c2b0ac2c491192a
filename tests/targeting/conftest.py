"""The cantons' polygons are read once and kept for all tests of a run."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def polygons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the copy of the polygons."""
    return tmp_path_factory.mktemp("polygons")
