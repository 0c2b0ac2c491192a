"""Copies of the keyring that hold damage, and a keyring that is damaged: what opens comes back, the rest is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspection.errors import BackupFault, KeyringFault
from inspection.keyring import Keyring
from inspection.keys import NAMES, make_keys, open_keys
from inspection.store.backups import (
    KEYRINGS,
    Vault,
    copies_holding,
    copy_keyring,
    keep_tombstones,
    put_back,
    put_tombstones,
    rewrap_copies,
)
from inspection.store.backups import keyrings as module
from inspection.store.backups.keyrings import copies

CASES = [f"01a215c0-f15b-7590-bd54-343c5bfc80{n:02x}" for n in range(4)]
AT = datetime(2026, 11, 29, 1, 30, tzinfo=UTC)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    """Give the keyring of a new house, with some keys."""
    make_keys(keys := open_keys(tmp_path / "keys", {}), NAMES)
    made = Keyring(tmp_path / "keyring", keys)
    made.found()
    for case in CASES:
        made.make(case)
    return made


@pytest.fixture
def vault(keyring: Keyring, tmp_path: Path) -> Vault:
    """Give the folder of its copies."""
    return Vault(tmp_path / "copies", keyring.keys.backup, KEYRINGS)


def back(vault: Vault, keyring: Keyring, id_: str | None = None) -> tuple[str, ...]:
    """Put a copy back; returns the cases whose key opens in none, and sees that no other of the keyring is closed."""
    openable = {fingerprint[:8]: key for fingerprint, key in keyring.keys.all_of("keyring").items()}
    done = put_back(vault, keyring.folder, id_, openable=openable, signs=keyring.keys.purpose("tombstone"))
    assert {case for case, _ in keyring.closed()} <= set(done.closed)
    return done.closed


def file_of(keyring: Keyring, case: str) -> Path:
    """Return the file of a case's key."""
    return keyring.folder / case[-2:] / f"{case}.key"


def flip(file: Path, at: int) -> None:
    """Change a bit."""
    body = bytearray(file.read_bytes())
    body[at] ^= 1
    file.write_bytes(bytes(body))


def damage(keyring: Keyring) -> dict[str, bytes]:
    """Damage three keys, each in another way; returns all keys as they were."""
    keys = {case: keyring.key_of(case) for case in CASES}
    flip(file_of(keyring, CASES[0]), 3)
    flip(file_of(keyring, CASES[1]), -1)
    file_of(keyring, CASES[2]).write_bytes(b"")
    return keys


def test_a_key_that_is_damaged_takes_its_place_from_a_copy_again(keyring: Keyring, vault: Vault) -> None:
    """What opens stays as it is, also where the copy has another wrapping of it."""
    copy_keyring(vault, keyring.folder, AT)
    untouched = file_of(keyring, CASES[3])
    keyring.rewrap(CASES[3], keyring.keys.keyring, keyring.keys.keyring)
    body, keys = untouched.read_bytes(), damage(keyring)
    assert back(vault, keyring) == ()
    assert {case: keyring.key_of(case) for case in CASES} == keys
    assert untouched.read_bytes() == body


def test_a_key_that_was_copied_damaged_comes_from_an_older_copy(keyring: Keyring, vault: Vault) -> None:
    """Night after night damage is copied; all else comes from the newest one, and one that is named is taken alone."""
    copy_keyring(vault, keyring.folder, AT)
    keys, late = damage(keyring), "01a215c0-f15b-7590-bd54-343c5bfc80aa"
    keys[late] = keyring.make(late)
    copy_keyring(vault, keyring.folder, AT + timedelta(days=1))
    for case in keys:
        file_of(keyring, case).unlink()
    assert back(vault, keyring, copies(vault)[-1]) == tuple(CASES[:3])
    assert set(keyring.cases()) == {CASES[3], late}
    assert back(vault, keyring) == ()
    assert {case: keyring.key_of(case) for case in keys} == keys


def test_one_key_that_opens_in_no_copy_stops_no_other(keyring: Keyring, vault: Vault) -> None:
    """It is named, and nothing is put in its place; where nothing opens because of another wrapping, that is told."""
    keys = damage(keyring)
    copy_keyring(vault, keyring.folder, AT)
    for case in CASES:
        file_of(keyring, case).unlink()
    assert back(vault, keyring) == tuple(CASES[:3])
    assert keyring.key_of(CASES[3]) == keys[CASES[3]]
    file_of(keyring, CASES[3]).unlink()
    with pytest.raises(KeyringFault, match="KEYRING-106"):
        put_back(vault, keyring.folder, openable={}, signs=bytes(32))
    assert list(keyring.cases()) == []


def test_what_was_destroyed_is_neither_brought_back_nor_named(keyring: Keyring, vault: Vault) -> None:
    """Nor where its tombstone is damaged: nobody can tell any more whether it was for ever."""
    copy_keyring(vault, keyring.folder, AT)
    keyring.destroy(CASES[0], AT), keyring.destroy(CASES[1], AT)
    file_of(keyring, CASES[1]).with_suffix(".gone").write_bytes(b"")
    assert back(vault, keyring) == ()
    assert set(keyring.cases()) == set(CASES[2:])


def test_what_a_newer_copy_says_was_destroyed_goes_from_an_older_keyring(keyring: Keyring, vault: Vault) -> None:
    """Tombstones that lie there say less: of what may return an earlier key alone, or not yet that it is for ever."""
    for case in CASES[:3]:
        keyring.destroy(case, AT, may_return=True)
        keyring.make(case)
    early = copy_keyring(vault, keyring.folder, AT)
    assert early is not None
    keyring.destroy(CASES[0], AT, may_return=True), keyring.destroy(CASES[1], AT + timedelta(days=1))
    keyring.destroy(CASES[3], AT, may_return=True)
    again = [keyring.key_of(CASES[2]), keyring.make(CASES[3])]
    copy_keyring(vault, keyring.folder, AT + timedelta(days=2))
    for file in keyring.folder.glob("*/*"):
        file.unlink()
    back(vault, keyring, early.id)
    back(vault, keyring)
    assert keyring.bury() == 2
    assert list(keyring.cases()) == CASES[2:]
    assert [keyring.key_of(case) for case in CASES[2:]] == again, "the later key is in the place of the earlier one"
    assert keyring.tombstones() == {CASES[1]: AT + timedelta(days=1)}


def test_a_key_that_was_destroyed_takes_the_place_of_no_later_one(keyring: Keyring, vault: Vault) -> None:
    """An older copy has it; the later one is damaged, and stays where it may be mended yet."""
    copy_keyring(vault, keyring.folder, AT)
    keyring.destroy(CASES[0], AT, may_return=True)
    keyring.make(CASES[0])
    flip(file_of(keyring, CASES[0]), -1)
    copy_keyring(vault, keyring.folder, AT + timedelta(days=1))
    damaged = file_of(keyring, CASES[0]).read_bytes()
    openable = {keyring.keys.fingerprint("keyring")[:8]: keyring.keys.keyring}
    put_back(vault, keyring.folder, openable=openable, signs=keyring.keys.purpose("tombstone"))
    assert file_of(keyring, CASES[0]).read_bytes() == damaged


def test_a_case_that_is_destroyed_while_it_is_copied_spoils_no_copy(
    keyring: Keyring, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is read when it was overwritten, or is gone when it is to be read: its tombstone is in the copy."""
    read = module.read_whole

    def late(file: Path) -> bytes:
        if file == file_of(keyring, CASES[0]):
            keyring.destroy(CASES[0], AT), keyring.destroy(CASES[1], AT)
            return bytes(len(read(file_of(keyring, CASES[3]))))  # what an overwritten file may hold
        return read(file)

    with monkeypatch.context() as patched:
        patched.setattr(module, "read_whole", late)
        made = copy_keyring(vault, keyring.folder, AT)
    assert made is not None
    assert made.tombstones == 2
    for file in keyring.folder.glob("*/*"):
        file.unlink()
    assert back(vault, keyring) == ()
    assert set(keyring.cases()) == set(CASES[2:])


def test_a_copy_is_read_while_nobody_wraps_copies_anew(
    keyring: Keyring, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read before, it would be written with the old wrapping after all others had the new one, and the old key gone."""
    was, refused, read = keyring.keys.keyring, [], module.read_whole

    def meanwhile(file: Path) -> bytes:
        with pytest.raises(BackupFault) as fault:
            rewrap_copies(vault, was, bytes(32))
        refused.append(fault.value.code)
        return read(file)

    monkeypatch.setattr(module, "read_whole", meanwhile)
    copy_keyring(vault, keyring.folder, AT)
    assert set(refused) == {"BACKUP-103"}


def test_which_copies_hold_the_key_of_a_case_is_read_in_them(keyring: Keyring, vault: Vault) -> None:
    """One that does not open may hold it, and is counted apart: of it nobody can tell."""
    first = copy_keyring(vault, keyring.folder, AT)
    keyring.destroy(CASES[0], AT)
    second = copy_keyring(vault, keyring.folder, AT + timedelta(days=1))
    assert first is not None
    assert second is not None
    assert copies_holding(vault, CASES[0]) == (1, 0)
    assert copies_holding(vault, CASES[1]) == (2, 0)
    flip(vault.folder / "manifests" / f"{second.id}.keyring", 30)
    assert copies_holding(vault, CASES[0]) == (1, 1)
    assert copies_holding(vault, CASES[1]) == (1, 1)


def test_a_damaged_tombstone_does_not_take_the_place_of_a_whole_one_beside_the_copies(
    keyring: Keyring, vault: Vault
) -> None:
    """And the whole one comes back from there."""
    signs = keyring.keys.purpose("tombstone")
    keyring.destroy(CASES[1], AT)
    assert keep_tombstones(vault, keyring.folder, AT, signs) == 1
    file_of(keyring, CASES[1]).with_suffix(".gone").write_bytes(b"{")
    assert keep_tombstones(vault, keyring.folder, AT + timedelta(days=1), signs) == 0
    put_tombstones(vault, keyring.folder, signs)
    assert keyring.tombstones() == {CASES[1]: AT}
