"""Pseudonyms and sealed fields."""

import pytest

from inspection.errors import StoreFault
from inspection.keys import NAMES, Keys, make_keys, open_keys
from inspection.sealing import canonical_json, is_short_code, pseudonym, seal, sha256_of, short_code, unseal


@pytest.fixture
def keys(tmp_path):
    return made_in(tmp_path / "keys")


def made_in(folder) -> Keys:
    """Make the keys of a house."""
    keys = open_keys(folder, {})
    make_keys(keys, [name for name in NAMES if name != "openrosa"])
    return keys


def test_a_pseudonym_is_keyed_and_bound_to_its_purpose(keys, tmp_path):
    """Same number and purpose: same pseudonym; another purpose or another house: another."""
    one = pseudonym("00000000000", "worker", keys=keys)
    assert one == pseudonym("00000000000", "worker", keys=keys)
    assert one != pseudonym("00000000000", "complaint", keys=keys)
    assert one != pseudonym("00000000000", "worker", keys=made_in(tmp_path / "other"))
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
        unseal(sealed, place="a.b", row="r", keys=made_in(tmp_path / "other"))
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
