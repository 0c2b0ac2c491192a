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
