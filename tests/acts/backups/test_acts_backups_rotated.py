"""A backup that is taken while a key is rotated says which old key it needs, and is restored where none is needed."""

import shutil
from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from builders_backups import new_home, newest, opened, with_vault
from builders_rotating import by_field_key, lived_in, plain_values
from houses import House

from inspection.acts.backups import rehearse, restore, take_backup
from inspection.acts.rotating import key_troubles, rotate
from inspection.acts.rotating.beginning import begun
from inspection.errors import BackupFault
from inspection.keys import DATABASE, FIELD, KEYRING
from inspection.settings import Settings
from inspection.trust import verify_trail


@pytest.fixture
def lived(tmp_path: Path) -> House:
    """A house with sealed values of many kinds that knows where its backups go."""
    house = an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))
    lived_in(house)
    yield house
    house.store.close()


def test_a_backup_that_holds_values_of_two_keys_asks_for_both(lived: House, tmp_path: Path) -> None:
    """Before anything is written, and the drill asks too; with both every value opens, and the rotation goes on."""
    values = plain_values(lived)
    begun(lived.at_the_door(), FIELD)
    assert take_backup(lived.acting("system", AT)).retiring == (FIELD,)
    old = shutil.copy2(lived.settings.keys / "field.old.key", tmp_path / "safe.key")
    rotate(lived.at_the_door(), FIELD)
    there = new_home(lived.settings, tmp_path / "new")
    for refused in (
        lambda: restore(there, at=later(hours=1)),
        lambda: rehearse(lived.acting("system", later(hours=1))),
    ):
        with pytest.raises(BackupFault, match=r"field\.old\.key") as told:
            refused()
        assert told.value.code == "BACKUP-123"
    assert sorted(path.name for path in there.home.iterdir()) == ["keyring", "keys"]
    shutil.copy2(old, there.keys / "field.old.key")
    restore(there, at=later(hours=1))
    again = opened(there)
    kept = {key: value for key, value in values.items() if not key[1].startswith("registers.")}
    assert kept.items() <= plain_values(again).items()
    done = rotate(again.at_the_door(), FIELD)
    assert (done.is_old_destroyed, done.values) == (True, by_field_key(again))
    assert list(key_troubles(again.store)) == []
    again.store.close()


def test_a_rotation_that_begins_behind_the_rows_has_them_read_again(
    lived: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are read after it may be sealed by a key of which those rows knew nothing."""
    before = newest_keys(lived)
    began = []

    def rotates(name: str) -> None:
        if name == "backup.rows" and not began:
            began.append(begun(lived.at_the_door(), FIELD))

    with monkeypatch.context() as patched:
        patched.setattr("inspection.store.backups.taking.failpoint", rotates)
        take_backup(lived.acting("system", later(hours=1)))
    made = newest(lived.settings)
    assert made.retiring == {FIELD: before[FIELD]}
    assert made.keys[FIELD][:8] == began[0].new_id


@pytest.mark.parametrize("name", [KEYRING, DATABASE])
@pytest.mark.few(1)
def test_a_rotation_of_a_key_that_no_backup_needs_has_ended_in_the_restored_home(
    lived: House, tmp_path: Path, name: str
) -> None:
    """No page and no key of a case is in a backup: the old key, which is destroyed by then, is asked for by nobody."""
    begun(lived.at_the_door(), name)
    take_backup(lived.acting("system", AT))
    rotate(lived.at_the_door(), name)
    there = new_home(lived.settings, tmp_path / "new")
    restore(there, at=later(hours=1))
    again = opened(there)
    assert list(key_troubles(again.store)) == []
    again.store.close()


def test_a_backup_of_before_the_key_of_the_database_was_changed_is_restored_with_the_new_one(
    lived: House, tmp_path: Path
) -> None:
    """No page of it is encrypted: the old key is destroyed, and the restored home knows the one that it is written by.

    So it does where two changes lie between; the drill asks for no older key either.
    """
    take_backup(lived.acting("system", AT))
    for _ in range(2):
        assert rotate(lived.at_the_door(), DATABASE).backups == ()
    rehearse(lived.acting("system", later(hours=1)))
    there = new_home(lived.settings, tmp_path / "new")
    assert {file.name for file in there.keys.glob("database*")} == {"database.key"}
    restore(there, at=later(hours=1))
    again = opened(there)
    assert list(key_troubles(again.store)) == []
    assert verify_trail(again.store).holds
    assert rotate(again.at_the_door(), DATABASE).is_old_destroyed
    again.store.close()


def test_a_key_of_the_database_that_was_retired_or_is_gone_is_refused(lived: House, tmp_path: Path) -> None:
    """Before anything is written: it was changed for some reason, and none is made because it was not found."""
    old = (lived.settings.keys / "database.key").read_bytes()
    rotate(lived.at_the_door(), DATABASE)
    take_backup(lived.acting("system", AT))
    there = new_home(lived.settings, tmp_path / "new")
    for known in (old, None):
        (there.keys / "database.key").unlink()
        if known is not None:
            (there.keys / "database.key").write_bytes(known)
            (there.keys / "database.key").chmod(0o600)
        with pytest.raises(BackupFault, match="database") as told:
            restore(there, at=later(hours=1))
        assert told.value.code == "BACKUP-123"
    assert sorted(path.name for path in there.home.iterdir()) == ["keyring", "keys"]


@pytest.mark.parametrize("name", [FIELD, KEYRING])
@pytest.mark.few(1)
def test_a_rotation_names_the_backups_that_need_the_old_key(lived: House, name: str) -> None:
    """Its safe must keep that key as long as they lie there; one that was taken meanwhile needs both."""
    made = [take_backup(lived.acting("system", AT)).id]
    begun(lived.at_the_door(), name)
    made.append(take_backup(lived.acting("system", later(hours=1))).id)
    assert rotate(lived.at_the_door(), name).backups == tuple(made)
    since = take_backup(lived.acting("system", later(hours=2))).id
    assert rotate(lived.at_the_door(), name).backups == (made[1], since)
    assert lived.settings.backup.folder is not None
    lived.settings.backup.folder.rename(lived.settings.backup.folder.with_name("away"))
    assert rotate(lived.at_the_door(), name).backups is None


def newest_keys(house: House) -> dict[str, str]:
    """The fingerprints that a backup of now has."""
    take_backup(house.acting("system", AT))
    return dict(newest(house.settings).keys)
