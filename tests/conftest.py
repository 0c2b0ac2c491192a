"""What every test shares: a heap out of the collector's way, statements compiled once, one map of the country."""

import gc
from collections.abc import Generator, Iterator

import pytest
from drawn_maps import keep_maps, one_map
from few_cases import leave_to_battery
from first_run import first_alone
from quick_hashes import quick_hashes
from statements import compiled_once

_COMPILES = "tests/planning/test_planning_replanning.py"
_DRAWS = "tests/territory/"
_HASHES = "tests/trust/test_trust_identity.py"
_GARBAGE = (20_000, 20, 20)  # a row that is read leaves cycles behind: Python's 700 looks for them all the time


def pytest_configure(config: pytest.Config) -> None:
    """Keep the map from one run to the next, and let nobody look for garbage while everything is being imported."""
    keep_maps(config)
    gc.disable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Import the tests; in a fresh clone in one process first, which compiles the modules for the other."""
    with first_alone(session.config):
        found = yield
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    gc.enable()
    return found


@pytest.hookimpl(tryfirst=True)  # before the battery is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave most cases of some tests to the battery, and begin with a file that compiles the search: two processes that
    meet it together compile it twice.
    """
    leave_to_battery(items)
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


@pytest.fixture(autouse=True, scope="module")
def passwords_at_hand(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hash passwords quickly, but for the tests of how they are kept."""
    if request.node.nodeid.startswith(_HASHES):
        yield
        return
    with quick_hashes():
        yield
