"""Case keys: made whole or not at all, wrapped, bound to their case, and gone for ever once they are destroyed."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from inspection.errors import KeyringFault, StoreFault
from inspection.keyring import Keyring
from inspection.keys import NAMES, key_id, make_keys, open_keys
from inspection.sealing import case_of, is_sealed, seal_of_case, unseal_bytes, unseal_of_case

CASE, OTHER = "01a215c0-f15b-7590-bd54-343c5bfc8095", "01a215c0-f15b-7590-bd54-343c5bfc80aa"
AT = datetime(2026, 11, 29, 9, tzinfo=UTC)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    """Give the keyring of a new house."""
    make_keys(keys := open_keys(tmp_path / "keys", {}), NAMES)
    made = Keyring(tmp_path / "keyring", keys)
    made.found()
    return made


def again(keyring: Keyring) -> Keyring:
    """Return it as another process sees it."""
    return Keyring(keyring.folder, keyring.keys)


def code(act) -> str:
    """The code with which an act is refused."""
    with pytest.raises(StoreFault) as fault:
        act()
    return fault.value.code


def test_each_case_has_a_key_of_its_own_in_a_wrapped_file_with_mode_0600(keyring: Keyring) -> None:
    """The same for every process; what lies on the disk is not the key, and the folder's parts are the owner's."""
    key = keyring.make(CASE)
    assert (len(key), keyring.make(CASE), again(keyring).key_of(CASE)) == (32, key, key)
    assert keyring.make(OTHER) != key
    files = [file for file in keyring.folder.rglob("*") if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert {file.stat().st_mode & 0o777 for file in keyring.folder.glob("*/")} == {0o700}
    assert not [file for file in files if key in file.read_bytes()]
    assert sorted(keyring.cases()) == [CASE, OTHER]


def test_a_file_of_another_case_or_a_changed_byte_opens_nothing(keyring: Keyring) -> None:
    """Bound to its case: moved to another's place it is damaged, and so is one bit of it."""
    keyring.make(CASE), keyring.make(OTHER)
    mine, other = (keyring.folder / case[-2:] / f"{case}.key" for case in (CASE, OTHER))
    body = mine.read_bytes()
    mine.write_bytes(other.read_bytes())
    assert code(lambda: keyring.key_of(CASE)) == "KEYRING-104"
    mine.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    assert code(lambda: keyring.key_of(CASE)) == "KEYRING-104"


def test_two_makers_at_once_have_one_key(keyring: Keyring) -> None:
    """Of forty processes' looks the first one's key stays."""
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: again(keyring).make(CASE), range(40)))) == 1


def test_what_another_process_destroyed_opens_nothing_in_this_one(keyring: Keyring) -> None:
    """However long the key was kept in memory; it is never made again, and the tombstone says when."""
    keyring.make(CASE)
    sealed = seal_of_case(b"canary", place="t.c", row="1", case=CASE, keyring=keyring)
    child = multiprocessing.get_context("fork").Process(target=lambda: again(keyring).destroy(CASE, AT))
    child.start(), child.join()
    assert code(lambda: unseal_of_case(sealed, place="t.c", row="1", keyring=keyring)) == "KEYRING-102"
    assert code(lambda: keyring.make(CASE)) == "KEYRING-102"
    assert (keyring.tombstones(), list(keyring.cases())) == ({CASE: AT}, [])
    assert keyring.destroy(CASE, AT.replace(year=2030)) is False
    assert keyring.tombstones() == {CASE: AT}


def test_what_never_became_a_case_may_come_again_with_another_key(keyring: Keyring) -> None:
    """And is no case that was destroyed."""
    first = keyring.make(CASE)
    keyring.destroy(CASE, AT, may_return=True)
    assert (code(lambda: keyring.key_of(CASE)), keyring.tombstones()) == ("KEYRING-101", {})
    assert keyring.make(CASE) != first
    keyring.destroy(CASE, AT.replace(year=2030))
    assert keyring.tombstones() == {CASE: AT.replace(year=2030)}, "for ever since then only"


def test_a_key_that_was_destroyed_is_told_from_one_that_is_lost(keyring: Keyring) -> None:
    """By its id: what came again has another key, and for ever is for every key."""
    first = key_id(keyring.make(CASE))
    assert not keyring.was_destroyed(CASE, first)
    keyring.destroy(CASE, AT, may_return=True)
    second = key_id(keyring.make(CASE))
    (keyring.folder / CASE[-2:] / f"{CASE}.key").unlink()
    assert (keyring.was_destroyed(CASE, first), keyring.was_destroyed(CASE, second)) == (True, False)
    keyring.destroy(CASE, AT)
    assert keyring.was_destroyed(CASE, second)


def test_a_copy_of_before_that_is_put_back_is_buried(keyring: Keyring, tmp_path: Path) -> None:
    """A backup of the keyring has the keys that were destroyed since; what lives again under another key stays."""
    keyring.make(CASE), keyring.make(OTHER)
    copytree(keyring.folder, tmp_path / "copy")
    keyring.destroy(CASE, AT), keyring.destroy(OTHER, AT, may_return=True)
    copytree(tmp_path / "copy", keyring.folder, dirs_exist_ok=True)
    assert (again(keyring).bury(), list(keyring.cases())) == (2, [])
    lives = keyring.make(OTHER)
    assert (keyring.bury(), keyring.key_of(OTHER)) == (0, lives)


def test_a_file_that_does_not_open_stops_no_burial(keyring: Keyring, tmp_path: Path) -> None:
    """A restore buries what it can: of what is damaged nobody knows which key it was."""
    for case in (CASE, OTHER):
        keyring.make(case)
        copytree(keyring.folder, tmp_path / "copy", dirs_exist_ok=True)
        keyring.destroy(case, AT, may_return=True)
    copytree(tmp_path / "copy", keyring.folder, dirs_exist_ok=True, ignore=ignore_patterns("*.gone"))
    damaged = keyring.folder / CASE[-2:] / f"{CASE}.key"
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    assert (again(keyring).bury(), list(keyring.cases())) == (1, [CASE])


def test_a_tombstone_that_is_damaged_is_named_and_destroys_nothing(keyring: Keyring) -> None:
    """Nobody can tell which key it was of; a copy of the keyring has it whole."""
    keyring.make(CASE)
    keyring.destroy(CASE, AT, may_return=True)
    key = keyring.make(CASE)
    (keyring.folder / CASE[-2:] / f"{CASE}.gone").write_bytes(b"")
    for asked in (keyring.tombstones, keyring.bury, lambda: keyring.destroy(CASE, AT, may_return=True)):
        assert code(asked) == "KEYRING-104"
    assert (keyring.key_of(CASE), keyring.told_tombstones()) == (key, ({}, (CASE,)))
    assert (keyring.destroy(CASE, AT), keyring.tombstones()) == (True, {CASE: AT}), "for ever it is written anew"


def test_every_key_that_does_not_open_is_given_with_who_wrapped_it(keyring: Keyring) -> None:
    """A changed byte, a changed id of the key that wrapped it, an empty file, which is counted as nobody's."""
    keyring.make(CASE), keyring.make(OTHER)
    file = keyring.folder / CASE[-2:] / f"{CASE}.key"
    body, by = file.read_bytes(), keyring.keys.fingerprint("keyring")
    assert (by is not None, list(keyring.closed())) == (True, [])
    told = {len(body) - 1: str(by)[:8], 3: (body[2:3] + bytes([body[3] ^ 1]) + body[4:6]).hex()}
    for at, wrapper in told.items():
        file.write_bytes(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
        assert list(again(keyring).closed()) == [(CASE, wrapper)]
    file.write_bytes(b"")
    assert list(again(keyring).closed()) == [(CASE, "")]
    assert again(keyring).wrapped_by() == {str(by)[:8]: 1}


def test_a_key_is_lost_where_nobody_destroyed_it(keyring: Keyring) -> None:
    """Gone, or another one in its place; one that does not open lies here still. Another's tombstone tells nothing."""
    sealed_by = key_id(keyring.make(CASE))
    file = keyring.folder / CASE[-2:] / f"{CASE}.key"
    body = file.read_bytes()
    assert not keyring.lacks(CASE, sealed_by)
    assert keyring.lacks(CASE, b"else")
    file.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    assert not again(keyring).lacks(CASE, sealed_by)
    file.unlink()
    assert keyring.lacks(CASE, sealed_by)
    given_up = key_id(keyring.make(CASE))
    keyring.destroy(CASE, AT, may_return=True)
    assert (keyring.lacks(CASE, given_up), keyring.lacks(CASE, sealed_by)) == (False, True)
    keyring.destroy(CASE, AT)
    assert not keyring.lacks(CASE, sealed_by)


def test_what_does_not_open_is_not_passed_over_when_keys_are_wrapped_anew(keyring: Keyring) -> None:
    """Whatever its file says of who wrapped it: else the old key would go, or could never go, and nobody told."""
    was, becomes = keyring.keys.keyring, bytes(range(32))
    keyring.make(CASE)
    file = keyring.folder / CASE[-2:] / f"{CASE}.key"
    body = file.read_bytes()
    for damaged in (b"", body[:3] + bytes([body[3] ^ 1]) + body[4:], body[:-1] + bytes([body[-1] ^ 1])):
        file.write_bytes(damaged)
        assert code(lambda: keyring.rewrap(CASE, was, becomes)) == "KEYRING-104"
        assert file.read_bytes() == damaged
    file.write_bytes(body)
    assert [keyring.rewrap(CASE, was, becomes) for _ in range(2)] == [True, False]


def test_a_keyring_that_is_not_here_makes_no_key(keyring: Keyring, tmp_path: Path) -> None:
    """A second machine with an empty folder would seal what the first one cannot open."""
    elsewhere = Keyring(tmp_path / "elsewhere", keyring.keys)
    assert code(lambda: elsewhere.make(CASE)) == code(lambda: elsewhere.key_of(CASE)) == "KEYRING-103"
    assert not elsewhere.folder.exists()
    assert code(lambda: keyring.key_of(CASE)) == "KEYRING-101"
    assert code(lambda: keyring.make("../../etc/passwd")) == "KEYRING-105"


def test_a_value_of_a_case_names_it_and_opens_in_its_own_place_only(keyring: Keyring) -> None:
    """Neither in another row, nor under another case's name, nor by a key of the house."""
    sealed = seal_of_case(b"grounds", place="t.c", row="1", case=CASE, keyring=keyring)
    assert (is_sealed(sealed), case_of(sealed)) == (True, CASE)
    assert unseal_of_case(sealed, place="t.c", row="1", keyring=keyring) == b"grounds"
    assert code(lambda: unseal_of_case(sealed, place="t.c", row="2", keyring=keyring)) == "STORE-041"
    assert code(lambda: unseal_bytes(sealed, place="t.c", row="1", keys=keyring.keys)) == "STORE-043"
    keyring.make(OTHER)
    other = sealed.replace(bytes.fromhex(CASE.replace("-", "")), bytes.fromhex(OTHER.replace("-", "")))
    assert code(lambda: unseal_of_case(other, place="t.c", row="1", keyring=keyring)) == "STORE-040"


def test_a_fault_of_the_keyring_is_one_of_the_store() -> None:
    """Whoever catches what the store refuses catches it too."""
    assert issubclass(KeyringFault, StoreFault)
