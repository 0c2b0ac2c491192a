"""Person numbers as typed on site."""

import pytest

from inspection.control import identify_number


def _with_check(first: str, *, since_2000: bool = False) -> str:
    """Complete nine digits to a number with a right check, made here so that none stands in this file."""
    return f"{first}{97 - int(('2' if since_2000 else '') + first) % 97:02d}"


@pytest.mark.parametrize(
    ("first", "since_2000", "kind"),
    [
        ("850000990", False, "national"),  # month and day unknown
        ("850730990", False, "national"),
        ("050730990", True, "national"),  # born from 2000: the other rule
        ("852730990", False, "bis"),  # month + 20: sex unknown
        ("854730990", False, "bis"),  # month + 40: sex known
        ("054730990", True, "bis"),
        ("856130990", False, None),  # month + 60 does not exist
    ],
)
def test_numbers_of_both_centuries_and_kinds(first: str, since_2000: bool, kind: str | None):
    """Both check rules are tried; a BIS number is told by its month."""
    number = _with_check(first, since_2000=since_2000)
    assert identify_number(number) == kind
    assert identify_number(f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}") == kind


@pytest.mark.parametrize("text", ["", "P1", "12345678901", "85073099", "00000000000", "pas de numéro", "٨" * 11])
def test_what_is_no_number_is_nothing(text: str):
    """A number of another country, a slip, or none: a normal case, never an error."""
    assert identify_number(text) is None
