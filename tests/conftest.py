"""What every test shares: a heap that does not grow in the way of the collector, statements that are compiled once."""

import gc
from collections.abc import Iterator

import pytest
from statements import compiled_once

_COMPILES = "tests/planning/test_planning_replanning.py"


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
