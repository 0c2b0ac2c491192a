"""What a rotation does with files: those of keys, of which none is lost, and sealed ones that come late or are gone."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT
from builders_rotating import key_ids, lived_in, plain_values
from databases import owned
from houses import House
from sqlalchemy import text
from sqlmodel import select

from inspection.acts.portal import portal_keys
from inspection.acts.rotating import beginning, field_key, key_troubles, rotate
from inspection.acts.rotating.beginning import begun
from inspection.database_settings import DatabaseSettings
from inspection.errors import InspectionError, KeysFault
from inspection.files import put
from inspection.key_sources import destroy_file, exchange_files, going_file
from inspection.keys import FIELD, open_keys
from inspection.sealed_folders import KEY_FILE, KEY_PLACE, SealedFolder
from inspection.sealing import key_of, seal_bytes
from inspection.store.controls import DraftRow
from inspection.store.core import Store, new_id
from inspection.store.opening import open_store, rotations
from inspection.store.sealed_files import ATTACHMENTS, SealedFile
from inspection.trust import AppContext

DRAFT = new_id()
_OTHER = (
    "INSERT INTO app_user (id, service, role, language, active) VALUES ('direction-t', 'TSW', 'direction', 'fr', true)"
)


def of_another_service(house: AppContext) -> None:
    """Let another service keep something in the same database."""
    body = house.store.seal("draft.body", DRAFT, "theirs")
    with owned(house.store).write() as session:
        session.connection().execute(text(_OTHER))
        of = {"service": "TSW", "district": "liege", "workplace": "w", "sector": "restaurants"}
        session.add(DraftRow(id=DRAFT, body=body, begun_by="direction-t", begun_at=AT, kept_at=AT, **of))


def test_who_sees_one_service_only_changes_no_key(house: AppContext) -> None:
    """The values of the other would keep the old key, which goes: refused; as the owner, both get the new one."""
    if house.store.is_embedded:
        pytest.skip("one account sees everything")
    lived_in(house)
    of_another_service(house)
    ids, files = key_ids(house), {file.name for file in house.settings.keys.iterdir()}
    held = House(house.store, house.rules, replace(house.settings, database=DatabaseSettings()))
    with pytest.raises(KeysFault) as fault:
        rotate(held.at_the_door(), FIELD)
    assert fault.value.code == "KEYS-115"
    with house.store.read() as session:
        assert rotations(session) == []
    assert (key_ids(house), {file.name for file in house.settings.keys.iterdir()}) == (ids, files)
    done = rotate(house.at_the_door(), FIELD)
    with owned(house.store).read() as session:
        body = session.exec(select(DraftRow.body).where(DraftRow.id == DRAFT)).one()
    assert (key_of(body).hex(), house.store.unseal("draft.body", DRAFT, body)) == (done.new_id, "theirs")


@pytest.mark.battery(reason="files and columns are brought to a new key in every run (test_acts_rotating.py)")
def test_a_stray_file_in_the_place_of_the_old_key_costs_no_key(embedded: AppContext) -> None:
    """Neither before a rotation is known nor in the middle of one; it is told, and without it all goes well."""
    lived_in(embedded)
    before, folder = plain_values(embedded), embedded.settings.keys
    stray, was = folder / "field.old.key", (folder / "field.key").read_bytes()
    put(stray, bytes(32))
    assert [one.code for one in key_troubles(embedded.store)] == ["KEYS-116"]
    with pytest.raises(KeysFault) as fault:
        rotate(embedded.at_the_door(), FIELD)
    assert (fault.value.code, (folder / "field.key").read_bytes()) == ("KEYS-116", was)
    assert {file.name for file in folder.glob("field*")} == {"field.key", "field.old.key"}
    put(folder / "field.next.key", bytes(range(32)))
    with pytest.raises(KeysFault) as fault:
        exchange_files(folder, FIELD)
    assert (fault.value.code, (folder / "field.key").read_bytes()) == ("KEYS-116", was)
    put(stray, was)  # a copy of the folder from the middle of a rotation is no link any more
    exchange_files(folder, FIELD)
    assert (stray.read_bytes(), (folder / "field.key").read_bytes()) == (was, bytes(range(32)))
    stray.replace(folder / "field.key")
    assert rotate(embedded.at_the_door(), FIELD).is_old_destroyed
    assert plain_values(embedded) == before


def test_a_damaged_file_in_the_place_of_the_old_key_is_told(embedded: AppContext) -> None:
    """By what is wrong with it, and nothing else is hidden by it."""
    put(embedded.settings.keys / "field.old.key", b"short")
    assert [one.code for one in key_troubles(embedded.store)] == ["SETTING-033"]


class Killed(BaseException):
    """In place of a signal."""


@pytest.mark.parametrize("at", ["rotation.put_aside", "rotation.overwritten"])
def test_nobody_takes_half_a_destroyed_key_for_a_key(
    embedded: AppContext, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two steps it lies under a name that nobody reads; the next run ends it and does nothing else."""
    lived_in(embedded)

    def killed(name: str) -> None:
        if name == at:
            raise Killed

    monkeypatch.setattr("inspection.key_sources.failpoint", killed)
    with pytest.raises(Killed):
        rotate(embedded.at_the_door(), FIELD)
    monkeypatch.undo()
    going = going_file(embedded.settings.keys / "field.old.key")
    assert {file.name for file in embedded.settings.keys.glob("field*")} == {"field.key", going.name}
    assert [(one.code, one.where) for one in key_troubles(embedded.store)] == [("KEYS-109", going.name)]
    done = rotate(embedded.at_the_door(), FIELD)
    assert (done.values, done.is_old_destroyed, key_ids(embedded)) == (0, True, {done.new_id})
    assert {file.name for file in embedded.settings.keys.glob("field*")} == {"field.key"}


def test_a_destroyed_file_is_put_aside_before_it_is_overwritten(tmp_path: Path) -> None:
    """Both what lies there and what was put aside before go."""
    file = put(tmp_path / "field.old.key", b"k" * 32)
    put(going_file(file), b"z" * 32)
    destroy_file(file)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.battery(reason="files and columns are brought to a new key in every run (test_acts_rotating.py)")
def test_a_folder_key_by_the_old_key_that_comes_after_the_end_is_sealed_anew(
    embedded: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that knows the old key only begins a folder between the last count and the end of the old key."""
    lived_in(embedded)
    old = open_keys(embedded.settings.keys, {"VIGIE_KEY_FIELD": embedded.store.keys.field.hex()})
    file = embedded.settings.registers / "dimona" / KEY_FILE

    def late(name: str) -> None:
        if name == "rotation.retired":
            put(file, seal_bytes(b"f" * 32, place=KEY_PLACE, row="registers.dimona", keys=old))

    monkeypatch.setattr(beginning, "failpoint", late)
    done = rotate(embedded.at_the_door(), FIELD)
    assert (done.is_old_destroyed, key_ids(embedded)) == (True, {done.new_id})
    assert SealedFolder(file.parent, "registers.dimona", embedded.store.keys)._key() == b"f" * 32


def test_an_erased_file_does_not_come_back(embedded: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes before it is read, or while it is sealed anew: neither the file nor its folder is made again."""
    control_id = lived_in(embedded)
    folder = embedded.settings.attachments / control_id
    file = SealedFile(folder / "older.sealed", ATTACHMENTS, f"{control_id}|older")
    rotation, opened = begun(embedded.at_the_door(), FIELD), Store.unseal_bytes
    gone = replace(file, path=folder.parent / "none" / "x.sealed")

    def erased(store: Store, place: str, row: str, sealed: bytes) -> bytes:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        return opened(store, place, row, sealed)

    monkeypatch.setattr(Store, "unseal_bytes", erased)
    assert (field_key._anew(embedded.store, gone, rotation), field_key._anew(embedded.store, file, rotation)) == (0, 0)
    assert (folder.exists(), gone.path.parent.exists()) == (False, False)


def test_the_variable_of_a_key_of_the_portal_is_named_as_it_is_given(
    house: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the office it is another than that of the office: of a next key, of one not here, and of none at all."""
    given = {"VIGIE_KEY_FIELD": house.store.keys.field.hex()}
    monkeypatch.setenv("VIGIE_PORTAL_KEY_FIELD", given["VIGIE_KEY_FIELD"])
    keys = portal_keys(house.settings)
    assert keys.environ == given
    there = House(open_store(house.settings, keys=keys), house.rules, house.settings)
    with pytest.raises(InspectionError) as fault:
        rotate(there.at_the_door(), FIELD)
    there.store.close()
    assert (fault.value.code, fault.value.where) == ("KEYS-105", "VIGIE_PORTAL_KEY_FIELD_NEXT")
    for name, code in (("BACKUP", "SETTING-034"), ("KEYRING", "SETTING-031")):
        with pytest.raises(InspectionError) as fault:
            replace(keys, folder=tmp_path / "none", environ={"VIGIE_KEY_KEYRING": "x"}).in_use(name.lower())
        assert (fault.value.code, f"VIGIE_PORTAL_KEY_{name}" in str(fault.value.args)) == (code, True)
