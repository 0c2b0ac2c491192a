"""A key is changed while a house works: all that it sealed is sealed anew, and the old one opens nothing and goes."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control
from builders_rotating import BY, DATA, by_field_key, key_ids, lived_in, plain_values, sealed_values
from houses import House, as_user
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from inspection.acts.controls import save
from inspection.acts.rotating import key_troubles, keys_of_house, rotate
from inspection.acts.rotating.beginning import alone, begun
from inspection.acts.rotating.sealed_rows import sealed_tables
from inspection.errors import InspectionError, StoreFault
from inspection.keys import DATABASE, FIELD, open_keys
from inspection.sealing import is_by_field_key
from inspection.store.core import new_id, sealed_columns
from inspection.store.core.append_only import FOR_EVER, UNTIL_ERASED
from inspection.store.opening import open_store
from inspection.store.records import AuditEntryRow
from inspection.store.sealed_files import KINDS, SealedFile, write_sealed
from inspection.trust import AppContext, verify_trail


def refused(app: AppContext, name: str) -> str:
    """Return the code with which a rotation is refused."""
    with pytest.raises(InspectionError) as fault:
        rotate(app.at_the_door(), name)
    assert fault.value.advice
    return fault.value.code


def test_every_value_goes_from_the_old_field_key_to_the_new_one(house: AppContext) -> None:
    """Columns and files, append-only tables too; the trail tells it and holds, and the old key is not here any more."""
    lived_in(house)
    before, (old,) = plain_values(house), key_ids(house)
    tables = {place.partition(".")[0] for place, _ in before}
    assert {"control", "suspicion_decision", "delivery"} <= tables
    assert set(KINDS) <= {place for place, _ in before}
    count = by_field_key(house)
    done = rotate(house.at_the_door(), FIELD)
    assert (done.old_id, done.is_old_destroyed) == (old, True)
    assert done.values == count
    assert key_ids(house) == {done.new_id} != {old}
    assert plain_values(house) == before
    files = {path.name for path in house.settings.keys.glob("field*")}
    assert files == {"field.key"}
    assert (house.settings.keys / "field.key").stat().st_mode & 0o777 == 0o600
    assert verify_trail(house.store).holds
    with house.store.read() as session:
        of_house = select(AuditEntryRow).where(AuditEntryRow.stream == "house").order_by(col(AuditEntryRow.n))
        acts = [one.act for one in session.exec(of_house)]
    assert acts[-1] == "keys.retire"
    assert {"keys.rotate", "keys.reseal"} <= set(acts)
    lines = [(one.id, one.state, one.source) for one in keys_of_house(house.store) if one.name == FIELD]
    assert lines == [(old, "retired", None), (done.new_id, "in use", "file")]
    assert list(key_troubles(house.store)) == []
    open_store(house.settings).close()  # a start compares


@pytest.mark.battery(reason="every value is brought to a new key in every run, on both databases")
def test_a_key_is_rotated_again_and_again(embedded: AppContext) -> None:
    """The second rotation retires the key of the first; three keys are known, one is in use."""
    lived_in(embedded)
    before = plain_values(embedded)
    first, second = rotate(embedded.at_the_door(), FIELD), rotate(embedded.at_the_door(), FIELD)
    assert second.old_id == first.new_id
    assert key_ids(embedded) == {second.new_id}
    assert plain_values(embedded) == before


@pytest.mark.battery(reason="every value is brought to a new key in every run, on both databases")
def test_a_running_process_notices_the_new_key(embedded: AppContext) -> None:
    """It reads what the new key sealed and writes by it, though it began with the old one."""
    lived_in(embedded)
    old = embedded.store.keys.field
    done = rotate(embedded.at_the_door(), FIELD)
    keys = embedded.store.keys
    keys.forget()
    from inspection import keys as kept

    kept._TURNED[keys.folder.absolute(), FIELD, None] = old  # as a process remembers it that began before
    assert keys.field == old
    assert by_field_key(embedded) == done.values
    assert plain_values(embedded)
    save(as_user(embedded, BY, AT), a_suspicious_control("no"), place=LIEGE)
    assert keys.field != old
    assert key_ids(embedded) == {done.new_id}


def test_a_value_that_was_sealed_before_the_change_cannot_come_after_it(embedded: AppContext) -> None:
    """Neither a column, which is refused, nor a file, which is written once more."""
    control_id = lived_in(embedded)
    store = embedded.store
    place = "workplace.name"
    late = store.seal(place, "x", "late")
    old = store.keys.field
    done = rotate(embedded.at_the_door(), FIELD)
    with pytest.raises(StoreFault) as fault, store.write() as session:
        session.connection().execute(
            next(t for t in sealed_tables() if t.name == "workplace").update().values(name=late)
        )
    assert fault.value.code == "KEYS-102"
    from inspection import keys as kept

    kept._TURNED[store.keys.folder.absolute(), FIELD, None] = old
    file = SealedFile(
        embedded.settings.attachments / control_id / "late.sealed", "attachment.file", f"{control_id}|late"
    )
    write_sealed(store, file, DATA)
    assert key_ids(embedded) == {done.new_id}


def test_another_machine_with_the_old_key_is_told_and_does_not_start(house: AppContext, tmp_path: Path) -> None:
    """Its folder of keys is a copy of before: no other word than that the key was rotated."""
    lived_in(house)
    there = replace(house.settings, home=tmp_path / "other")
    shutil.copytree(house.settings.keys, there.keys)
    shutil.copytree(house.settings.keyring, there.keyring)
    done = rotate(house.at_the_door(), FIELD)
    if there.database_url is None:
        shutil.copytree(house.settings.store_file.parent, there.store_file.parent)
    with pytest.raises(StoreFault) as fault:
        open_store(there)
    assert fault.value.code == "KEYS-101"
    shutil.copy(house.settings.keys / "field.key", there.keys / "field.key")
    open_keys(there.keys).forget()
    store = open_store(there)
    assert store.keys.fingerprint(FIELD)[:8] == done.new_id  # type: ignore[index]
    store.close()


def test_two_processes_do_not_rotate_at_once(house: AppContext) -> None:
    """The second is told to wait."""
    with alone(house.store):
        assert refused(house, FIELD) == "KEYS-104"
    assert rotate(house.at_the_door(), FIELD).is_old_destroyed


def test_an_unfinished_rotation_is_told(embedded: AppContext) -> None:
    """By `vigie keys check` and by the doctor; without its old key nothing starts."""
    lived_in(embedded)
    begun(embedded.at_the_door(), FIELD)
    assert [one.code for one in key_troubles(embedded.store)] == ["KEYS-108"]
    (embedded.settings.keys / "field.old.key").unlink()
    embedded.store.keys.forget()
    with pytest.raises(StoreFault) as fault:
        open_store(embedded.settings)
    assert fault.value.code == "KEYS-103"


def test_keys_that_cannot_be_rotated_say_why(house: AppContext) -> None:
    """Each with a code of its own and what may be done."""
    asked = {"purpose-worker": "KEYS-110", "audit": "KEYS-111", "openrosa": "KEYS-112", "nothing": "KEYS-114"}
    asked |= {"backup": "KEYS-118"}
    assert {name: refused(house, name) for name in asked} == asked
    if not house.store.is_embedded:
        assert refused(house, DATABASE) == "KEYS-113"


def test_a_key_of_the_environment_is_rotated_by_the_next_one_there(house: AppContext) -> None:
    """Nobody can write there: without a next one it says what to set; with it, processes go on by either."""
    lived_in(house)
    before = plain_values(house)
    old, new = house.store.keys.field.hex(), "ab" * 32
    (house.settings.keys / "field.key").unlink()

    def opened(**environ: str) -> House:
        keys = open_keys(house.settings.keys, environ)
        keys.forget()
        return House(open_store(house.settings, keys=keys), house.rules, house.settings)

    assert refused(opened(VIGIE_KEY_FIELD=old), FIELD) == "KEYS-105"
    both = opened(VIGIE_KEY_FIELD=old, VIGIE_KEY_FIELD_NEXT=new)
    done = rotate(both.at_the_door(), FIELD)
    assert not done.is_old_destroyed
    assert (key_ids(both), plain_values(both)) == ({done.new_id}, before)
    assert refused(both, FIELD) == "KEYS-106"
    assert plain_values(opened(VIGIE_KEY_FIELD=old, VIGIE_KEY_FIELD_NEXT=new)) == before
    assert plain_values(opened(VIGIE_KEY_FIELD=new)) == before
    with pytest.raises(StoreFault) as fault:
        opened(VIGIE_KEY_FIELD=old)
    assert fault.value.code == "KEYS-101"


def _sealed_append_only() -> list[tuple[str, str]]:
    tables = {*FOR_EVER, *UNTIL_ERASED}
    return [(table.name, name) for table in sealed_tables() if table.name in tables for name in sealed_columns(table)]


def test_append_only_tables_let_nothing_else_through(house: AppContext) -> None:
    """Outside a rotation nothing; inside, no other column, no other key, no other length, no value that goes."""
    lived_in(house)
    store = house.store
    assert len(_sealed_append_only()) > 10
    place, row, value = next(
        one for one in sealed_values(house) if one[0] == "suspicion_decision.grounds" and is_by_field_key(one[2])
    )
    as_new = value[:2] + bytes.fromhex("ab" * 4) + value[6:]

    def passes(statement: str, **given: object) -> bool:
        try:
            with store.engine.begin() as connection:
                connection.execute(text(statement), {"id": row, **given})
        except (DBAPIError, StoreFault):
            return False
        return True

    change = "UPDATE suspicion_decision SET grounds = :value WHERE id = :id"
    assert not passes(change, value=as_new)
    rotation = begun(house.at_the_door(), FIELD)
    new = bytes.fromhex(rotation.new_id)
    right = store.seal_bytes(place, row, store.unseal_bytes(place, row, value))
    assert right[2:6] == new
    assert not passes(change, value=as_new)
    assert not passes(change, value=right + b"x")
    assert not passes(change, value=right[:-1])
    assert not passes(change, value=b"plain")
    assert not passes("UPDATE suspicion_decision SET grounds = NULL WHERE id = :id")
    other = f"{change[:-14]}, decided_by = 'direction-1' WHERE id = :id"
    assert not passes(other, value=right)
    assert not passes("UPDATE suspicion_decision SET decided_by = 'direction-1' WHERE id = :id")
    assert not passes("DELETE FROM suspicion_decision WHERE id = :id")
    assert not passes("UPDATE audit_entry SET who = 'direction-1' WHERE :id = :id")
    assert not passes("UPDATE house_key SET name = 'other' WHERE :id = :id")
    assert not passes("UPDATE key_rotation SET name = 'other' WHERE :id = :id")
    assert passes(change, value=right)
    assert not passes(change, value=value)  # and not back
    rotate(house.at_the_door(), FIELD)
    assert not passes(change, value=right)


@pytest.mark.few(1)
def test_whoever_writes_meanwhile_loses_nothing(house: AppContext) -> None:
    """A writer saves controls while the key is changed; nothing fails, and nothing is left under the old key."""
    lived_in(house)
    stop, saved, failed = threading.Event(), [], []

    def write() -> None:
        while not stop.is_set():
            try:
                saved.append(save(as_user(house, BY, AT), a_suspicious_control("no"), place=LIEGE).reference)
            except Exception as fault:  # noqa: BLE001  whatever it is, the test tells it
                failed.append(fault)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = rotate(house.at_the_door(), FIELD)
    finally:
        stop.set()
        writer.join()
    assert not failed
    assert key_ids(house) == {done.new_id}
    assert len(plain_values(house)) == len(list(sealed_values(house)))


def test_the_database_gets_another_key(embedded: AppContext) -> None:
    """The old one opens it no more, whoever had it open goes on, and every page is as it was."""
    lived_in(embedded)
    before = plain_values(embedded)
    other = open_store(embedded.settings)
    with other.read() as session:
        session.exec(select(AuditEntryRow)).first()
    file = embedded.settings.keys / "database.key"
    was = file.read_bytes()
    done = rotate(embedded.at_the_door(), DATABASE)
    assert file.read_bytes() != was
    assert done.values > 10
    assert {path.name for path in embedded.settings.keys.glob("database*")} == {"database.key"}
    assert plain_values(embedded) == before
    save(as_user(House(other, embedded.rules, embedded.settings), BY, AT), a_suspicious_control("no"), place=LIEGE)
    assert verify_trail(other).holds
    other.close()
    keys = open_keys(embedded.settings.keys, {"VIGIE_KEY_DATABASE": was.hex()})
    with pytest.raises(StoreFault) as fault:
        open_store(embedded.settings, keys=keys)
    assert fault.value.code == "STORE-012"
    open_store(embedded.settings).close()


def test_a_sealed_row_is_bound_to_its_id(house: AppContext) -> None:
    """Whoever seals a column binds it to `table.column` and to the one column of the key, as a rotation expects."""
    lived_in(house)
    assert all(len(table.primary_key.columns) == 1 for table in sealed_tables())
    assert new_id() not in {row for _, row in plain_values(house)}
