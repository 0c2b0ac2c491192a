"""The keys of an installation: made by one act, known to the database, never made again."""

import re
from pathlib import Path
from typing import get_args

import pytest

from inspection.errors import SettingsFault
from inspection.key_sources import next_name, variable_of
from inspection.keys import NAMES, PURPOSES, ROTATED, Keys, make_keys, open_keys
from sectors.rules.links import Ground


@pytest.fixture
def keys(tmp_path) -> Keys:
    """Give the keys of a new house."""
    made = open_keys(tmp_path / "keys", {})
    make_keys(made, NAMES)
    return made


def test_keys_are_made_once_with_mode_0600_and_differ(keys: Keys) -> None:
    """Every key is 32 random bytes of its own, in a file that only its owner may read; none is made a second time."""
    made = {keys.database, keys.field, keys.audit, keys.keyring, keys.backup, *map(keys.purpose, PURPOSES)}
    assert len(made) == len(NAMES) - 1
    assert {len(key) for key in made} == {32}
    assert {file.stat().st_mode & 0o777 for file in keys.folder.iterdir()} == {0o600}
    before = {file.name: file.read_bytes() for file in keys.folder.iterdir()}
    assert make_keys(open_keys(keys.folder, {}), NAMES) == ()
    assert {file.name: file.read_bytes() for file in keys.folder.iterdir()} == before


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_is_not_here_is_never_made_by_its_use(tmp_path, name: str) -> None:
    """Looking for it, its fingerprint or its public half leaves the folder as it was: absent."""
    keys = open_keys(tmp_path / "keys", {})
    use = {"database": lambda: keys.database, "field": lambda: keys.field, "audit": lambda: keys.audit}
    use |= {"keyring": lambda: keys.keyring}
    use |= {"openrosa": lambda: keys.forms, "backup": lambda: keys.backup}
    with pytest.raises(SettingsFault) as fault:
        use.get(name, lambda: keys.purpose(name.removeprefix("purpose-")))()
    assert fault.value.code in ("SETTING-034", "SETTING-035")
    assert keys.fingerprint(name) is None
    assert not (tmp_path / "keys").exists()


def test_each_key_has_a_fingerprint_of_its_own_that_follows_from_it(keys: Keys) -> None:
    """The same from the file and from the environment; read anew, so that a key that was taken away is missed."""
    found = {name: keys.fingerprint(name) for name in NAMES}
    assert len(set(found.values())) == len(NAMES)
    given = open_keys(keys.folder / "none", {"VIGIE_KEY_FIELD": keys.field.hex()})
    assert given.fingerprint("field") == found["field"]
    (keys.folder / "field.key").unlink()
    assert keys.fingerprint("field") is None


def test_every_ground_of_a_link_has_a_purpose() -> None:
    """Whoever adds a ground adds its key."""
    assert {f"link_{ground}" for ground in get_args(Ground)} <= set(PURPOSES)


def test_what_is_no_purpose_is_refused(keys: Keys) -> None:
    """A key for a purpose that nobody declared would be made nowhere."""
    with pytest.raises(SettingsFault, match="no purpose") as fault:
        keys.purpose("curiosity")
    assert fault.value.code == "SETTING-036"


def test_a_key_from_the_environment_needs_no_file(tmp_path) -> None:
    """An installation with a safe of its own gives its keys by environment."""
    keys = open_keys(tmp_path / "none", {"VIGIE_KEY_FIELD": "0f" * 32})
    assert keys.field == b"\x0f" * 32
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("body", [b"\x0f" * 32, b"0f" * 32, b"0f" * 32 + b"\n"])
def test_a_key_of_a_systemd_credential_needs_no_file(tmp_path, body: bytes) -> None:
    """Raw or hexadecimal; the environment comes before it, and a file after it."""
    given = tmp_path / "credentials"
    given.mkdir()
    (given / "vigie-field").write_bytes(body)
    environ = {"CREDENTIALS_DIRECTORY": str(given)}
    keys = open_keys(tmp_path / "keys", environ)
    make_keys(keys, ["audit"])
    (tmp_path / "keys" / "field.key").write_bytes(bytes(32))
    assert keys.field == b"\x0f" * 32
    assert [keys.source(name) for name in ("field", "audit", "database")] == ["credential", "file", None]
    both = open_keys(tmp_path / "keys", environ | {"VIGIE_KEY_FIELD": "aa" * 32})
    assert (both.field, both.source("field")) == (b"\xaa" * 32, "environment")


def test_a_credential_of_the_wrong_form_is_refused(tmp_path) -> None:
    """As a variable is; the file of the folder is not taken in its place."""
    (tmp_path / "vigie-field").write_bytes(b"short")
    keys = open_keys(tmp_path / "keys", {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    with pytest.raises(SettingsFault) as fault:
        _ = keys.field
    assert fault.value.code == "SETTING-031"


def test_the_key_of_encrypted_forms_may_be_a_credential(tmp_path, keys: Keys) -> None:
    """It is its file as it is, opened by the purpose key that this home has."""
    body = (keys.folder / "openrosa.pem").read_bytes()
    (tmp_path / "vigie-openrosa").write_bytes(body)
    there = open_keys(keys.folder, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert there.forms.private_numbers() == keys.forms.private_numbers()
    assert there.source("openrosa") == "credential"


def test_a_key_shows_nowhere(keys: Keys) -> None:
    """Neither the keys nor what was given by environment shows in a repr."""
    given = open_keys(keys.folder, {"VIGIE_KEY_FIELD": "0f" * 32})
    assert "0f0f" not in repr(given)
    assert keys.database.hex() not in repr(keys)


def test_a_key_that_others_can_read_is_refused(tmp_path) -> None:
    """A key file with mode 0644 stops the start."""
    (tmp_path / "field.key").write_bytes(bytes(32))
    (tmp_path / "field.key").chmod(0o644)
    with pytest.raises(SettingsFault, match="chmod 600"):
        _ = open_keys(tmp_path, {}).field


@pytest.mark.parametrize("text", ["zz", "0f" * 31, "0f" * 33])
def test_a_key_of_the_wrong_form_is_refused(tmp_path, text: str) -> None:
    """Anything but 64 hexadecimal digits."""
    with pytest.raises(SettingsFault, match="VIGIE_KEY_FIELD"):
        _ = open_keys(tmp_path, {"VIGIE_KEY_FIELD": text}).field


def test_an_empty_variable_counts_as_not_given(keys: Keys) -> None:
    """The file is read."""
    assert open_keys(keys.folder, {"VIGIE_KEY_FIELD": ""}).field == keys.field


def test_the_how_to_names_every_way_to_give_a_key_as_it_works(tmp_path: Path) -> None:
    """Its variables give the keys that it says, its table has every key, and what it says of rotation is so."""
    told = (Path(__file__).parents[1] / "docs/how-to/keep-the-keys.md").read_text(encoding="utf-8")
    given = set(re.findall(r"`VIGIE_KEY_([A-Z_]+)`", told))
    assert {"FIELD", "FIELD_NEXT", "PURPOSE_WORKER"} <= given
    of_variable = {variable_of(one): one for name in NAMES for one in (name, next_name(name))}
    for number, name in enumerate(sorted(given), 1):
        body = number.to_bytes(32, "big")
        keys = open_keys(tmp_path, {f"VIGIE_KEY_{name}": body.hex()})
        of, _, is_next = of_variable[f"VIGIE_KEY_{name}"].partition("-next")
        assert (list(keys.all_of(of).values()), is_next) == ([body], "")
    rows = dict(re.findall(r"^\| `([a-z]+)(?:-…)?` \|.*\| (yes|no)\b.*\|$", told, re.MULTILINE))
    assert rows.keys() == {name.partition("-")[0] for name in NAMES}
    assert {name for name, said in rows.items() if said == "yes"} == set(ROTATED)
    for credential in re.findall(r"LoadCredentialEncrypted=vigie-([a-z-]+):", told):
        (tmp_path / f"vigie-{credential}").write_bytes(bytes(32))
        assert open_keys(tmp_path / "none", {"CREDENTIALS_DIRECTORY": str(tmp_path)}).in_use(credential) == bytes(32)
