"""The run over drawn damages and honest weeks fails for either."""

from datetime import date

import pytest

from benchmarks import register_damages

DAY = date(2026, 9, 8)


@pytest.mark.parametrize(("held", "fails"), [(0, False), (2, False), (3, True)])
def test_more_than_two_honest_ones_of_two_hundred_that_are_held_fail_the_run(held: int, fails: bool) -> None:
    """A gate that holds everything would let no damage through either."""
    weeks = [("kbo", DAY, ("rows",) if n < held else ()) for n in range(200)]
    assert register_damages.too_many_held(weeks) == fails


@pytest.mark.parametrize(
    ("held", "smallest"),
    [
        ({0.03: [True], 0.1: [True], 0.34: [True]}, 0.03),
        ({0.03: [True], 0.1: [True, False], 0.34: [True, True]}, 0.34),
        ({0.03: [True], 0.1: [True], 0.34: [False]}, None),
    ],
)
def test_a_share_counts_as_held_where_each_larger_one_is(held: dict[float, list[bool]], smallest: float | None) -> None:
    """A smaller one that was held by chance says nothing."""
    assert register_damages.smallest_held(held) == smallest
