"""The key that wraps the keys of cases is changed: each is wrapped anew, in copies too; none is lost or returns."""

import json
from dataclasses import replace
from pathlib import Path
from shutil import copyfile, copytree, rmtree

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control
from builders_rotating import BY, lived_in, plain_values
from houses import House, as_user

from inspection.acts.backups import restore, restore_keyring, take_backup, with_named_folders
from inspection.acts.controls import save
from inspection.acts.rotating import key_troubles, rotate
from inspection.errors import InspectionError, StoreFault
from inspection.keyring import MARK, Keyring, wrapper_of
from inspection.keys import KEYRING, open_keys
from inspection.store.backups import keyring_vault_of
from inspection.store.core import new_id
from inspection.store.opening import open_store
from inspection.trust import AppContext, verify_trail


def in_use(app: AppContext) -> str:
    """Return the id of the key that the house has under that name."""
    fingerprint = app.store.keys.fingerprint(KEYRING)
    assert fingerprint is not None
    return fingerprint[:8]


def code(act: object, *given: object, **named: object) -> str:
    """Return the code with which an act is refused."""
    with pytest.raises(InspectionError) as fault:
        act(*given, **named)  # type: ignore[operator]
    return fault.value.code


def test_every_key_of_a_case_goes_from_the_old_wrapping_to_the_new_one(house: AppContext) -> None:
    """Cases open as before, the copy of the keyring as well, and the old key is not here any more."""
    lived_in(house)
    take_backup(house.acting("system", AT))
    before, old, cases = plain_values(house), in_use(house), list(house.store.keyring.cases())
    done = rotate(house.at_the_door(), KEYRING)
    assert (done.old_id, done.new_id, done.values) == (old, in_use(house), len(cases))
    assert house.store.keyring.wrapped_by() == {done.new_id: len(cases)}
    assert plain_values(house) == before
    assert {file.name for file in house.settings.keys.glob("keyring*")} == {"keyring.key"}
    assert verify_trail(house.store).holds
    assert list(key_troubles(house.store)) == []
    rmtree(house.settings.keyring)
    restore_keyring(house.settings, at=AT)
    assert house.store.keyring.wrapped_by() == {done.new_id: len(cases)}
    again = open_store(house.settings)
    assert again.keyring.make(new_id())
    again.close()


def test_a_running_process_makes_keys_by_the_new_one(embedded: AppContext) -> None:
    """Though it began with the old one, which is gone."""
    lived_in(embedded)
    old = embedded.store.keys.keyring
    done = rotate(embedded.at_the_door(), KEYRING)
    from inspection import keys as kept

    kept._TURNED[embedded.store.keys.folder.absolute(), KEYRING, None] = old  # as a process that began before
    save(as_user(embedded, BY, AT), a_suspicious_control("no"), place=LIEGE)
    assert set(embedded.store.keyring.wrapped_by()) == {done.new_id}
    assert plain_values(embedded)


def test_a_key_that_is_made_while_the_wrapping_changes_is_wrapped_once_more(
    embedded: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was about to be written by the old key when the rotation ended."""
    lived_in(embedded)
    ring, case, done = embedded.store.keyring, new_id(), []
    first = Keyring._wrapping

    def late(self: Keyring) -> bytes:
        by = first(self)
        if not done:
            done.append(None)
            done.append(rotate(embedded.at_the_door(), KEYRING))
        return by

    monkeypatch.setattr(Keyring, "_wrapping", late)
    key = ring.make(case)
    assert set(ring.wrapped_by()) == {in_use(embedded)}
    assert Keyring(ring.folder, open_keys(embedded.settings.keys)).key_of(case) == key


def test_a_case_that_is_destroyed_meanwhile_does_not_come_back(
    embedded: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at its old file and the writing of the new one."""
    lived_in(embedded)
    case = next(embedded.store.keyring.cases())
    from inspection import keyring as module

    opened, gone = module.unwrapped, []

    def destroyed(body: bytes, case_id: str, by: bytes) -> bytes:
        key = opened(body, case_id, by)
        if case_id == case and not gone:
            gone.append(case_id)
            Keyring(embedded.settings.keyring, embedded.store.keys).destroy(case, AT)
        return key

    monkeypatch.setattr(module, "unwrapped", destroyed)
    rotate(embedded.at_the_door(), KEYRING)
    assert case not in embedded.store.keyring.cases()


def test_what_an_old_key_wrapped_is_told_and_mended(embedded: AppContext, tmp_path: Path) -> None:
    """A copy of before is put back: doctor names how many, and with the old key beside it they are wrapped anew."""
    lived_in(embedded)
    ring, keys = embedded.settings.keyring, embedded.settings.keys
    copytree(ring, tmp_path / "ring"), copytree(keys, tmp_path / "keys")
    done = rotate(embedded.at_the_door(), KEYRING)
    rmtree(ring)
    copytree(tmp_path / "ring", ring)
    assert [one.code for one in key_troubles(embedded.store)] == ["KEYS-117"]
    fresh = Keyring(ring, embedded.store.keys)
    assert code(fresh.key_of, next(fresh.cases())) == "KEYRING-104"
    (keys / "keyring.old.key").write_bytes((tmp_path / "keys" / "keyring.key").read_bytes())
    (keys / "keyring.old.key").chmod(0o600)
    assert rotate(embedded.at_the_door(), KEYRING).is_old_destroyed
    assert set(embedded.store.keyring.wrapped_by()) == {done.new_id}
    assert list(key_troubles(embedded.store)) == []
    assert plain_values(embedded)


def test_a_copy_of_another_wrapping_is_refused_before_anything_is_written(embedded: AppContext, tmp_path: Path) -> None:
    """It says which key it needs."""
    lived_in(embedded)
    take_backup(embedded.acting("system", AT))
    copies = tmp_path / "elsewhere"
    vault = keyring_vault_of(embedded.settings, embedded.store.keys)
    copytree(vault.folder, copies)
    rotate(embedded.at_the_door(), KEYRING)
    rmtree(vault.folder), copytree(copies, vault.folder)
    rmtree(embedded.settings.keyring)
    assert code(restore_keyring, embedded.settings, at=AT) == "KEYRING-106"
    assert not embedded.settings.keyring.exists()


def test_a_damaged_file_stops_the_end_and_not_the_others(embedded: AppContext) -> None:
    """The old key stays; the case is named, and nothing else is left of the old wrapping."""
    lived_in(embedded)
    save(as_user(embedded, BY, AT), a_suspicious_control("no"), place=LIEGE)
    ring, old = embedded.store.keyring, in_use(embedded)
    case = next(ring.cases())
    file = ring.folder / case[-2:] / f"{case}.key"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(StoreFault) as fault:
        rotate(embedded.at_the_door(), KEYRING)
    assert (fault.value.code, fault.value.where) == ("KEYRING-104", case)
    assert ring.wrapped_by()[old] == 1
    assert [one.code for one in key_troubles(embedded.store)] == ["KEYS-108", "KEYRING-107"]
    file.write_bytes(whole)
    assert rotate(embedded.at_the_door(), KEYRING).is_old_destroyed


@pytest.mark.parametrize("damaged", [b"", b"W1else"])
def test_a_damaged_file_that_names_no_key_is_named_and_mended_from_a_copy(embedded: AppContext, damaged: bytes) -> None:
    """As the page on keys says: `restore --keyring` puts it back in its place, and the rotation ends."""
    lived_in(embedded)
    take_backup(embedded.acting("system", AT))
    before, case = plain_values(embedded), next(embedded.store.keyring.cases())
    file = embedded.settings.keyring / case[-2:] / f"{case}.key"
    file.write_bytes(damaged + file.read_bytes()[len(damaged) :] if damaged else b"")
    with pytest.raises(StoreFault) as fault:
        rotate(embedded.at_the_door(), KEYRING)
    assert (fault.value.code, fault.value.where) == ("KEYRING-104", case)
    assert restore_keyring(embedded.settings, at=AT).closed == ()
    assert rotate(embedded.at_the_door(), KEYRING).is_old_destroyed
    assert plain_values(embedded) == before
    assert list(key_troubles(embedded.store)) == []


def test_the_keyring_names_the_key_that_wraps(embedded: AppContext) -> None:
    """And keeps the name by which it is known itself; what was wrapped before is overwritten, not only unlinked."""
    lived_in(embedded)
    mark = embedded.settings.keyring / MARK
    was = json.loads(mark.read_bytes())
    case = next(embedded.store.keyring.cases())
    with (embedded.settings.keyring / case[-2:] / f"{case}.key").open("rb") as before:
        body = before.read()
        done = rotate(embedded.at_the_door(), KEYRING)
        before.seek(0)
        assert before.read() != body
    assert wrapper_of(body) == done.old_id
    assert json.loads(mark.read_bytes()) == was | {"by": done.new_id}


@pytest.mark.battery(reason="backups are restored, and keyrings rotated, in every run; here both meet")
def test_a_backup_of_before_is_restored_with_the_keys_of_its_time(embedded: AppContext, tmp_path: Path) -> None:
    """The key in use lies beside them as the next one: the living keyring opens, and the rotation is done again."""
    lived_in(embedded)
    here = with_named_folders(embedded.settings)
    take_backup(embedded.acting("system", AT))
    copytree(here.keys, tmp_path / "keys")
    before, done = plain_values(embedded), rotate(embedded.at_the_door(), KEYRING)
    there = replace(here, home=tmp_path / "there")
    copytree(here.keyring, there.keyring)
    copytree(tmp_path / "keys", there.keys)
    copyfile(here.keys / "keyring.key", there.keys / "keyring.next.key")
    (there.keys / "keyring.next.key").chmod(0o600)
    restore(there, at=AT)
    app = House(open_store(there), embedded.rules, there)
    place, row = next(key for key in before if key[0] == "control.body")
    assert plain_values(app)[place, row] == before[place, row]
    again = rotate(app.at_the_door(), KEYRING)
    assert (again.new_id, again.values, again.is_old_destroyed) == (done.new_id, 0, True)
    assert list(key_troubles(app.store)) == []
    app.store.close()
