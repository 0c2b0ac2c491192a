"""Pages of a database: what is damaged is told, what another process was moving is not, nor what nobody may look into.

The PostgreSQL of these tests comes without `amcheck`: two functions of its names and arguments stand in for it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import as_app, lay_tables
from sqlalchemy import create_engine, text

from inspection.acts.founding import found_house
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import open_store, pages

_AMCHECK = """
CREATE FUNCTION bt_index_check(regclass, boolean) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION verify_heapam(regclass, OUT blkno bigint, OUT offnum integer, OUT attnum integer, OUT msg text)
RETURNS SETOF record LANGUAGE sql AS 'SELECT 0::bigint, 0, 0, NULL::text WHERE false';
REVOKE ALL ON FUNCTION bt_index_check(regclass, boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION verify_heapam(regclass) FROM PUBLIC
"""
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


def test_every_statement_is_named_by_which_amcheck_may_be_run(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is there, and where only its rights lack; run as they are named, they end it."""
    here = Settings(home=tmp_path / "home", database_url=as_app(postgresql_url))
    lay_tables(here)
    store = open_store(here)
    grants = [
        "GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO vigie_app",
        "GRANT EXECUTE ON FUNCTION verify_heapam TO vigie_app",
    ]
    assert _advised(store) == ["CREATE EXTENSION amcheck", *grants]
    owner = create_engine(postgresql_url)
    with owner.begin() as connection:
        connection.execute(text(_AMCHECK))
    asked = pages._one
    monkeypatch.setattr(pages, "_one", lambda at, ask: 1 if "pg_extension" in ask else asked(at, ask))
    assert _advised(store) == grants
    with owner.begin() as connection:
        for statement in grants:
            connection.execute(text(statement))
    assert _advised(store) == []
    store.close(), owner.dispose()


def _advised(store: Store) -> list[str]:
    """The statements that a superuser is told to run, in their order."""
    told = (pages.examine_pages(store).unchecked or "").replace("as a superuser: ", "")
    return [one for one in told.split("; ") if one and "pg_checksums" not in one]
