"""Numbers as typed on site."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.registers import holds_person_number, identify_number


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


@pytest.mark.parametrize(("first", "since_2000"), [("850730033", False), ("050730990", True), ("854730990", False)])
def test_a_number_is_found_in_a_text_however_its_groups_are_parted(first: str, since_2000: bool):
    """Bare, as on a card, with dashes, slashes, points or underscores, alone and among words; not as part of others."""
    n = _with_check(first, since_2000=since_2000)
    day, rest, check = (n[:2], n[2:4], n[4:6]), n[6:9], n[9:]
    written = [f"{mark.join(day)}{other}{rest}{last}{check}" for mark in ".-/ _" for other in "-. /" for last in ". -"]
    for one in (n, f"{n[:6]} {rest} {check}", f"{n[:4]} {n[4:7]} {n[7:]}", *written):
        assert all(map(holds_person_number, (one, f"asked {one}, seen", f"BE{one}X", f"12 {one}"))), one
    wrong = f"{n[:9]}{(int(check) + 40) % 97:02d}"
    assert not any(map(holds_person_number, (wrong, f"1{n}", f"{n}1", f"{n[:6]} and {n[6:]}")))


RUN = [f"2026/{n:07d}" for n in range(1, 400)]


def test_other_numbers_are_no_persons():
    """Those of firms and establishments, moments, numbers of declarations also of a year, and noughts."""
    others = ["0403.170.701", "2.000.000.045", "of 2026-11-03 12:30", "00000000097", "W2026-0001"]
    assert [text for text in (*others, *RUN) if holds_person_number(text)] == []


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
