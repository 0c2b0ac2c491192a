"""How long backups live, the nightly drill, and copies of the keyring: by the policy, recorded, told when it fails."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_backups import BY, lived_in, new_home, newest, vault_at, with_vault
from builders_erasures import Case, a_draft_of, erased
from houses import House
from sqlalchemy import text
from sqlmodel import col, select

from inspection.acts.backups import (
    list_backups,
    newest_backup,
    prune_backups,
    prune_keyring_copies,
    rehearse,
    restore,
    restore_keyring,
    take_backup,
    verify_backup,
)
from inspection.acts.controls import drop_draft, save
from inspection.acts.doctor import CHECKS, examine
from inspection.acts.retention import erasure_proof
from inspection.backup_settings import BackupSettings
from inspection.errors import AccessRefused, BackupFault, KeyringFault
from inspection.settings import Settings
from inspection.store.backups import read_manifest
from inspection.store.core import new_id
from inspection.store.queries import alerts
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels

DAYS = timedelta(days=1)


@pytest.fixture
def lived(tmp_path: Path) -> House:
    """A house with some history that knows where its backups go."""
    house = an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))
    lived_in(house)
    yield house
    house.store.close()


def entries(house: House, act: str) -> list[AuditEntryRow]:
    """The entries of an act."""
    with house.store.read() as session:
        return list(session.exec(select(AuditEntryRow).where(AuditEntryRow.act == act).order_by(col(AuditEntryRow.n))))


def test_old_backups_go_by_the_policy_and_the_newest_stay(lived: House) -> None:
    """Pieces that a backup still needs stay too; an inspector may neither take one nor take one away."""
    rules = lived.catalogue(day_in_brussels(AT)).backups
    ids = []
    for n in range(rules.least + 2):
        lived_in(lived, 1)
        ids.append(take_backup(lived.acting("system", AT + n * DAYS)).id)
    at = AT + (rules.kept_days + 1) * DAYS
    pieces = len(list(vault_at(lived.settings).pieces()))
    done = prune_backups(lived.acting("system", at))
    assert done.backups == tuple(ids[:1])
    assert prune_backups(lived.acting("system", at + 400 * DAYS)).backups == tuple(ids[1:2])
    assert prune_backups(lived.acting("system", at + 900 * DAYS)).backups == ()
    assert [one.id for one in list_backups(lived.settings)] == ids[2:]
    assert len(list(vault_at(lived.settings).pieces())) < pieces
    assert verify_backup(lived.settings, ids[2]).rows
    assert len(entries(lived, "backup.prune")) == 3, "the copies of the keyring by themselves"
    for act in (take_backup, prune_backups, rehearse):
        with pytest.raises(AccessRefused):
            act(lived.acting(BY, at))


def test_the_drill_restores_elsewhere_and_says_so(lived: House) -> None:
    """Rows, trail and sealed values; nothing of it stays, and the living house is as it was but for one entry."""
    save(lived.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
    made = take_backup(lived.acting("system", AT))
    done = rehearse(lived.acting("system", later(hours=2)))
    assert (done.backup, done.rows, done.age_hours) == (made.id, made.rows, 2)
    assert done.opened > 10
    assert done.entries == newest(lived.settings).tables["audit_entry"].rows
    (entry,) = entries(lived, "backup.rehearse")
    assert entry.subject == made.id


def test_what_was_given_up_since_the_backup_fails_no_drill(lived: House) -> None:
    """Its key was destroyed, so its value must not open; one whose key is lost is told."""
    gone, lost = a_draft_of(lived, "one"), a_draft_of(lived, "two")
    take_backup(lived.acting("system", AT))
    drop_draft(lived.acting(BY, later(hours=1)), gone, because="given_up")
    assert rehearse(lived.acting("system", later(hours=2))).opened
    shutil.rmtree(lived.settings.keyring / lost[-2:])
    with pytest.raises(BackupFault, match="BACKUP-129"):
        rehearse(lived.acting("system", later(hours=3)))


def test_a_drill_that_fails_is_an_alert_of_the_day(lived: House) -> None:
    """No backup at all, one that is too old, one of another house, a damaged one."""

    def fails(code: str, hours: int) -> None:
        with pytest.raises(BackupFault) as told:
            rehearse(lived.acting("system", later(hours=hours)))
        assert told.value.code == code
        raised = [(one.subject, one.step) for one in alerts(lived.store) if one.kind == "drill_failed"]
        assert (f"ONSS:{code}", day_in_brussels(later(hours=hours)).toordinal()) in raised

    fails("BACKUP-108", 1)
    take_backup(lived.acting("system", AT))
    rehearse(lived.acting("system", later(hours=1)))
    assert "drill_failed" not in {one.kind for one in alerts(lived.store)}  # it went well
    fails("BACKUP-131", 24 * 9)
    with lived.store.write() as session:
        for trigger in ("no_update", "no_delete"):
            session.connection().execute(text(f"DROP TRIGGER audit_entry_{trigger}"))
        session.connection().execute(text("UPDATE audit_entry SET hash = previous WHERE stream = 'control'"))
    fails("BACKUP-132", 2)
    for file in vault_at(lived.settings).pieces():
        file.write_bytes(file.read_bytes()[:-1])
    fails("BACKUP-132", 2)
    assert len([one for one in alerts(lived.store) if one.kind == "drill_failed"]) == 2, "once a day"


@pytest.mark.battery(reason="a drill that fails in four ways is an alert in every run")
def test_whatever_ends_a_drill_is_an_alert(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full too, by its kind alone; what a killed drill left under the cache goes with the next."""
    take_backup(lived.acting("system", AT))
    left = lived.settings.cache / "drill-999999999-x"
    left.mkdir(parents=True)

    def full(vault: object, home: Path, manifest: object) -> None:
        assert home.is_relative_to(lived.settings.cache)
        raise OSError("a path that nobody should read")

    with monkeypatch.context() as patched:
        patched.setattr("inspection.store.backups.filling.put_file", lambda *_: full(None, _[1], None))
        with pytest.raises(OSError, match="a path"):
            rehearse(lived.acting("system", later(hours=1)))
    assert [one.subject for one in alerts(lived.store) if one.kind == "drill_failed"] == ["ONSS:VIGIE-900"]
    assert not list(lived.settings.cache.iterdir())


def test_backups_and_copies_of_the_keyring_never_share_a_folder(lived: House, tmp_path: Path) -> None:
    """By the settings, by another name of the folder, or by hand; and one is never read as the other."""
    made = take_backup(lived.acting("system", AT))
    assert made.keyring is not None
    rings, link = tmp_path / "rings", tmp_path / "link"
    link.symlink_to(rings)
    shared = replace(lived.settings, backup=BackupSettings(folder=link, keyrings=rings))
    house = House(lived.store, lived.rules, shared)
    refused = (
        lambda: take_backup(house.acting("system", AT)),
        lambda: prune_backups(house.acting("system", AT)),
        lambda: take_backup(lived.acting("system", AT), link),
        lambda: prune_backups(lived.acting("system", AT + 900 * DAYS), link),
        lambda: list_backups(lived.settings, rings),
        lambda: restore_keyring(shared),
    )
    for one in refused:
        with pytest.raises(BackupFault, match="BACKUP-102"):
            one()
    assert len(list(rings.glob("manifests/*"))) == 1
    vault = vault_at(lived.settings)
    with pytest.raises(BackupFault, match="BACKUP-109"):
        read_manifest(replace(vault, folder=rings), made.keyring.id)
    (copy,) = rings.glob("manifests/*")
    copy.rename(copy.with_suffix(".backup"))
    with pytest.raises(BackupFault, match="BACKUP-111"):
        read_manifest(replace(vault, folder=rings), made.keyring.id)


def test_a_copy_of_the_keyring_lives_some_days_only(lived: House) -> None:
    """Apart from the backups, which never hold a key; what was destroyed does not come back from a copy."""
    ring, case, gone = lived.store.keyring, new_id(), new_id()
    key, _ = ring.make(case), ring.make(gone)
    made = take_backup(lived.acting("system", AT))
    assert made.keyring is not None
    assert made.keyring.keys == len(list(ring.cases()))
    assert not [path for path in newest(lived.settings).files if path.startswith(("keyring", "keys"))]
    ring.destroy(gone, AT)
    shutil.rmtree(lived.settings.keyring / case[-2:])
    restore_keyring(lived.settings, at=later(days=90))
    assert ring.key_of(case) == key
    with pytest.raises(KeyringFault, match="KEYRING-102"):
        ring.key_of(gone)
    days = lived.catalogue(day_in_brussels(AT)).keyring_copy_days
    assert prune_backups(lived.acting("system", AT + (days - 1) * DAYS)).keyrings == ()
    done = prune_backups(lived.acting("system", AT + (days + 1) * DAYS))
    assert done.keyrings == (made.keyring.id,)
    assert done.backups == ()
    with pytest.raises(BackupFault, match="BACKUP-108"):
        restore_keyring(lived.settings, at=later(days=90))


def test_copies_of_the_keyring_go_though_the_backups_are_not_mounted(lived: House) -> None:
    """And nobody has a backup taken that night: what erased cases could be opened by waits for no other disk."""
    made = take_backup(lived.acting("system", AT))
    assert made.keyring is not None
    assert lived.settings.backup.folder is not None
    shutil.rmtree(lived.settings.backup.folder)
    at = AT + (lived.catalogue(day_in_brussels(AT)).keyring_copy_days + 1) * DAYS
    for act in (prune_backups, take_backup):
        with pytest.raises(BackupFault, match="BACKUP-101"):
            act(lived.acting("system", at))
    (entry,) = entries(lived, "backup.prune")
    assert entry.facts == {"keyrings": [made.keyring.id]}
    assert prune_keyring_copies(lived.acting("system", at)) == ()
    with pytest.raises(AccessRefused):
        prune_keyring_copies(lived.acting(BY, at))


def test_a_proof_gives_no_day_while_a_copy_holds_the_key(lived: House) -> None:
    """The day of the policy has come, and nobody took the copy away; or the copies are not where they should be."""
    control = a_suspicious_control("no")
    save(lived.acting(BY, AT), control, place=LIEGE)
    take_backup(lived.acting("system", AT))
    erased(lived, Case(control.control_id, "", ""), days=1)
    days = lived.catalogue(day_in_brussels(AT)).keyring_copy_days

    def proven(after: int) -> tuple[int | None, int | None, date | None]:
        proof = erasure_proof(lived.acting("dpo-1", AT + (1 + after) * DAYS), control.control_id)
        return proof.copies, proof.unreadable_copies, proof.backups_closed_on

    promised = day_in_brussels(AT + (1 + days + 1) * DAYS)
    assert proven(0) == (1, 0, promised)
    assert proven(days + 1) == (1, 0, None)
    rings = lived.settings.backup.keyrings
    assert rings is not None
    (copy,) = rings.glob("manifests/*.keyring")
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-1])
    assert proven(0) == (0, 1, promised), "of one that cannot be read nobody can tell"
    assert proven(days + 1) == (0, 1, None)
    copy.write_bytes(whole)
    rings.rename(rings.with_name("elsewhere"))
    assert proven(days) == (None, None, promised)
    assert proven(days + 1) == (None, None, None)
    rings.with_name("elsewhere").rename(rings)
    aside = (lived.settings.keys / "backup.key").rename(lived.settings.keys / "backup.aside")
    assert proven(days) == (None, None, promised), "whoever has no key looks into none"
    aside.rename(aside.with_name("backup.key"))
    prune_keyring_copies(lived.acting("system", AT + (1 + days) * DAYS))
    assert proven(days + 1) == (0, 0, promised)


@pytest.mark.battery(reason="what goes and what stays is tried in every run; this is how the doctor says it")
def test_the_doctor_says_how_old_the_newest_backup_is(lived: House) -> None:
    """None, an old one, one on the disk of the home; each is something to look at. A copy that stays is wrong."""
    assert said(lived, 1) == "look: no backup lies in the folder of backups"
    take_backup(lived.acting("system", AT))
    assert said(lived, 100) == "look: the newest backup is 100 hours old"
    assert said(lived, 1) == "look: backups lie on the disk of the home, and go with it"
    days = lived.catalogue(day_in_brussels(AT)).keyring_copy_days
    assert said(lived, (days + 1) * 24, "copies").startswith("well: no copy of the keyring")
    assert said(lived, (days + 2) * 24, "copies").startswith(f"wrong: 1 copies of the keyring are older than {days}")


def test_the_doctor_believes_no_name_of_a_backup_and_no_folder_that_is_not_there(lived: House) -> None:
    """A manifest that is cut short has a young name still, and so has a stranger's."""
    folder, made = lived.settings.backup.folder, take_backup(lived.acting("system", AT))
    assert folder is not None
    manifest = folder / "manifests" / f"{made.id}.backup"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:-20])
    assert said(lived, 1).startswith("wrong: [BACKUP-111]")
    manifest.write_bytes(whole)
    young = manifest.with_name(f"{AT:%Y%m%d}-093000-abcd.backup")
    manifest.rename(young)
    assert said(lived, 1).startswith("wrong: [BACKUP-111]")
    young.rename(manifest)
    assert not said(lived, 1).startswith("wrong")
    folder.rename(folder.with_name("unmounted"))
    assert said(lived, 1).startswith("wrong: [BACKUP-101]")


def said(house: House, hours: int, key: str = "backups") -> str:
    """What the doctor says to one of its questions, so many hours later."""
    asked = [check for check in CHECKS if check.key == key]
    (found, *_) = examine(house.settings, at=later(hours=hours), checks=asked)
    return f"{found.state}: {found.what}"


@pytest.mark.parametrize("stops", ["away", "full", "rings"])
@pytest.mark.few(2)
def test_neither_of_a_backup_and_a_copy_of_the_keyring_stops_the_other(
    lived: House, monkeypatch: pytest.MonkeyPatch, stops: str
) -> None:
    """Copies live for days: nights on which the disk of backups was away or full would leave none of them."""
    here = lived.settings.backup
    assert here.folder is not None
    assert here.keyrings is not None
    if stops == "full":
        monkeypatch.setattr(
            "inspection.store.backups.taking.keep_file", lambda *_: (_ for _ in ()).throw(OSError("full"))
        )
    else:
        (here.folder if stops == "away" else here.keyrings).rename(here.folder.with_name("elsewhere"))
    with pytest.raises(OSError if stops == "full" else BackupFault):
        take_backup(lived.acting("system", AT))
    rings = [file.stem for file in (here.keyrings / "manifests").glob("*")]
    kept = [file.stem for file in (here.folder / "manifests").glob("*")]
    assert (len(kept), len(rings)) == ((1, 0) if stops == "rings" else (0, 1))
    assert [entry.subject for entry in entries(lived, "backup.take")] == kept + rings


def test_what_a_clock_that_was_ahead_wrote_is_never_the_newest(lived: House, tmp_path: Path) -> None:
    """The doctor calls it wrong, the drill takes the next one, a restore asks which; its keyring does not stay."""
    ahead = take_backup(lived.acting("system", AT + 400 * DAYS))
    assert ahead.keyring is not None
    assert prune_keyring_copies(lived.acting("system", AT)) == (), "no other one is here yet"
    with pytest.raises(BackupFault, match="BACKUP-108"):
        rehearse(lived.acting("system", later(hours=1)))
    made = take_backup(lived.acting("system", later(hours=1)))
    assert rehearse(lived.acting("system", later(hours=2))).backup == made.id
    assert newest_backup(lived.settings, later(hours=2)) == later(hours=1)
    assert said(lived, 2).startswith("wrong: 1 backups and 1 copies of the keyring are of a moment that has not come")
    there = new_home(lived.settings, tmp_path / "new")
    for refused in (
        lambda: restore(there, at=later(hours=2)),
        lambda: restore_keyring(there, at=later(hours=2)),
    ):
        with pytest.raises(BackupFault, match="BACKUP-133"):
            refused()
    assert restore(there, made.id, at=later(hours=2)).backup == made.id
    assert prune_keyring_copies(lived.acting("system", later(hours=3))) == (ahead.keyring.id,)
    rules = lived.catalogue(day_in_brussels(AT)).backups
    every = [made.id, *(take_backup(lived.acting("system", AT + n * DAYS)).id for n in range(1, rules.least + 1))]
    gone = prune_backups(lived.acting("system", AT + (rules.kept_days + rules.least + 1) * DAYS))
    assert gone.backups == (every[0],), "it counts as none of the newest"
