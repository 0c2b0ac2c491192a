"""What an insertion costs: brought up to date after each stop, it is what asking everything anew would say."""

import numpy as np
import pytest
from builders_walks import FREE, Plane, a_place, a_walk

from inspection.planning.search import State, build


def a_state(seed: int, walk: float) -> State:
    """Two teams and eighty places on a coarse grid, so that many insertions cost the same; half of them have hours."""
    random = np.random.default_rng(seed)
    visits = []
    for n in range(80):
        spot = (float(random.integers(-12, 12)), float(random.integers(-12, 12)))
        opens = float(random.integers(0, 300))
        windows = ((opens, opens + 120.0),) if n % 2 else ((0.0, 1e6),)
        visits.append(a_place(f"{n:02d}", spot, value=float(random.integers(1, 9)), minutes=2.0, windows=windows))
    return State(build(visits, [a_walk(walk, "a"), a_walk(walk, "b")], Plane(), FREE), seed=seed)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("walk", [25.0, 400.0])
def test_costs_that_were_brought_up_to_date_are_those_of_asking_anew(seed, walk):
    """Rounds of few stops and of dozens, in the middle of a search: the same places at the same cost."""
    state = a_state(seed, walk)
    state.fill()
    for turn in range(5):
        state.anneal(7, 7.0 * turn, 35.0)
        known = state.rounds.rows.cost.copy()
        state.keep()
        state.restore()
        assert np.array_equal(np.isfinite(known), np.isfinite(state.rounds.rows.cost))
        there = np.isfinite(known)
        assert np.allclose(known[there], state.rounds.rows.cost[there], rtol=0, atol=1e-9)
    assert (state.rounds.rows.count > 8).all() == (walk > 100.0)
