"""Invented histories: the same seed gives the same one, its chances are those of the draw, its truth is hidden."""

from dataclasses import replace

import polars as pl
import pytest

from inspection.demo.histories import World, generate

WORLD = World(workplaces=500, weeks=8, visits=50, signals=3, inspectors=5)


def test_the_same_seed_gives_the_same_history_and_another_one_another():
    """Down to the last row."""
    first, again, other = (generate(WORLD, seed).history.frame for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_chances_add_up_to_the_visits_of_a_week_and_nobody_has_none():
    """One over the chance stands for everybody, whatever the office believes."""
    made = generate(replace(WORLD, workplaces=2000, weeks=60, aimed=0.4), 3)
    chance = made.history.frame["inclusion"]
    assert chance.min() > 0
    assert len(chance) / 60 == pytest.approx(50, rel=0.1)
    assert (1 / chance).sum() / 60 == pytest.approx(2000, rel=0.1)


def test_the_truth_is_in_no_column_of_the_history():
    """What learns from it cannot look it up."""
    made = generate(WORLD, 1)
    assert "truth" not in made.history.frame.columns
    assert len(made.truth) == len(made.history)


@pytest.mark.parametrize(("response", "hides"), [("all", 0.0), ("random", 0.1), ("outcome", 0.1)])
def test_doors_stay_closed_as_the_world_says(response, hides):
    """A closed door is a label that is missing, and never false."""
    made = generate(replace(WORLD, weeks=40, response=response), 1)
    assert made.history.frame["any"].is_null().mean() == pytest.approx(hides, abs=0.04)


def test_strict_inspectors_are_sent_where_a_signal_is_high():
    """So that the signal looks guilty: the number of an inspector rises with it."""
    sent = generate(replace(WORLD, sorted=0.9), 1).history.frame
    alike = generate(replace(WORLD, sorted=0.0), 1).history.frame
    assert sent.select(pl.corr("s2", "inspector")).item() > 0.5 > abs(alike.select(pl.corr("s2", "inspector")).item())
