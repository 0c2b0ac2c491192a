"""Both databases for the tests here, a house on each, and one for tests that need the embedded database only.

Acts ask both databases by the same statements. So every run tries all of them on the embedded one; on PostgreSQL it
tries the first test of each file, and the whole of those files where the database itself decides. `make battery` tries
the rest.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from builders_acts import an_office
from databases import bare_postgresql_url, database, postgresql_server, postgresql_url, store
from papers_at_hand import papers_at_hand

from inspection.settings import Settings
from inspection.trust import AppContext

__all__ = ["bare_postgresql_url", "database", "embedded", "house", "postgresql_server", "postgresql_url", "store"]

# Who holds a lease, what is locked or refused, what stands after a kill, what a page holds.
_DECIDED_BY_THE_DATABASE = {
    "test_acts_doctor",
    "test_acts_erasing",
    "test_acts_killed",
    "test_acts_outbox",
    "test_acts_reconciling",
    "test_acts_rotating",
    "test_acts_weeks",
}
_OF_ONE = {"test_acts_backups_writers", "test_acts_sending"}  # they wait for seconds on either database


# Of the points at which a process is killed: those between the two commits of an effect, where a database differs.
_KILLED_ON_BOTH = {"control.before_commit", "delivery.sent", "delivery.before_commit", "list.sent"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the battery what PostgreSQL is not asked in every run."""
    for item in _left_to_the_battery(items):
        item.add_marker(pytest.mark.battery(reason="the same acts on the other database take 150 s"))


def _left_to_the_battery(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    first: dict[Path, str] = {}
    for item in items:
        here = item.path.is_relative_to(Path(__file__).parent) and isinstance(item, pytest.Function)
        if here and hasattr(item, "callspec") and item.callspec.params.get("database") == "postgresql":
            is_first = first.setdefault(item.path, item.originalname) == item.originalname
            is_decided = item.path.stem in _DECIDED_BY_THE_DATABASE
            point = item.callspec.params.get("failpoint")
            is_point_apart = is_decided and point is not None and point not in _KILLED_ON_BOTH
            if is_point_apart or item.path.stem in _OF_ONE or not (is_first or is_decided):
                yield item


@pytest.fixture(autouse=True, scope="module")
def papers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Typeset only where a file reads its papers."""
    if {"pdf_words", "pikepdf", "pypdfium2"} & vars(request.module).keys():
        yield
        return
    with papers_at_hand():
        yield


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
