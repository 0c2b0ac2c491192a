"""The night's backup: what erased cases could be opened by goes first, whatever stops the rest."""

import shutil
from pathlib import Path

import pytest
from builders_flows import vigie

from flows import back_up as module


def test_old_copies_of_the_keyring_go_though_no_backup_can_be_taken(
    ready_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk ends the run, after it."""
    home = tmp_path / "home"
    shutil.copytree(ready_home, home)
    vigie(home, "backup")
    (copy,) = (tmp_path / "home-keyring-backups/manifests").glob("*.keyring")
    copy.rename(copy.with_name("20200101-013000-abcd.keyring"))

    def full() -> None:
        raise OSError("no space left")

    monkeypatch.setenv("VIGIE_HOME", str(home))
    monkeypatch.setattr(module, "take_backup", full)
    with pytest.raises(OSError, match="no space"):
        module.back_up()
    assert not list(copy.parent.iterdir())


def test_a_backup_is_taken_though_no_copy_can_be_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run fails all the same, after it."""
    taken = list[str]()

    def broken() -> str:
        raise OSError("no such folder")

    monkeypatch.setattr(module, "prune_copies", broken)
    monkeypatch.setattr(module, "take_backup", lambda: taken.append("backup"))
    with pytest.raises(OSError, match="no such folder"):
        module.back_up()
    assert taken == ["backup"]
