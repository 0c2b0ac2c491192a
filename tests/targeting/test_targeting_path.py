"""The whole path over registers in their native formats: taken in, established, measured, assessed, selected."""

from datetime import date

import polars as pl
import pytest
from builders_targeting import ON, catalogue, policy

from inspection.registers.lake import Lake
from inspection.targeting.assessing import assess_all, measure
from inspection.targeting.choosing import select, window_days
from inspection.targeting.frame import Established, establish
from inspection.targeting.signals import SIGNALS
from inspection.time_of import IsoWeek


@pytest.fixture
def lake(synthetic_lake: Lake) -> Lake:
    return synthetic_lake


def week(lake: Lake, polygons, seed: int = 1, on: date = ON):
    established = establish(lake, catalogue(), on, cache=polygons)
    measured = measure(established, lake, catalogue(), on)
    done = assess_all(measured, catalogue())
    room = dict.fromkeys(done.frame["district"].unique().sort(), 20)
    days = window_days(catalogue(), IsoWeek.parse("2026-W49").days)
    return established, done, select(done, [], room, policy(), seed, days_of=days)


def test_every_workplace_has_a_place_a_sector_and_points(lake, polygons):
    """Nothing that the planner or the router needs is missing, and each district is one of the twelve."""
    established, done, _ = week(lake, polygons)
    needed = ["workplace", "enterprise", "sector", "canton", "district", "lon", "lat", "quality", "refnis", "points"]
    assert done.frame.height == established.frame.height > 250
    assert done.frame.select(pl.col(needed).null_count().sum()).row(0) == (0,) * len(needed)
    assert done.frame["probability"].null_count() == done.frame.height  # no card is calibrated
    assert done.frame["district"].n_unique() <= 12
    assert {w.split(":")[0] for w in done.frame["workplace"]} == {"est", "site"}


def test_the_same_registers_and_seed_give_the_same_week(lake, polygons):
    """Twice the same: frame, points, choice, frozen values and their hashes."""
    first, second = week(lake, polygons), week(lake, polygons)
    assert first[1].frame.equals(second[1].frame)
    assert first[2] == second[2]


def test_every_signal_is_known_for_somebody(lake, polygons):
    """No signal is dead: each register gives values to some workplace (the office's own were not handed in)."""
    _, done, _ = week(lake, polygons)
    dead = [k for k in SIGNALS if done.frame[k].null_count() == done.frame.height]
    assert set(dead) == {"complaints_kept_365d", "own_history_enterprise", "own_history_workplace"}


def test_each_eligible_workplace_could_have_been_drawn(lake, polygons):
    """Whatever its points, a workplace has a probability above zero, and what was drawn says which."""
    established, _, chosen = week(lake, polygons)
    assert chosen.frame_size == established.frame.height
    assert all(p > 0 for p in chosen.inclusion.values())
    assert sum(size for _, size in chosen.strata.values()) == chosen.frame_size
    assert all(c.inclusion_probability and c.day in IsoWeek.parse("2026-W49").days for c in chosen.arm("random"))


def test_before_the_first_snapshot_there_is_nobody(lake, polygons):
    """As of a day before anything was delivered the frame is empty, without an error."""
    found = establish(lake, catalogue(), date(2026, 1, 1), cache=polygons)
    assert isinstance(found, Established)
    assert found.frame.is_empty()
