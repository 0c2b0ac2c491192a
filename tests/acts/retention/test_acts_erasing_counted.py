"""Which backups a proof counts: those that hold something of the case, and apart from them those that do not open."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_backups import vault_at, with_vault
from builders_erasures import DIRECTION, DPO, Case, erased
from builders_openrosa import a_picture, instance_id
from builders_openrosa_sent import PHOTOS, a_form, sent
from builders_portals import BY
from houses import House, house_of
from sqlmodel import delete, select

from inspection.acts.backups import take_backup
from inspection.acts.controls import keep_attachment, save
from inspection.acts.retention import confirm_erasure, erasure_proof, lift_legal_hold, place_legal_hold, propose_erasure
from inspection.control.filled import Control
from inspection.keys import open_keys
from inspection.settings import Settings
from inspection.store.backups import read_manifest
from inspection.store.controls import AttachmentRow
from inspection.store.records import LegalHoldRow

PHOTO = b"\xff\xd8\xff\xe0" + b"a photo of nobody" * 9
END = 20  # days after which a proof is asked for


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Give an office that knows where its backups go."""
    made = house_of(an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path)))
    yield made
    made.store.close()


def backed_up(house: House, days: float) -> str:
    """Take a backup so many days later; returns its id."""
    return take_backup(house.acting("system", later(days=days))).id


def saved(house: House, control: Control | None = None) -> str:
    """Save a control; returns its id."""
    control = control or a_suspicious_control("no")
    save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id


def gone(house: House, case: str, days: float) -> None:
    """Erase a case so many days later."""
    erased(house, Case(case, "", ""), days=days)


def due_gone(house: House, days: float) -> None:
    """Erase what is due so many days later."""
    made = propose_erasure(house.acting("system", later(days=days)))
    assert made is not None
    confirm_erasure(house.acting(DIRECTION, later(days=days)), made.reference, made.sha256)


def counted(house: House, case: str) -> tuple[int | None, int | None]:
    """How many backups hold something of a case, and how many cannot be read, as its proof says."""
    proof = erasure_proof(house.acting(DPO, later(days=END)), case)
    return proof.backups, proof.unreadable_backups


def spoilt(file: Path) -> bytes:
    """Damage a file; returns what it was."""
    body = file.read_bytes()
    file.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    return body


def a_photo(house: House, case: str) -> None:
    """Let a photo of a control arrive."""
    digest = hashlib.sha256(PHOTO).hexdigest()
    keep_attachment(house.acting(BY, AT), case, PHOTO, "image/jpeg", sha256=digest)


def test_a_backup_of_before_the_case_and_one_of_after_its_erasure_are_not_counted(house: House) -> None:
    """Other cases lie in both; the two that were taken while the case was there are all that counts."""
    saved(house)
    backed_up(house, 0)
    case = saved(house)
    backed_up(house, 1), backed_up(house, 2)
    gone(house, case, days=3)
    backed_up(house, 4)
    assert counted(house, case) == (2, 0)


def test_what_cannot_be_read_is_a_number_of_its_own_and_keeps_the_day_away(house: House) -> None:
    """A manifest, and a piece in which a row might be; that the backup is older than the case nobody can tell then."""
    saved(house)
    first = backed_up(house, 0)
    case = saved(house)
    gone(house, case, days=1)
    assert counted(house, case) == (0, 0)
    vault = vault_at(house.settings)
    name = read_manifest(vault, first).tables["control"].pieces[0]
    for file in (vault.folder / "manifests" / f"{first}.backup", vault.folder / "pieces" / name[:2] / name):
        body = spoilt(file)
        assert counted(house, case) == (0, 1)
        after = house.catalogue(AT.date()).backups.kept_days + 9
        assert erasure_proof(house.acting(DPO, later(days=after)), case).backups_without_it_on is None
        file.write_bytes(body)


def test_a_piece_that_the_disk_does_not_give_is_one_that_cannot_be_read(house: House) -> None:
    """The proof says so and does not break."""
    first = backed_up(house, 0)
    case = saved(house)
    gone(house, case, days=1)
    file = vault_at(house.settings).folder / "manifests" / f"{first}.backup"
    file.rename(file.with_suffix(".aside"))
    file.mkdir()
    assert counted(house, case) == (0, 1)


@pytest.mark.parametrize("lies", ["file", "row"])
def test_a_photo_that_came_before_its_control_is_of_the_case(house: House, lies: str) -> None:
    """Its folder names the case, and so does its row; a file is written before its row, and one may be lost."""
    case = a_suspicious_control("no")
    folder = house.settings.attachments / case.control_id
    a_photo(house, case.control_id)
    if lies == "file":
        with house.store.write() as session:
            session.exec(delete(AttachmentRow))
    else:
        folder.rename(folder.with_name("aside"))
    backed_up(house, 1)
    if lies == "row":
        folder.with_name("aside").rename(folder)
    saved(house, case)
    gone(house, case.control_id, days=2)
    assert counted(house, case.control_id) == (1, 0)


def test_parts_of_a_submission_that_became_the_control_are_of_the_case(house: House) -> None:
    """They do not name it: the key that went with the case does. Parts of another submission are nothing of it."""
    one, two = {"one.png": a_picture("1")}, {"two.png": a_picture("2")}
    for instance in (other := instance_id(), mine := instance_id()):
        backed_up(house, 0 if instance == other else 1)
        sent(house, a_form(), one, instance=instance, photos=PHOTOS, is_incomplete=True)
    backed_up(house, 2)
    got = sent(house, a_form(), two, instance=mine, photos=PHOTOS)
    assert got.saved is not None
    gone(house, got.saved.control_id, days=3)
    assert counted(house, got.saved.control_id) == (1, 0)


def test_a_case_that_came_after_its_photo_was_erased_is_looked_for_again(house: House) -> None:
    """The backup knows of an erasure of the same id, and holds all of the case."""
    case = a_suspicious_control("no")
    a_photo(house, case.control_id)
    due_gone(house, days=400)
    saved(house, case)
    backed_up(house, 401)
    gone(house, case.control_id, days=402)
    assert counted(house, case.control_id) == (1, 0)


def test_what_came_again_after_its_erasure_is_counted(house: House) -> None:
    """A backup that knows of the last erasure is believed only where nothing began anew since."""
    case = a_suspicious_control("no").control_id
    a_photo(house, case)
    due_gone(house, days=400)
    backed_up(house, 401)
    assert counted(house, case) == (0, 0)
    a_photo(house, case)
    shutil.rmtree(house.settings.attachments / case)  # its row says it as well
    backed_up(house, 402)
    assert counted(house, case) == (1, 0)


def test_a_backup_that_knows_of_another_erasure_is_looked_through_all_the_same(house: House) -> None:
    """Whatever was erased: here two legal holds, the second of which lies in the backup between."""
    ids = []
    for days in (0, 100):
        case = saved(house)
        place_legal_hold(house.acting(DPO, later(days=days)), case, reason="appeal")
        lift_legal_hold(house.acting(DPO, later(days=days)), case)
        with house.store.read() as session:
            ids += [one for one in session.exec(select(LegalHoldRow.id)) if one not in ids]
    kept = house.catalogue(AT.date()).retention["legal_hold"].days
    assert kept is not None
    for days in (1, 101):
        backed_up(house, kept + days - 0.5)
        due_gone(house, days=kept + days)
    assert [counted(house, one) for one in ids] == [(1, 0), (2, 0)]


def test_where_a_disk_is_not_mounted_nothing_is_said_of_backups(house: House) -> None:
    """An empty folder in its place is no proof; nor is one without the key, which cannot be looked into."""
    case = saved(house)
    backed_up(house, 1)
    gone(house, case, days=2)
    folder = vault_at(house.settings).folder
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()
    assert counted(house, case) == (None, None)
    folder.rmdir()
    folder.with_name("elsewhere").rename(folder)
    assert counted(house, case) == (1, 0)
    file = house.settings.keys / "backup.key"
    file.rename(file.with_suffix(".aside"))
    open_keys(house.settings.keys).forget()
    assert counted(house, case) == (None, None)
