"""A bit that flipped, a piece that is cut or gone: refused with a clear error, and nothing of it is restored."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from builders_backups import lived_in, new_home, newest, vault_at, with_vault

from inspection.acts.backups import restore, take_backup, verify_backup
from inspection.errors import BackupFault
from inspection.settings import Settings

SEED = 24
FLIPS = int(os.environ.get("VIGIE_FLIPS", "400"))
CLEAR = {"BACKUP-109", "BACKUP-110", "BACKUP-111", "BACKUP-112", "BACKUP-114"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with a backup that is whole."""
    folder = tmp_path_factory.mktemp("kept")
    house = an_office(with_vault(Settings(home=folder / "home"), folder))
    lived_in(house)
    take_backup(house.acting("system", AT))
    house.store.close()
    return house.settings


def flipped(file: Path, chance: random.Random) -> None:
    """Turn one bit round."""
    body = bytearray(file.read_bytes())
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    file.write_bytes(body)


def cut_short(file: Path, chance: random.Random) -> None:
    """Take the end away."""
    body = file.read_bytes()
    file.write_bytes(body[: chance.randrange(len(body))])


def parts(here: Settings) -> list[Path]:
    """Every file of the newest backup that is read: its pieces, and the manifest."""
    needed = newest(here).pieces
    manifest = max((vault_at(here).folder / "manifests").iterdir())
    return [*(file for file in vault_at(here).pieces() if file.name in needed), manifest]


def harmed(here: Settings, times: int, harm: Callable[[Path, random.Random], None], restores: int, home: Path) -> None:
    """Harm one part after the other; each is found by reading, and some by restoring."""
    chance = random.Random(SEED)
    every = parts(here)
    for n in range(times):
        file = every[-1] if n == 0 else chance.choice(every)
        whole = file.read_bytes()
        harm(file, chance)
        with pytest.raises(BackupFault) as told:
            verify_backup(here, at=later(hours=9))
        assert told.value.code in CLEAR, n
        if n < restores:
            there = new_home(here, home / str(n))
            with pytest.raises(BackupFault) as refused:
                restore(there, at=later(hours=9))
            assert refused.value.code in CLEAR
            assert not there.store_file.exists()
            shutil.rmtree(there.home)
        file.write_bytes(whole)
    assert verify_backup(here, at=later(hours=9)).rows


def test_each_of_twenty_flips_is_refused(kept: Settings, tmp_path: Path) -> None:
    """The manifest first; six of them are met by a restore as well."""
    harmed(kept, 20, flipped, 6, tmp_path)


def test_what_is_cut_or_gone_is_refused(kept: Settings, tmp_path: Path) -> None:
    """At any length; and each kind of file that is missing."""
    harmed(kept, 10, cut_short, 1, tmp_path)
    for file in (parts(kept)[0], parts(kept)[-1]):
        aside = file.rename(tmp_path / file.name)
        with pytest.raises(BackupFault) as told:
            verify_backup(
                kept, None if file.parent.name != "manifests" else aside.name.removesuffix(".backup"), at=later(hours=9)
            )
        assert told.value.code in CLEAR
        aside.rename(file)


def test_pieces_that_change_places_are_refused(kept: Settings) -> None:
    """Each is whole in itself, and is not the one that the manifest names."""
    one, other, *_ = parts(kept)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    with pytest.raises(BackupFault, match="BACKUP-111"):
        verify_backup(kept, at=later(hours=9))
    one.write_bytes(first)


def test_a_damaged_piece_is_written_again_by_the_next_backup(kept: Settings) -> None:
    """Taken away by hand, as the error says: what still has that content writes it anew."""
    house = an_office(kept)
    lasting = next(iter(newest(kept).files.values())).pieces  # of a file: two tables change between the backups
    file = next(one for one in parts(kept) if one.name in lasting)
    file.unlink()
    take_backup(house.acting("system", AT))
    house.store.close()
    assert file.exists()
    assert verify_backup(kept, at=later(hours=9)).rows


@pytest.mark.battery(reason="400 flips and 200 cuts take minutes; 20 and 10 are tried in every run")
def test_each_of_four_hundred_flips_is_refused(kept: Settings, tmp_path: Path) -> None:
    """As many as VIGIE_FLIPS says, and half as many cuts; each twentieth is met by a restore as well."""
    harmed(kept, FLIPS, flipped, FLIPS // 20, tmp_path)
    harmed(kept, FLIPS // 2, cut_short, FLIPS // 40, tmp_path)


@pytest.mark.battery(reason="the battery's own check; flips are refused in every run")
def test_a_vault_that_compares_nothing_is_noticed_here(
    kept: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: whatever lies there is taken for the piece that was asked for."""
    vault = vault_at(kept)
    plain = {name: vault.get(name) for name in newest(kept).pieces}
    monkeypatch.setattr(type(vault), "get", lambda _, name: plain[name])
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        harmed(kept, 6, flipped, 0, tmp_path)
