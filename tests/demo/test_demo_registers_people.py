"""Numbers of the demo: no person has them, and no enterprise that exists."""

import numpy as np
import pytest
from stdnum.be import bis, nn, vat

from inspection.demo.registers.people import (
    CAPACITY,
    branch_numbers,
    enterprise_numbers,
    establishment_numbers,
    impossible_number,
    impossible_numbers,
)

SERIALS = np.unique(np.random.default_rng(3).integers(0, CAPACITY, 4_000))


def test_no_person_and_no_bis_number_has_an_impossible_one() -> None:
    """The check is wrong for both centuries, whatever the serial."""
    numbers = impossible_numbers(SERIALS)
    assert not [n for n in numbers if nn.is_valid(n) or bis.is_valid(n)]
    for number in numbers:
        nine, check = int(number[:9]), int(number[9:])
        assert check not in (97 - nine % 97, 97 - (2_000_000_000 + nine) % 97)
        assert 1 <= check <= 97


def test_only_the_check_is_impossible() -> None:
    """Eleven digits and a date that a calendar has: readers are tried on the real shape."""
    number = impossible_number(12_345)
    assert len(number) == 11
    assert number.isdigit()
    right = [f"{number[:9]}{check:02d}" for check in range(1, 98)]
    assert any(nn.is_valid(candidate) for candidate in right)


def test_serials_give_different_numbers() -> None:
    """Two people of the demo are never one."""
    assert impossible_numbers(SERIALS).n_unique() == len(SERIALS)
    assert impossible_number(0) != impossible_number(CAPACITY - 1)


@pytest.mark.parametrize(
    ("numbers", "first"), [(enterprise_numbers, "18"), (establishment_numbers, "8"), (branch_numbers, "99")]
)
def test_enterprise_numbers_are_valid_and_out_of_use(numbers: object, first: str) -> None:
    """They pass the check and lie in ranges where no real one is."""
    made = numbers(500)  # type: ignore[operator]
    assert made.n_unique() == 500
    assert all(number.startswith(first) and len(number) == 10 for number in made)
    assert all(97 - int(number[:8]) % 97 == int(number[8:]) for number in made)
    assert first != "18" or all(vat.is_valid(number) for number in made)
