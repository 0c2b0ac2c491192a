"""`vigie keys`: what keys a home has is told without telling one, also of the portal's home, and one is changed."""

import shutil
from pathlib import Path

import pytest
from builders_flows import vigie

from inspection.keyring import open_keyring
from inspection.keys import open_keys


@pytest.fixture
def home(ready_home: Path, tmp_path: Path) -> Path:
    """Give a home of its own."""
    copy = tmp_path / "home"
    shutil.copytree(ready_home, copy)
    return copy


def secrets_of(home: Path) -> set[str]:
    """Every key of a home as text."""
    return {path.read_bytes().hex() for path in home.rglob("keys/*.key")}


def test_keys_are_listed_checked_and_rotated(home: Path) -> None:
    """In a table and in JSON; no output holds a key, before or after."""
    before = secrets_of(home)
    told = vigie(home, "keys")
    assert "purpose-worker" in told.out
    assert [one["name"] for one in vigie(home, "keys", "list", "--json").value].count("field") == 1
    assert "Every key" in vigie(home, "keys", "check").out
    done = vigie(home, "keys", "rotate", "field")
    assert "is retired" in done.out
    assert vigie(home, "keys", "check", "--json").value == []
    states = {one["state"] for one in vigie(home, "keys", "list", "--json").value if one["name"] == "field"}
    assert states == {"in use", "retired"}
    assert vigie(home, "keys", "rotate", "database", "--json").value["is_old_destroyed"]
    assert "[KEYS-110]" in vigie(home, "keys", "rotate", "purpose-worker", expected=2).err
    assert "streams hold" in vigie(home, "audit", "verify").out
    every = before | secrets_of(home)
    assert not [key for key in every if key in told.out + done.out]


def test_the_portal_has_keys_of_its_own(home: Path) -> None:
    """The same commands work on its home, from the office and with VIGIE_HOME; the office's keys stay."""
    assert "[PORTAL-102]" in vigie(home, "keys", "list", "--portal", expected=2).err
    vigie(home, "portal", "found")
    portal, office = home / "portal", (home / "keys/field.key").read_bytes()
    ids = {one["id"] for one in vigie(home, "keys", "list", "--json").value}
    assert not ids & {one["id"] for one in vigie(home, "keys", "list", "--portal", "--json").value}
    vigie(home, "keys", "rotate", "field", "--portal")
    assert vigie(home, "keys", "check", "--portal", "--json").value == []
    assert vigie(portal, "keys", "check", "--json").value == []
    assert (home / "keys/field.key").read_bytes() == office


def test_a_damaged_key_of_a_case_ends_with_status_1_until_a_copy_mends_it(home: Path) -> None:
    """Named by the check and by what brings copies back, which does not call it done where no copy has it whole."""
    case = "01a215c0-f15b-7590-bd54-343c5bfc8095"
    file = home / "keyring" / case[-2:] / f"{case}.key"
    open_keyring(home / "keyring", open_keys(home / "keys")).make(case)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    vigie(home, "backup")
    for args in (("keys", "check"), ("restore", "--to", str(home), "--keyring")):
        said = vigie(home, *args, expected=1)
        assert "[KEYRING-107]" in said.err
        assert case in said.err
    file.write_bytes(whole)
    vigie(home, "backup")
    file.write_bytes(b"")
    vigie(home, "restore", "--to", str(home), "--keyring")
    assert file.read_bytes() == whole
    assert vigie(home, "keys", "check", "--json").value == []


def test_a_wrong_key_ends_with_status_1(home: Path) -> None:
    """Each trouble with its code and what to do; nothing is changed."""
    (home / "keys" / "purpose-complaint.key").write_bytes(bytes(32))
    (home / "keys" / "purpose-worker.key").unlink()
    said = vigie(home, "keys", "check", expected=1)
    assert "[STORE-029]" in said.err
    assert "[STORE-015]" in said.err
