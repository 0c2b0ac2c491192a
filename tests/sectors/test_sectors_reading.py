"""The strict reader."""

from datetime import date

import pytest

from sectors.reader import RuleFault
from sectors.reader.reading import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),  # plain YAML makes these booleans
        ("no", "no"),
        ("on", "on"),
        ("01110", "01110"),  # and this one an octal number
        ("12:30", "12:30"),  # and this one 750
        ("12", 12),
        ("1.5", 1.5),
        ("true", True),
        ("null", None),
        ("2026-02-01", date(2026, 2, 1)),
        ("2026-02-01 10:00:00", "2026-02-01 10:00:00"),
        (".inf", ".inf"),
    ],
)
def test_only_plain_types_are_implicit(text: str, value: object) -> None:
    """A word stays a word and a code keeps its zero."""
    found = read_yaml(f"a: {text}".encode(), "x.yaml")["a"]
    assert found == value
    assert type(found) is type(value)


def test_a_key_given_twice_names_file_line_and_key() -> None:
    """The message is enough to mend the file."""
    with pytest.raises(RuleFault) as caught:
        read_yaml(b"a:\n  b: 1\n  c: 2\n  b: 3\n", "x.yaml")
    assert caught.value.what == "Key 'b' is given twice"
    assert caught.value.where == "x.yaml, line 4"
    assert "line 2" in caught.value.advice


def test_a_mapping_remembers_where_its_keys_stand() -> None:
    """Later faults can name the line."""
    found = read_yaml(b"a: 1\nb:\n  c: 2\n", "x.yaml")
    assert found.places == {"a": "x.yaml, line 1", "b": "x.yaml, line 2"}
    assert found["b"].places["c"] == "x.yaml, line 3"
