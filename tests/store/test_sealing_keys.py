"""Keys, pseudonyms and sealed fields."""

import pytest

from inspection.errors import SettingsFault, StoreFault
from inspection.sealing import (
    canonical_json,
    is_short_code,
    open_keys,
    pseudonym,
    seal,
    sha256_of,
    short_code,
    unseal,
)


@pytest.fixture
def keys(tmp_path):
    return open_keys(tmp_path / "keys", {})


def test_keys_are_made_once_with_mode_0600_and_differ(keys):
    """Every key is 32 random bytes of its own, in a file that only its owner may read."""
    made = {keys.database, keys.field, keys.audit, keys.purpose("worker"), keys.purpose("complaint")}
    assert len(made) == 5
    assert {len(key) for key in made} == {32}
    assert {file.stat().st_mode & 0o777 for file in keys.folder.iterdir()} == {0o600}
    assert open_keys(keys.folder, {}).field == keys.field


def test_a_key_from_the_environment_needs_no_file(tmp_path):
    """An installation with a safe of its own gives its keys by environment."""
    keys = open_keys(tmp_path / "none", {"VIGIE_KEY_FIELD": "0f" * 32})
    assert keys.field == b"\x0f" * 32
    assert not (tmp_path / "none").exists()


def test_a_key_shows_nowhere(keys):
    """Neither the keys nor what was given by environment shows in a repr."""
    given = open_keys(keys.folder, {"VIGIE_KEY_FIELD": "0f" * 32})
    assert "0f0f" not in repr(given)
    assert keys.database.hex() not in repr(keys)


def test_a_key_that_others_can_read_is_refused(tmp_path):
    """A key file with mode 0644 stops the start."""
    (tmp_path / "field.key").write_bytes(bytes(32))
    (tmp_path / "field.key").chmod(0o644)
    with pytest.raises(SettingsFault, match="chmod 600"):
        _ = open_keys(tmp_path, {}).field


@pytest.mark.parametrize("text", ["", "zz", "0f" * 31, "0f" * 33])
def test_a_key_of_the_wrong_form_is_refused(tmp_path, text):
    """Anything but 64 hexadecimal digits (an empty one counts as not given)."""
    keys = open_keys(tmp_path, {"VIGIE_KEY_FIELD": text})
    if text:
        with pytest.raises(SettingsFault, match="VIGIE_KEY_FIELD"):
            _ = keys.field
    else:
        assert len(keys.field) == 32


def test_a_pseudonym_is_keyed_and_bound_to_its_purpose(keys, tmp_path):
    """Same number and purpose: same pseudonym; another purpose or another house: another."""
    one = pseudonym("00000000000", "worker", keys=keys)
    assert one == pseudonym("00000000000", "worker", keys=keys)
    assert one != pseudonym("00000000000", "complaint", keys=keys)
    assert one != pseudonym("00000000000", "worker", keys=open_keys(tmp_path / "other", {}))
    assert one != sha256_of("00000000000")
    assert len(one) == 64


def test_a_sealed_text_opens_only_in_its_own_place(keys):
    """Moved to another row or column, or changed by one bit, it does not open."""
    sealed = seal("Wer weiß", place="complaint.text", row="r1", keys=keys)
    assert unseal(sealed, place="complaint.text", row="r1", keys=keys) == "Wer weiß"
    assert b"Wer" not in sealed
    assert sealed != seal("Wer weiß", place="complaint.text", row="r1", keys=keys)
    for place, row in (("complaint.text", "r2"), ("complaint.source", "r1")):
        with pytest.raises(StoreFault, match="changed or moved"):
            unseal(sealed, place=place, row=row, keys=keys)
    for n in range(6, len(sealed)):
        broken = bytearray(sealed)
        broken[n] ^= 1
        with pytest.raises(StoreFault):
            unseal(bytes(broken), place="complaint.text", row="r1", keys=keys)


def test_a_fault_of_unsealing_never_tells_the_text(keys, tmp_path):
    """What was sealed does not show in the error, and neither does the key."""
    sealed = seal("Somebody", place="a.b", row="r", keys=keys)
    with pytest.raises(StoreFault, match="another key") as fault:
        unseal(sealed, place="a.b", row="r", keys=open_keys(tmp_path / "other", {}))
    assert "Somebody" not in str(fault.value)


def test_one_value_has_one_canonical_text():
    """Order of keys does not matter; what cannot be compared is refused."""
    assert canonical_json({"b": 1, "a": [1.5, None, "é"]}) == '{"a":[1.5,null,"é"],"b":1}'
    with pytest.raises(ValueError, match="Out of range"):
        canonical_json(float("nan"))


def test_the_last_letter_of_a_code_finds_every_single_mistake_and_swap():
    """A mistyped letter or two swapped neighbours never make another valid code."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXY"
    for n in range(40):
        code = short_code(f"visit {n}", 5)
        assert is_short_code(code)
        for place in range(6):
            wrong = {code[:place] + letter + code[place + 1 :] for letter in letters} - {code}
            assert not any(map(is_short_code, wrong))
        for place in range(5):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_short_code(swapped)
