"""What the search remembers of rounds that it has met spares it time and changes nothing else."""

import pytest
from builders_planning import Flat, examples
from builders_random_weeks import a_random_week
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.search import round_cache, state
from inspection.planning.solve import plan_rounds


def a_plan(seed, remembered):
    """Return the plan of a random week with so many rounds of each team-day remembered."""
    visits, days, policy = a_random_week(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "cached_rounds", lambda *_: remembered)
        return plan_rounds(visits, days, Flat(), policy, iterations=60, seed=seed)


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 10**9))
def test_a_plan_is_the_same_with_a_memory_and_without(seed):
    """Breaks, windows over midnight, rest, limited days and visits of several teams included, to the last digit."""
    assert a_plan(seed, 0) == a_plan(seed, 1) == a_plan(seed, 300)


def test_memory_is_bounded_whatever_the_week():
    """Small weeks remember hundreds of rounds a team-day, large ones what fits, and one that is too large none."""
    assert round_cache.cached_rounds(15, 300) == round_cache.MOST_ROUNDS
    assert 75 * round_cache.cached_rounds(75, 5000) * 5000 * 10 <= round_cache.MOST_BYTES
    assert round_cache.cached_rounds(10**6, 10**6) == 0
    assert round_cache.cached_rounds(0, 0) >= 1
