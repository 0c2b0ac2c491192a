"""A road server in trouble: the great circle for the whole plan, and a notice that says why and what to do."""

import pickle
import socket
from datetime import date

import numpy as np
import pytest
from builders_planning import ROADS, Coefficients
from builders_roads import BOTH, ON, asking, some_points, truth
from road_servers import road_server

from inspection.planning.problem import GreatCircle
from inspection.planning.roads import RoadFault, edition_of, notices_of, settle, travel_times
from inspection.road_settings import RoadSettings


@BOTH
@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("slow", "PLAN-131"),
        ("slow body", "PLAN-131"),  # a byte now and then, within the wait of one reading
        ("malformed", "PLAN-132"),
        ("list", "PLAN-132"),
        ("cut", "PLAN-139"),
        ("status", "PLAN-130"),
        ("refuse", "PLAN-133"),
    ],
)
@pytest.mark.parametrize("after", [0, 1])
def test_with_any_trouble_the_great_circle_is_taken_and_told(provider: str, trouble: str, code: str, after: int):
    """At the first question as at a later one; and nothing that the server says in free words is repeated."""
    if provider == "valhalla" and trouble == "refuse":  # too many places; its status has no code to refuse with
        code = "PLAN-144" if after else "PLAN-132"
    points = some_points(4)
    with road_server(trouble=trouble, trouble_after=after) as world:
        travel = asking(world, provider)
        np.testing.assert_array_equal(travel.minutes(points), ROADS.minutes(points))
    (notice,) = notices_of(travel)
    assert notice.code == code
    assert world.url in notice.where
    assert "the great circle was taken for the whole plan instead" in notice.what
    assert "50.85" not in str(notice)
    assert (travel.name, travel.version) == ("great-circle", f"{ROADS.version}, instead of {provider} ({code})")


@BOTH
@pytest.mark.parametrize("trouble", ["short", "negative", "text", "huge"])
def test_a_table_that_is_none_is_refused(provider: str, trouble: str):
    """Too small, below zero, or words: none of it becomes minutes."""
    with road_server(trouble=trouble, trouble_after=1) as world:
        travel = asking(world, provider)
        travel.minutes([(4.3, 50.8), (4.3001, 50.8)])
    assert [notice.code for notice in notices_of(travel)] == ["PLAN-132"]


@BOTH
def test_nobody_listens(provider: str):
    """A server that is down is named with what to do, and asked once only for the plan."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    travel = travel_times(RoadSettings(provider=provider, url=url), Coefficients(), ON)
    points = some_points(3)
    for _ in range(2):
        np.testing.assert_array_equal(travel.minutes(points), ROADS.minutes(points))
    (notice,) = notices_of(travel)
    assert notice.code == "PLAN-139"
    assert "is down (ConnectionRefusedError)" in notice.what


@BOTH
def test_strict_refuses_instead(provider: str):
    """Whoever wants road times or no plan gets the fault."""
    with road_server(trouble="status") as world:
        travel = asking(world, provider, strict=True)
        with pytest.raises(RoadFault) as fault:
            travel.minutes(some_points(3))
    assert fault.value.code == "PLAN-130"
    assert pickle.loads(pickle.dumps(fault.value)).advice == fault.value.advice  # noqa: S301 (our own)


@BOTH
def test_a_plan_never_mixes_two_providers(provider: str):
    """Once the server has answered, its silence is a fault: minutes by the great circle would not go with the first."""
    points = some_points(6)
    with road_server() as world:
        travel = asking(world, provider)
        first = travel.minutes(points[:4])
        world.trouble = "status"
        np.testing.assert_array_equal(travel.minutes(points[1:3]), first[1:3, 1:3])
        with pytest.raises(RoadFault):
            travel.minutes(points)
    assert travel.name == provider


@BOTH
def test_all_districts_or_none(provider: str):
    """When the server fails at the second district, the first is planned by the great circle too."""
    places = {"leuven": some_points(4), "namur": some_points(4, seed=2)}
    with road_server() as world:
        settled = settle(asking(world, provider), places)
        for name, travel in settled.items():
            again = pickle.loads(pickle.dumps(travel))  # noqa: S301 (as to a process of its own)
            np.testing.assert_allclose(again.minutes(places[name]), truth(places[name]))
            assert again.name == provider
        with pytest.raises(RoadFault, match="2 of 4 points"):
            settled["leuven"].minutes([*places["leuven"][:2], *places["namur"][:2]])
    with road_server(trouble="slow", trouble_after=3) as world:
        settled = settle(asking(world, provider, block=2), places)
        assert {travel.name for travel in settled.values()} == {"great-circle"}
        assert {"PLAN-131" in travel.version for travel in settled.values()} == {True}


def test_without_a_server_settling_is_the_great_circle_itself():
    """Nothing is asked, and every part has the same travel times."""
    travel = travel_times(RoadSettings(), Coefficients(), ON)
    assert isinstance(travel, GreatCircle)
    assert settle(travel, {"a": [], "b": []}) == {"a": travel, "b": travel}
    assert notices_of(travel) == ()


@BOTH
def test_points_off_the_map_are_refused(provider: str):
    """A map that ends before the district would put the point on the nearest road that it knows, and say nothing."""
    points = some_points(6)
    with road_server(off={points[2]}) as world:
        travel = asking(world, provider)
        travel.minutes(points)
    (notice,) = notices_of(travel)
    assert notice.code == "PLAN-141"
    assert str(points[2][0]) not in str(notice)


@BOTH
def test_too_large_a_block_names_the_setting(provider: str):
    """The advice is the server's limit, or ours."""
    with road_server(most_cells=100) as world:
        travel = asking(world, provider, block=11)
        travel.minutes(some_points(20))
        (notice,) = notices_of(travel)
        assert (notice.code, "VIGIE_ROADS_BLOCK" in notice.advice) == ("PLAN-144", True)
        fine = asking(world, provider, block=10)
        fine.minutes(some_points(20))
        assert fine.name == provider


@BOTH
def test_an_old_map_is_refused(provider: str):
    """New roads and closed ones: a map of three years ago plans another country."""
    with road_server(map_day="2023-11-01") as world:
        travel = asking(world, provider)
        travel.minutes(some_points(3))
        assert [notice.code for notice in notices_of(travel)] == ["PLAN-135"]
        assert world.tables == 0
        kept = RoadSettings(provider=provider, url=world.url, map_days=2000)
        assert edition_of(kept, ON).map_day == date(2023, 11, 1)


@BOTH
def test_a_map_exchanged_meanwhile_is_refused(provider: str):
    """A table of two maps is of none."""
    with road_server() as world:
        travel = asking(world, provider)
        ask = travel._server.seconds
        travel._server.seconds = lambda *sides: (setattr(world, "map_day", "2026-11-20"), ask(*sides))[1]
        travel.minutes(some_points(3))
    assert [notice.code for notice in notices_of(travel)] == ["PLAN-142"]
