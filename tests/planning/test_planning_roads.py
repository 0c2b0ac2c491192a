"""Travel times by a road server, from a real HTTP server in OSRM's and Valhalla's published formats."""

from dataclasses import replace

import numpy as np
import pytest
from builders_planning import ROADS, a_day, a_visit
from builders_roads import BOTH, asking, some_points, truth
from hypothesis import given, settings
from hypothesis import strategies as st
from road_servers import road_server

from inspection.planning.problem import RoundPolicy, verify
from inspection.planning.roads.tables import Table, blocks, keys_of, points_of
from inspection.planning.solve import plan_rounds


@BOTH
@pytest.mark.parametrize("block", [0, 7, 23, 50])
def test_blocks_make_the_whole_table(provider: str, block: int):
    """Whatever the size of the blocks, each minute stands in its row and column; the way back is another one."""
    points = some_points(61)
    with road_server() as world:
        minutes = asking(world, provider, block=block).minutes(points)
    assert not np.allclose(minutes, minutes.T)
    np.testing.assert_allclose(minutes, truth(points), rtol=1e-12)


def test_the_largest_block_makes_an_address_below_8_kilobytes():
    """Proxies cut longer ones."""
    with road_server(most_cells=150 * 150) as world:
        asking(world, block=150, decimals=6).minutes(some_points(300))
        assert 5000 < world.longest_path < 8000


@pytest.mark.parametrize("form", [None, "nested", "flat"])
def test_valhalla_may_answer_concisely_or_verbosely(form: str | None):
    """A server of before the concise form answers a row of objects, or a flat list of them in any order."""
    points = some_points(12)
    with road_server(verbose=form) as world:
        np.testing.assert_allclose(asking(world, "valhalla").minutes(points), truth(points), rtol=1e-12)


@BOTH
def test_no_way_is_infinitely_far(provider: str):
    """A null from here to there is inf, and the way back is none the worse."""
    points = some_points(5)
    with road_server(unreachable={(points[1], points[3])}) as world:
        minutes = asking(world, provider).minutes(points)
    assert np.isinf(minutes[1, 3])
    assert np.isfinite(minutes).sum() == 24


@BOTH
def test_two_workplaces_in_one_house_are_the_access_time_apart(provider: str):
    """As by the great circle; and a point is nowhere from itself."""
    a, b = some_points(2)
    with road_server() as world:
        minutes = asking(world, provider).minutes([a, b, a])
    assert minutes[0, 2] == minutes[2, 0] == 4
    assert minutes.diagonal().tolist() == [0, 0, 0]
    assert minutes[0, 1] == minutes[2, 1]


@BOTH
def test_a_plan_names_the_server_and_its_map(provider: str):
    """From the question to the verified plan; without the server the plan says what was taken instead."""
    visits = [a_visit(f"v{n}", at=point) for n, point in enumerate(some_points(8))]
    days, policy = [a_day(office=some_points(1, seed=9)[0])], RoundPolicy.free()
    with road_server() as world:
        travel = asking(world, provider)
        plan = plan_rounds(visits, days, travel, policy, iterations=50)
        assert plan.rounds
        assert plan.travel.startswith(f"{provider} ")
        assert "2026-11-01" in plan.travel
        assert not verify(plan, visits, days, travel, policy)
        world.trouble = "status"
        other = plan_rounds(visits, days, asking(world, provider), policy, iterations=50)
    assert other.travel == f"great-circle {ROADS.version}, instead of {provider} (PLAN-130)"
    assert other == replace(plan_rounds(visits, days, ROADS, policy, iterations=50), travel=other.travel)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20), st.integers(3, 6))
def test_keys_stand_for_the_rounded_points(points: list[tuple[float, float]], decimals: int):
    """From point to key and back moves nothing by more than half of the last decimal, and never twice."""
    keys = keys_of(points, decimals)
    back = points_of(keys, decimals)
    assert (
        np.abs(np.array(back).reshape(-1, 2) - np.array(points).reshape(-1, 2)).max(initial=0) <= 0.51 * 10**-decimals
    )
    np.testing.assert_array_equal(keys_of(back, decimals), keys)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 25), st.integers(1, 9), st.floats(0, 1), st.integers(0, 99))
def test_blocks_cover_what_is_missing_and_are_small(count: int, size: int, share: float, seed: int):
    """Whatever is missing, in blocks that the server accepts."""
    missing = np.random.default_rng(seed).random((count, count)) < share
    left = missing.copy()
    for rows, columns in blocks(missing, size):
        assert 0 < rows.size <= size
        assert 0 < columns.size <= size
        left[np.ix_(rows, columns)] = False
    assert not left.any()


def test_a_table_takes_what_another_knows():
    """Only what it does not know itself, wherever the other has it."""
    mine, other = Table.empty(np.array([1, 3, 5])), Table.empty(np.array([2, 3, 4, 5]))
    other.seconds[1, 3], other.seconds[3, 1], mine.seconds[2, 1] = 35, 53, 7
    mine.take(other)
    assert (mine.seconds[1, 2], mine.seconds[2, 1]) == (35, 7)
    assert mine.missing.sum() == 4
