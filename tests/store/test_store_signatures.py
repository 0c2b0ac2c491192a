"""A part of the pages is read as SQLCipher signed them: each part, each damage in it, and nothing of another."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import lay_tables
from sqlalchemy import text

from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import open_store, signed_pages
from inspection.store.opening.pages import _unsigned

PAGE, PARTS = 4096, 5


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give a database that is whole, all of it in one file."""
    here = Settings(home=tmp_path / "home")
    lay_tables(here)
    opened = open_store(here)
    opened.forget()
    yield opened
    opened.close()


def file_of(store: Store) -> Path:
    """Where the database lies."""
    assert store.gate_file is not None
    return store.gate_file.with_name(Settings(home=store.gate_file.parent).store_file.name)


def signed(store: Store, parts: int = PARTS) -> list[bool]:
    """Which parts are as they were signed."""
    return [signed_pages(store, part, parts) for part in range(parts)]


def root_pages(store: Store) -> list[int]:
    """The first page of each table: where a page of their names is damaged nothing opens, and no part is asked."""
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE rootpage > 1 ORDER BY rootpage"))
        return [int(page) for page in found.scalars()]


def test_every_part_of_a_whole_database_is_signed(store: Store) -> None:
    """Also where there are as many parts as pages, or more."""
    assert signed(store) == [True] * PARTS
    assert all(signed(store, file_of(store).stat().st_size // PAGE + 3))


@pytest.mark.parametrize("seed", range(6))
def test_a_bit_that_flipped_is_found_in_its_part_and_in_no_other(store: Store, seed: int) -> None:
    """Wherever it is but in the salt; SQLCipher finds the same."""
    dice, file = random.Random(seed), file_of(store)
    pages = file.stat().st_size // PAGE
    number = dice.choice(root_pages(store)) - 1
    each = -(-pages // PARTS)
    with file.open("r+b") as body:
        body.seek(number * PAGE + dice.randrange(PAGE))
        byte = body.read(1)[0]
        body.seek(-1, 1)
        body.write(bytes([byte ^ (1 << dice.randrange(8))]))
    assert signed(store) == [part != number // each for part in range(PARTS)]
    assert _unsigned(store)


def test_a_page_that_lies_in_the_place_of_another_is_found(store: Store) -> None:
    """Its number is signed with it."""
    file = file_of(store)
    body = bytearray(file.read_bytes())
    body[PAGE : 2 * PAGE], body[2 * PAGE : 3 * PAGE] = body[2 * PAGE : 3 * PAGE], body[PAGE : 2 * PAGE]
    with file.open("r+b") as there:
        there.write(body)
    assert not signed(store)[0]


def test_a_cut_page_is_found(store: Store) -> None:
    """At the end, where a file that was cut ends."""
    file = file_of(store)
    with file.open("r+b") as body:
        body.truncate(file.stat().st_size - 100)
    assert signed(store) == [True] * (PARTS - 1) + [False]
