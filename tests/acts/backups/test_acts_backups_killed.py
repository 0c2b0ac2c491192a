"""Killed at any named point, a backup and a restore finish when they are run again; nothing half done opens."""

from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from builders_backups import backed_up, lived_in, new_home, newest, opened, rows_of, vault_at, with_vault
from builders_control import the_rules
from houses import House
from own_process import exit_code_of

from inspection.acts.backups import list_backups, restore, take_backup, verify_backup
from inspection.errors import InspectionError
from inspection.failpoints import BACKING_UP, RESTORING
from inspection.settings import Settings
from inspection.store.opening import open_store

KILLED = -9


def back_up(here: Settings) -> None:
    """Take a backup, in a process of its own."""
    house = House(open_store(here), the_rules(), here)
    take_backup(house.acting("system", later(hours=1)))
    house.store.close()


def bring_back(there: Settings) -> None:
    """Restore the newest backup, in a process of its own."""
    restore(there, at=later(hours=2))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with a backup that is whole."""
    folder = tmp_path_factory.mktemp("kept")
    house = an_office(with_vault(Settings(home=folder / "home"), folder))
    lived_in(house)
    take_backup(house.acting("system", AT))
    house.store.close()
    return house.settings


@pytest.mark.parametrize("failpoint", BACKING_UP)
@pytest.mark.few(1)
def test_a_killed_backup_is_none_and_the_next_one_finishes(kept: Settings, tmp_path: Path, failpoint: str) -> None:
    """Into a vault of its own, so that every piece is new; a backup that is listed is whole."""
    here = with_vault(kept, tmp_path)
    assert exit_code_of(back_up, here, failpoint=failpoint) == KILLED, "the point was not reached"
    before = list_backups(here)
    assert [one.fault for one in before] == ([""] if failpoint == "backup.after_manifest" else [])
    assert exit_code_of(back_up, here, failpoint="") == 0
    assert len(list_backups(here)) == len(before) + 1
    assert verify_backup(here, at=later(hours=9)).files == 3
    assert not list(vault_at(here).folder.rglob(".*"))


def judged(there: Settings, kept: Settings, failpoint: str) -> None:
    """Kill a restore, see that nothing opens, run it again, and compare what is there."""
    assert exit_code_of(bring_back, there, failpoint=failpoint) == KILLED, "the point was not reached"
    if failpoint not in ("restore.placed", "restore.after_commit", "restore.before_placing"):
        with pytest.raises(InspectionError):
            open_store(there)
    assert exit_code_of(bring_back, there, failpoint="") == 0
    assert not (there.home / ".restoring").exists()
    house = opened(there)
    then, now = backed_up(newest(kept)), rows_of(house.store)
    house.store.close()
    assert {name for name in then if then[name] != now[name]} == {"audit_entry"}
    assert now["audit_entry"][0] == then["audit_entry"][0] + 1, "one restore is one entry"


@pytest.mark.parametrize("failpoint", RESTORING)
@pytest.mark.few(1)
def test_a_killed_restore_goes_on(kept: Settings, tmp_path: Path, failpoint: str) -> None:
    """On the embedded database."""
    judged(new_home(kept, tmp_path / "new"), kept, failpoint)


@pytest.mark.parametrize("failpoint", RESTORING)
@pytest.mark.battery(reason="a process or two for each point takes minutes")
def test_a_killed_restore_goes_on_on_postgresql(
    kept: Settings, tmp_path: Path, bare_postgresql_url: str, failpoint: str
) -> None:
    """The rows come in one transaction there; what is filled and not ended opens for nobody."""
    judged(new_home(kept, tmp_path / "new", bare_postgresql_url), kept, failpoint)
