"""One home of the portal for each file of tests, with something in each state for each kind of office."""

from collections.abc import Iterator

import pytest
from houses import House
from portal_house import a_portal_home


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a portal's home of the demo."""
    with a_portal_home(tmp_path_factory.mktemp("portal") / "home") as house:
        yield house
