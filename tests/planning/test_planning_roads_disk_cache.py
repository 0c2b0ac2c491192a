"""Answers of a road server that are kept: in the plan, and on disk until they are old, damaged or too many."""

import os
from pathlib import Path

import numpy as np
import pytest
from builders_roads import BOTH, asking, some_points, truth
from road_servers import road_server

from inspection.planning.roads import notices_of


@BOTH
def test_answers_are_remembered_in_the_plan(provider: str):
    """The verifier asks round by round for what the planner asked for at once: no question more."""
    points = some_points(30)
    with road_server() as world:
        travel = asking(world, provider)
        travel.minutes(points)
        before = len(world.asked)
        travel.minutes([points[3], points[9], points[3]])
        assert len(world.asked) == before


@BOTH
def test_answers_are_kept_on_disk_and_only_what_is_new_is_asked(provider: str, tmp_path: Path):
    """Next week's plan asks for its new places only: their rows and columns."""
    points = some_points(30)
    with road_server() as world:
        first = asking(world, provider, tmp_path, block=10).minutes(points[:28])
        assert world.tables == 9
        again = asking(world, provider, tmp_path, block=10)
        np.testing.assert_array_equal(again.minutes(points[:28]), first)
        assert world.tables == 9
        np.testing.assert_allclose(asking(world, provider, tmp_path, block=10).minutes(points), truth(points))
        assert world.tables == 9 + 3 + 2
        assert {file.stat().st_mode & 0o077 for file in tmp_path.rglob("*")} == {0}
        asking(world, provider, tmp_path, block=10, decimals=4).minutes(points[:3])
        assert world.tables == 15, "another rounding is another question"
        world.map_day = "2026-11-20"
        asking(world, provider, tmp_path, block=10).minutes(points[:3])
        assert world.tables == 16, "so is another map"


@BOTH
def test_without_a_maps_day_nothing_is_kept(provider: str, tmp_path: Path):
    """Nobody could tell when the answers have become old."""
    with road_server(map_day=None) as world:
        travel = asking(world, provider, tmp_path)
        travel.minutes(some_points(3))
        assert travel.name == provider
        assert "unknown" in travel.version
    assert list(tmp_path.rglob("*.npz")) == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_damaged_file_is_thrown_away_and_told(damage: str, tmp_path: Path):
    """The answers are asked for again, and are right."""
    points = some_points(20)
    with road_server() as world:
        asking(world, cache=tmp_path).minutes(points)
        (file,) = tmp_path.rglob("*.npz")
        whole = bytearray(file.read_bytes())
        whole[-900] ^= 0xFF
        file.write_bytes({"cut": whole[:-400], "flipped": whole, "empty": b"", "other": b"PK\x03\x04rubbish"}[damage])
        travel = asking(world, cache=tmp_path)
        np.testing.assert_allclose(travel.minutes(points), truth(points))
        assert (travel.name, world.tables) == ("osrm", 2)
        (notice,) = notices_of(travel)
        assert notice.code == "PLAN-137"
        again = asking(world, cache=tmp_path)
        again.minutes(points)
        assert (world.tables, notices_of(again)) == (2, ())


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first(tmp_path: Path):
    """Each of these tables takes about 320 KB of the one megabyte."""
    with road_server() as world:
        for seed in range(5):
            asking(world, cache=tmp_path, cache_mb=1).minutes(some_points(200, seed))
            for file in tmp_path.rglob("*.npz"):
                os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))
        assert sum(file.stat().st_size for file in tmp_path.rglob("*")) < 1_100_000
        assert len(list(tmp_path.rglob("*.npz"))) == 3
        asked = world.tables
        asking(world, cache=tmp_path, cache_mb=1).minutes(some_points(200, 4))
        assert world.tables == asked
        asking(world, cache=tmp_path, cache_mb=1).minutes(some_points(200, 0))
        assert world.tables == asked + 4


def test_a_disk_that_cannot_be_written_stops_no_plan(tmp_path: Path):
    """The plan is made, and whoever runs it hears why the next one will ask again."""
    (tmp_path / "roads").write_text("a file where the folder should be")
    with road_server() as world:
        travel = asking(world, cache=tmp_path)
        travel.minutes(some_points(3))
    assert (travel.name, [notice.code for notice in notices_of(travel)]) == ("osrm", ["PLAN-140"])
