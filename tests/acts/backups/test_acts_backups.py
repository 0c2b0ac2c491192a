"""A backup is taken, costs what changed, is restored on either database with equal rows, and finds its damage."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from builders_backups import backed_up, files_of, lived_in, new_home, newest, opened, rows_of, vault_at, with_vault
from houses import House

from inspection.acts.backups import list_backups, restore, take_backup, verify_backup
from inspection.backup_settings import BackupSettings
from inspection.errors import BackupFault
from inspection.settings import Settings
from inspection.trust import verify_trail


@pytest.fixture
def lived(database: Settings, tmp_path: Path) -> House:
    """A house on either database with some history, that knows where its backups go."""
    house = an_office(with_vault(database, tmp_path))
    lived_in(house)
    yield house
    house.store.close()


def test_a_backup_is_restored_with_equal_rows_and_files(lived: House, tmp_path: Path) -> None:
    """Every table but the trail, which says what was done; the trail goes on from where it stood."""
    made = take_backup(lived.acting("system", AT))
    manifest = newest(lived.settings)
    assert (made.id, made.rows) == (manifest.id, manifest.rows)
    assert verify_backup(lived.settings).rows == made.rows
    there = new_home(lived.settings, tmp_path / "new")
    done = restore(there, at=later(hours=1))
    assert (done.backup, done.rows, done.files) == (made.id, made.rows, made.files)
    again = opened(there)
    try:
        then, now = backed_up(manifest), rows_of(again.store)
        more = {"audit_entry"} | ({"house_key"} if lived.settings.database_url else set())
        assert {name for name in then if then[name] != now[name]} == more
        assert now["audit_entry"][0] == then["audit_entry"][0] + len(more)
        assert verify_trail(again.store).holds
        assert files_of(there.home) == files_of(lived.home)
    finally:
        again.store.close()
    assert sorted(path.name for path in there.home.iterdir()) == ["keyring", "keys", "lake", "lists", "store", "zones"]


def test_the_next_backup_costs_what_changed(lived: House) -> None:
    """The lake is not written again, nor is a table in which nothing changed."""
    first = take_backup(lived.acting("system", AT))
    assert first.written_bytes > 10_000
    lived_in(lived, 1)
    second = take_backup(lived.acting("system", later(hours=1)))
    assert second.rows > first.rows
    assert second.new_pieces < 40
    kept = newest(lived.settings).files["lake/kbo/2026-11-01/a.parquet"]
    assert all(map(vault_at(lived.settings).has, kept.pieces))
    listed = list_backups(lived.settings)
    assert [one.id for one in listed] == [first.id, second.id]
    assert listed[1].previous == first.id


def test_a_home_on_postgresql(lived: House, tmp_path: Path, bare_postgresql_url: str) -> None:
    """The same rows from either database; what holds something is refused, and what was begun is not mixed."""
    first = take_backup(lived.acting("system", AT))
    manifest = newest(lived.settings)
    there = new_home(lived.settings, tmp_path / "new", bare_postgresql_url)
    assert restore(there, at=later(hours=1)).rows == first.rows
    again = opened(there)
    try:
        then, now = backed_up(manifest), rows_of(again.store)
        assert {name for name in then if then[name] != now[name]} == {"audit_entry"}
        assert verify_trail(again.store).holds
        lived_in(again, 1)  # it works: guards, keys and sequences are those of any house
    finally:
        again.store.close()
    other = new_home(lived.settings, tmp_path / "other", bare_postgresql_url)
    with pytest.raises(BackupFault) as refused:
        restore(other)
    assert refused.value.code == "BACKUP-125"


def test_a_home_that_holds_anything_or_has_other_keys_is_refused(lived: House, tmp_path: Path) -> None:
    """Before anything is written; the error names what is to be put there by hand."""
    take_backup(lived.acting("system", AT))

    def refused(there: Settings, code: str) -> None:
        with pytest.raises(BackupFault) as told:
            restore(there)
        assert told.value.code == code

    refused(replace(lived.settings, home=lived.home), "BACKUP-120")
    bare = replace(lived.settings, home=tmp_path / "bare", database_url=None)
    refused(bare, "BACKUP-122")
    other = new_home(lived.settings, tmp_path / "other")
    (other.keys / "field.key").write_bytes(bytes(32))
    (other.keys / "audit.key").unlink()
    refused(other, "BACKUP-123")
    strange = new_home(lived.settings, tmp_path / "strange")
    (strange.keys / "backup.key").write_bytes(bytes(range(32)))
    refused(strange, "BACKUP-112")
    assert not [path for path in other.home.iterdir() if path.name not in ("keys", "keyring")]
    with pytest.raises(BackupFault) as gone:
        restore(replace(other, backup=BackupSettings(folder=tmp_path / "nowhere")))
    assert gone.value.code == "BACKUP-101"
