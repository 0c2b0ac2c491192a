"""Long rounds: their stops come into a short order, which insertion alone does not find."""

from itertools import pairwise

import numpy as np
from builders_walks import FREE, Plane, a_place, a_walk

from inspection.planning.problem import Visit, verify
from inspection.planning.solve import plan_rounds


def on_a_spiral(count: int) -> tuple[list[Visit], float]:
    """Places along a spiral that starts at the office, and the minutes of walking it out and straight back."""
    turns = np.linspace(0.4, 5 * np.pi, count)
    spots = [(float(turn * np.cos(turn)), float(turn * np.sin(turn))) for turn in turns]
    way = [(0.0, 0.0), *spots, (0.0, 0.0)]
    length = sum(float(np.hypot(a[0] - b[0], a[1] - b[1])) for a, b in pairwise(way))
    return [a_place(f"{n:02d}", spot) for n, spot in enumerate(spots)], length


# The most that runs of 10,000 steps have collected from the weeks of `scattered`, by seed.
BEST_KNOWN = (1019.0, 1057.0, 1069.0, 999.0)


def scattered(seed: int) -> list[Visit]:
    """Return sixty places all over a square, of which one round reaches half."""
    random = np.random.default_rng(seed)
    spots = 100 * random.random((60, 2)) - 50
    values = [float(random.integers(5, 40)) for _ in spots]
    return [a_place(f"{n:02d}", (float(x), float(y)), value=values[n]) for n, (x, y) in enumerate(spots)]


def test_a_round_of_many_stops_comes_into_a_short_order():
    """Within 2.5 % of the best known after 300 steps; without turning parts around it stays 4 % below."""
    days, total = [a_walk(450.0)], 0.0
    for seed, _ in enumerate(BEST_KNOWN):
        visits = scattered(seed)
        plan = plan_rounds(visits, days, Plane(), FREE, iterations=300, seed=3)
        assert verify(plan, visits, days, Plane(), FREE) == []
        total += plan.value
    assert total >= 0.975 * sum(BEST_KNOWN)


def test_a_window_is_kept_when_stops_change_places():
    """Turning a part of the round around may not carry a visit out of its window."""
    visits, length = on_a_spiral(24)
    late = [v if n % 5 else Visit(**{**vars(v), "windows": ((3.0 * n, 6.0 * n + 40.0),)}) for n, v in enumerate(visits)]
    days = [a_walk(1.5 * length + len(visits))]
    plan = plan_rounds(late, days, Plane(), FREE, iterations=400)
    assert verify(plan, late, days, Plane(), FREE) == []


# The far group with what is left of the near one: what each run below should collect.
FAR_GROUP = 111.0


def test_a_far_group_is_taken_together():
    """A far group is worth more than all that is near, though each of its places alone is worth less than its way.

    A search that longs for whole neighbourhoods takes it within sixty steps from every seed; one that likes place by
    place does so from about half of them.
    """
    near = [a_place(f"near{n:02d}", (2.0 + n % 5, 1.0 * (n // 5)), value=3.0, minutes=10.0) for n in range(20)]
    far = [a_place(f"far{n:02d}", (30.0 + n % 4, 1.0 * (n // 4)), value=7.0, minutes=10.0) for n in range(15)]
    total = 0.0
    for seed in range(12):
        plan = plan_rounds([*near, *far], [a_walk(250.0)], Plane(), FREE, iterations=60, seed=seed)
        assert verify(plan, [*near, *far], [a_walk(250.0)], Plane(), FREE) == []
        total += plan.value
    assert total >= 0.95 * 12 * FAR_GROUP
