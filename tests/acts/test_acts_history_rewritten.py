"""Nothing that is done to a history or its files is silent; a verifier without the checkpoint misses what it must."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_history import MANIPULATIONS, ONLY_BY_CHECKPOINT, Base, a_base, damage, manipulate, untouched

MANY = int(os.environ.get("VIGIE_MANIPULATIONS", "2000"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Give a house with a witness, and copies of its database of before."""
    with a_base(tmp_path_factory.mktemp("history")) as made:
        yield made


def tried(base: Base, folder: Path, manipulations: int, damages: int, seed: int) -> None:
    """Try all of it: nothing is silent, and the planted fault misses everything that only a checkpoint finds."""
    told = manipulate(base, folder, manipulations, seed)
    assert told.silent == []
    only = {what.__name__: told.done[what.__name__] for what in ONLY_BY_CHECKPOINT}
    assert dict(told.missed_by_chain) == only
    assert damage(base, folder, damages, seed).silent == []


def test_a_rewritten_history_and_damaged_files_are_noticed(base: Base, tmp_path: Path) -> None:
    """Each kind of manipulation at least once, and each kind of damage twice; the battery tries thousands."""
    tried(base, tmp_path, len(MANIPULATIONS), 8, seed=7)


def test_what_was_not_touched_is_whole(base: Base, tmp_path: Path) -> None:
    """Else everything would be noticed, and it would mean nothing."""
    assert untouched(base, tmp_path) == set()


def test_what_is_too_large_to_be_read_at_a_start_is_told(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the database, and of the lake once; it is no damage."""
    monkeypatch.setattr("inspection.acts.history.sound._MEGABYTE", 0)
    assert untouched(base, tmp_path) == {"HISTORY-142"}


@pytest.mark.battery(reason="2,000 manipulations and 400 damages take some ten minutes")
def test_thousands_of_manipulations_and_hundreds_of_damages_are_noticed(base: Base, tmp_path: Path) -> None:
    """The same, as often as VIGIE_MANIPULATIONS says, and a fifth as many damages."""
    tried(base, tmp_path, MANY, MANY // 5, seed=1)
