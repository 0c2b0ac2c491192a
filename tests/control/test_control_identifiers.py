"""Numbers as typed on site."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.filled import identify_number


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0009354-67", "nsso"),  # the numbers on which the rule was verified
        ("0001000-06", "nsso"),
        ("1999999-34", "nsso"),
        ("50000001-20", "nsso_provisional"),
        ("59999999-89", "nsso_provisional"),
        ("2999999-00", None),  # beyond the range
        ("0009354-68", None),
        ("000000096", None),  # nobody's
    ],
)
def test_the_numbers_of_employers_at_the_social_security(text: str, kind: str | None):
    """Final numbers have nine digits, provisional ones ten; neither is taken for the other."""
    assert identify_number(text) == kind


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 8), st.integers(0, 9_999_999), st.integers(1, 96))
def test_an_enterprise_or_establishment_has_one_right_check_number(first: int, rest: int, slip: int):
    """The first digit says which of the two; every other check number is a slip, or a number of another kind."""
    body = f"{first}{rest:07d}"
    check = 97 - int(body) % 97
    number, wrong = f"{body}{check:02d}", f"{body}{(check - 1 + slip) % 97 + 1:02d}"
    kind = "enterprise" if first < 2 else "establishment"
    assert identify_number(number) == kind or int(body) == 0
    assert identify_number(f"{number[:4]}.{number[4:7]}.{number[7:]}") == identify_number(number)
    assert identify_number(wrong) in ((None, "nsso_provisional") if first == 5 else (None,))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=16) | st.text("0123456789 .-/", min_size=6, max_size=16))
def test_whatever_is_typed_is_answered(text: str):
    """Half a number while it is typed, a word, another script: an answer or None, never an error."""
    identify_number(text)
