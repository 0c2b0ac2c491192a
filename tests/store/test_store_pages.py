"""Pages of the embedded database: what is damaged is told, and what another process was moving is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.acts.founding import found_house
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import open_store, pages

ONE, OTHER = "HMAC verification failed for page 7", "HMAC verification failed for page 8"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a database that is whole."""
    here = Settings(home=Path(tmp_path_factory.mktemp("home")) / "home")
    found_house(here)
    opened = open_store(here)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [([ONE], [], ()), ([ONE], [OTHER], ()), ([ONE, OTHER], [OTHER], (OTHER,)), ([], [], ())],
)
def test_a_page_that_was_being_moved_is_no_damage(
    store: Store, monkeypatch: pytest.MonkeyPatch, first: list[str], second: list[str], told: tuple[str, ...]
) -> None:
    """Only what SQLCipher says of a page both times is true of it."""
    answers = iter([first, second])
    said = pages._said
    monkeypatch.setattr(pages, "_said", lambda at, ask: next(answers) if "cipher" in ask else said(at, ask))
    assert pages.examine_pages(store).faults == told
