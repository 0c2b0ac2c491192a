"""References that survive a bad telephone line."""

import pytest

from inspection.errors import ReferralFault
from inspection.referral.references import check_reference, new_reference


def test_a_reference_reads_back_as_itself():
    """Whatever is made is accepted, in its one written form."""
    made = [new_reference(year, serial) for year in (2000, 2026, 2099) for serial in (1, 123, 999_999)]
    assert [check_reference(text) for text in made] == made
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    "change", [str.lower, lambda t: t.replace("-", ""), lambda t: t.replace("-", " "), "  {} ".format]
)
def test_spelling_is_forgiven(change):
    """Case, spaces and missing hyphens are no reason to refuse an answer."""
    reference = new_reference(2026, 123)
    assert check_reference(change(reference)) == reference


def test_every_single_wrong_digit_is_found():
    """All 9 × 9 ways to misread one digit of a reference are refused."""
    reference = new_reference(2026, 123)
    places = [i for i, c in enumerate(reference) if c.isdigit()]
    wrong = [f"{reference[:i]}{d}{reference[i + 1 :]}" for i in places for d in "0123456789" if d != reference[i]]
    assert len(wrong) == 81
    for text in wrong:
        with pytest.raises(ReferralFault):
            check_reference(text)


def test_nearly_every_swap_is_found():
    """Of all neighbouring swaps in a thousand references, at most one in forty passes."""
    swaps = passed = 0
    for serial in range(1, 1001):
        digits = new_reference(2026, serial)[1:].replace("-", "")
        for i in range(len(digits) - 1):
            if digits[i] != digits[i + 1]:
                swaps += 1
                passed += _accepted("R" + digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
    assert passed / swaps < 1 / 40


@pytest.mark.parametrize(
    "text", ["", "R-26-000123", "26-000123-7", "R-2026-000123-7", "X-26-000123-7", "R-26-000123-7; x"]
)
def test_what_is_no_reference_is_refused(text):
    """Not the text of the answer but its shape is named: an error never repeats what was typed."""
    with pytest.raises(ReferralFault) as caught:
        check_reference(text)
    assert caught.value.code == "REFER-202"
    assert len(text) < 13 or text not in str(caught.value)


@pytest.mark.parametrize(("year", "serial"), [(1999, 1), (2100, 1), (2026, 0), (2026, 1_000_000)])
def test_numbers_outside_the_format_are_refused(year, serial):
    """The thousandth thousand of a year must not start again at the first."""
    with pytest.raises(ReferralFault):
        new_reference(year, serial)


def _accepted(text):
    try:
        check_reference(text)
    except ReferralFault:
        return False
    return True
