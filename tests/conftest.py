"""What every test shares: a heap out of the collector's way, statements compiled once, one map of the country."""

import gc
from collections.abc import Iterator

import pytest
from drawn_maps import keep_maps, one_map
from statements import compiled_once

_COMPILES = "tests/planning/test_planning_replanning.py"
_DRAWS = "tests/territory/"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the map from one run to the next."""
    keep_maps(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with a file that compiles the search: two processes that meet it together compile it twice."""
    items.sort(key=lambda item: not item.nodeid.startswith(_COMPILES))


@pytest.fixture(autouse=True, scope="module")
def settled_heap() -> Iterator[None]:
    """Put what a file of tests left behind out of the collector's sight: it was a fifth of the time of a run."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def statements() -> Iterator[None]:
    """Compile each statement once in a process."""
    with compiled_once():
        yield


@pytest.fixture(autouse=True, scope="module")
def map_at_hand(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read the country's map once in a process, but for the tests of how it is drawn and kept."""
    if request.node.nodeid.startswith(_DRAWS):
        yield
        return
    with one_map():
        yield
