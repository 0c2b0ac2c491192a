"""A backup is taken, costs what changed, is restored on either database with equal rows, and finds its damage."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from builders_backups import backed_up, files_of, lived_in, new_home, newest, opened, rows_of, vault_at, with_vault
from houses import House
from sqlalchemy import Engine, create_engine, text

from inspection.acts.backups import list_backups, restore, take_backup, verify_backup
from inspection.acts.backups.restoring import STAGE
from inspection.acts.history import compare, take_checkpoint
from inspection.acts.migrating import migrate_house
from inspection.backup_settings import BackupSettings
from inspection.errors import BackupFault
from inspection.settings import Settings
from inspection.store.backups import Vault
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
    assert verify_backup(lived.settings, at=AT).rows == made.rows
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


@pytest.mark.parametrize("moment", ["backup.file", "backup.rows"])
@pytest.mark.few(1)
def test_a_checkpoint_that_is_signed_meanwhile_is_not_ahead_of_its_rows(
    lived: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Nor behind them: between the checkpoints and the rows, or between the rows and the files."""
    take_checkpoint(lived.acting_as_flow("history", AT))
    signed = []

    def signs(name: str) -> None:
        if name == moment and not signed:
            lived_in(lived, 1)
            signed.append(take_checkpoint(lived.acting_as_flow("history", later(minutes=1))))

    with monkeypatch.context() as patched:
        patched.setattr("inspection.store.backups.taking.failpoint", signs)
        take_backup(lived.acting("system", later(minutes=2)))
    assert signed
    there = new_home(lived.settings, tmp_path / "new")
    restore(there, at=later(hours=1))
    again = opened(there)
    found = compare(again.store, there, whole=True)
    again.store.close()
    assert (found.faults, found.notes) == ((), ())
    assert found.checkpoint is not None
    assert found.checkpoint.number == (2 if moment == "backup.file" else 1)


def test_a_restore_ends_when_its_files_are_on_the_disk(
    lived: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stage, by which a restore that was killed goes on, goes after them."""
    take_backup(lived.acting("system", AT))
    there, staged = new_home(lived.settings, tmp_path / "new"), []
    monkeypatch.setattr(Vault, "settle", lambda self: staged.append((there.home / STAGE).is_dir()))
    restore(there, at=later(hours=1))
    assert staged == [True]


def test_a_database_that_is_being_restored_is_not_migrated(lived: House) -> None:
    """It says what it waits for, and not that its revision is unknown."""
    here = replace(lived.settings, database_url=lived.settings.database.owner_url)
    with lived.store.engine.begin() if here.database_url is None else _owner(here).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'restoring x'"))
    with pytest.raises(BackupFault, match="BACKUP-126"):
        migrate_house(here)


def _owner(here: Settings) -> Engine:
    assert here.database_url is not None
    return create_engine(here.database_url)


@pytest.mark.battery(reason="it counts what is written; backups are taken and restored in every run")
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
        restore(other, at=later(hours=1))
    assert refused.value.code == "BACKUP-125"


def test_a_home_that_holds_anything_or_has_other_keys_is_refused(lived: House, tmp_path: Path) -> None:
    """Before anything is written; the error names what is to be put there by hand."""
    take_backup(lived.acting("system", AT))

    def refused(there: Settings, code: str) -> None:
        with pytest.raises(BackupFault) as told:
            restore(there, at=later(hours=1))
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
