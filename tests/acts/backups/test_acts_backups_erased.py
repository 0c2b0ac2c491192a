"""What was erased stays erased in a home that is restored from a backup of before."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_backups import BY, new_home, opened, with_vault
from builders_erasures import Case, erased
from houses import House
from sqlmodel import select

from inspection.acts.backups import restore, restore_keyring, take_backup
from inspection.acts.controls import keep_attachment, save
from inspection.acts.delivery import deliver
from inspection.acts.doctor import CHECKS, examine
from inspection.acts.outbox import transports
from inspection.acts.retention import finish_erasures
from inspection.errors import BackupFault, KeyringFault
from inspection.keyring import case_named
from inspection.sealing import sha256_of
from inspection.settings import Settings
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.store.referrals import ReferralRow
from inspection.trust import verify_trail

PHOTO = b"\xff\xd8\xff\xe0 a photograph"


class Killed(BaseException):
    """What ends a process at a failpoint."""


@dataclass(frozen=True)
class Lived:
    """A house with two cases in a backup, each a control and its referral, of which it erased one since."""

    house: House
    gone: tuple[str, str]
    kept: tuple[str, str]
    backup: str
    keyring: str


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Give such a house."""
    folder = tmp_path_factory.mktemp("lived")
    house = an_office(with_vault(Settings(home=folder / "home"), folder))
    gone, kept = _a_case(house), _a_case(house)
    deliver(house.acting(at=AT), transports(house))
    made = take_backup(house.acting_as_flow("back_up", later(hours=1)))
    assert made.keyring is not None
    erased(house, Case(*gone, ""))
    yield Lived(house, gone, kept, made.id, made.keyring.id)
    house.store.close()


def test_a_backup_of_before_an_erasure_brings_the_case_back_to_nobody(lived: Lived, tmp_path: Path) -> None:
    """Its rows and its files go when the home is restored, on the record; the other case opens as before.

    Without its keyring, wherever it should lie, no home is restored, and nothing is written: put there later it could
    not take back what was erased.
    """
    to = new_home(lived.house.settings, tmp_path / "restored")
    aside = to.keyring.rename(tmp_path / "aside")
    for there in (to, replace(to, keyring_folder=tmp_path / "nowhere")):
        with pytest.raises(KeyringFault) as refused:
            restore(there, lived.backup)
        assert refused.value.code == "KEYRING-103"
    assert [path.name for path in to.home.iterdir()] == ["keys"]
    aside.rename(to.keyring)
    assert restore(to, lived.backup, at=later(days=31)).forgotten == 1
    has_forgotten(to, lived)


@pytest.mark.parametrize("point", ["restore.forgotten", "restore.before_placing", "restore.placed"])
@pytest.mark.few(1)
def test_a_restore_that_is_killed_after_an_erasure_brings_no_file_of_it_back(
    lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """The same command goes on, and writes no file a second time."""
    to = new_home(lived.house.settings, tmp_path / "restored")

    def killed(name: str) -> None:
        if name == point:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("inspection.acts.backups.restoring.failpoint", killed)
        with pytest.raises(Killed):
            restore(to, lived.backup, at=later(days=31))
    restore(to, at=later(days=31))
    has_forgotten(to, lived)


def test_what_a_later_copy_of_the_keyring_says_was_destroyed_goes_the_next_night(lived: Lived, tmp_path: Path) -> None:
    """Restored with the keyring of then, the case is there again; with that of now it goes, files and all.

    So where what lies beside the copies of the keyring is lost, which tells what was destroyed since.
    """
    here = lived.house.settings
    assert here.backup.keyrings is not None
    for file in (here.backup.keyrings / "manifests").glob("*.tombstones"):
        file.unlink()
    to = new_home(here, tmp_path / "restored")
    shutil.rmtree(to.keyring)
    restore_keyring(to, lived.keyring)
    assert restore(to, lived.backup, at=later(days=31)).forgotten == 0
    take_backup(lived.house.acting_as_flow("back_up", later(days=31)))
    restore_keyring(to, at=later(days=90))
    house = opened(to)
    assert finish_erasures(house.acting_as_flow("keep", later(days=32))) > 0
    house.store.close()
    has_forgotten(to, lived)


def test_a_restored_portal_has_no_copy_of_what_was_erased(tmp_path: Path) -> None:
    """Neither the row with its reference nor what was said of it; one that was forgotten and came again goes too."""
    house = an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))
    gone, again, kept = (_a_copy(house, reference) for reference in ("R-1", "R-2", "R-3"))
    take_backup(house.acting("system", AT))
    for case in (gone, again):
        house.store.keyring.destroy(case_named(case), later(days=1), may_return=True)
    house.store.keyring.make(case_named(again))
    to = new_home(house.settings, tmp_path / "restored")
    house.store.close()
    assert restore(to, at=later(days=2)).forgotten == 2
    restored = opened(to)
    with restored.store.read() as session:
        (row,) = session.exec(select(PortalCopyRow))
        assert [row.id, *session.exec(select(PortalWordRow.copy_id))] == [kept, kept]
    assert restored.store.unseal("portal_copy.body", row.id, row.body) == "{}"
    restored.store.close()


def has_forgotten(to: Settings, lived: Lived) -> None:
    """See that a restored home has the one case, which opens, and neither row nor file of the other."""
    restored = opened(to)
    with restored.store.read() as session:
        (row,) = session.exec(select(ControlRow))
        assert list(session.exec(select(ReferralRow.reference))) == [lived.kept[1]]
    assert row.id == lived.kept[0]
    assert restored.store.unseal("control.body", row.id, row.body)
    lying = {path.name[: len(lived.gone[1])] for path in to.outbox.glob("*/R-*")}
    assert (lying, [path.name for path in to.attachments.iterdir()]) == ({lived.kept[1]}, [lived.kept[0]])
    assert not (to.home / ".restoring").exists()
    assert verify_trail(restored.store).broken is None
    restored.store.close()


def _a_copy(house: House, reference: str) -> str:
    """Keep a copy as the portal keeps one, and a word about it; returns its id."""
    id_ = sha256_of([reference])
    body = house.store.seal("portal_copy.body", id_, "{}", case=case_named(id_))
    told = {"state": "sent", "queued_at": AT, "changed_at": AT, "fingerprint": "f"}
    with house.store.write() as session:
        session.add(PortalCopyRow(id=id_, office="aud-liege", kind="case", reference=reference, body=body, **told))
        session.flush()
        word = {"office": "aud-liege", "kind": "opened", "said_by": BY, "said_at": AT}
        session.add(PortalWordRow(id=new_id(), copy_id=id_, **word))
    return id_


def _a_case(house: House) -> tuple[str, str]:
    control = a_suspicious_control("yes")
    digest = hashlib.sha256(PHOTO).hexdigest()
    keep_attachment(house.acting(BY, AT), control.control_id, PHOTO, "image/jpeg", sha256=digest)
    made = save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id, str(made.reference)


def test_what_was_erased_on_the_day_of_the_disaster_stays_erased(tmp_path: Path) -> None:
    """Home and keyring are lost; copies of both are of the night before, and the tombstones lie beside the copies.

    Though their folder was away when the case went: the end of erasures catches up the next night.
    """
    house = an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))
    gone, later_gone, kept = _a_case(house), _a_case(house), _a_case(house)
    deliver(house.acting(at=AT), transports(house))
    made = take_backup(house.acting_as_flow("back_up", later(hours=1)))
    rings = house.settings.backup.keyrings
    assert made.keyring is not None
    assert rings is not None
    rings.rename(tmp_path / "unmounted")
    erased(house, Case(*later_gone, ""), days=1)
    (tmp_path / "unmounted").rename(rings)
    assert "of 1 destroyed cases nothing is told" in said(house)
    finish_erasures(house.acting_as_flow("keep", later(days=2)))
    assert "nothing is told" not in said(house)
    erased(house, Case(*gone, ""), days=2)
    assert len(list((rings / "manifests").glob("*.tombstones"))) == 1
    to = new_home(house.settings, tmp_path / "restored")
    house.store.close()
    shutil.rmtree(to.keyring)
    rings.rename(tmp_path / "unmounted")
    with pytest.raises(BackupFault, match="BACKUP-101"):
        restore_keyring(to, at=later(days=2))
    (tmp_path / "unmounted").rename(rings)
    restore_keyring(to, at=later(days=2))
    assert restore(to, at=later(days=2)).forgotten == 2
    again = opened(to)
    assert set(again.store.keyring.tombstones()) == {gone[0], later_gone[0]}
    again.store.close()
    has_forgotten(to, Lived(house, gone, kept, made.id, made.keyring.id))


def said(house: House) -> str:
    """What the doctor says of the copies of the keyring."""
    asked = [check for check in CHECKS if check.key == "copies"]
    return "\n".join(found.what for found in examine(house.settings, at=later(days=2), checks=asked))
