"""The search in turns: it ends with its clock, and what is kept back for reading out changes nothing."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from builders_planning import ROADS, a_day, a_district_week, a_policy, a_visit

from inspection.planning.search import State, build
from inspection.planning.solve import annealing_loop, plan_rounds


@dataclass
class Clockwork:
    """A week of which each step takes the same time on a clock of its own."""

    pace: float
    now: float = 100.0
    steps: int = 0
    visits: int = 1
    coolings: list[int] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    look_seconds: float = 0.0

    @property
    def size(self):
        return self.visits

    def choose_candidates(self):
        self.looks.append(self.steps)
        self.now += self.look_seconds

    def anneal(self, steps, first, total):
        if first == 0:
            self.coolings.append(0)
        assert first == self.coolings[-1]
        assert first + steps <= total + 1
        self.coolings[-1] += steps
        self.steps += steps
        self.now += steps * self.pace


def a_crowded_state():
    """Return a filled week in which required visits have no place."""
    visits, roster = a_district_week(3, teams=2, days=2, required=60, optional=40)
    state = State(build(visits, roster, ROADS, a_policy(break_after_minutes=360.0, break_minutes=30.0)), seed=5)
    state.fill()
    state.keep()
    state.restore()
    return state


@pytest.mark.parametrize("pace", [0.0004, 0.03, 0.7])
@pytest.mark.parametrize("seconds", [0.5, 2.0, 10.0])
@pytest.mark.parametrize("look_seconds", [0.0, 0.2])
def test_the_search_ends_with_its_clock_and_wastes_no_step(monkeypatch, pace, seconds, look_seconds):
    """It never runs past its time, the first look and step apart, and stops only when no step fits any more."""
    week = Clockwork(pace, visits=30, look_seconds=look_seconds)
    monkeypatch.setattr(annealing_loop, "monotonic", lambda: week.now)
    until = week.now + seconds
    assert annealing_loop.run_annealing(week, None, until) == "seconds"
    assert until - 1.01 * pace <= week.now <= max(until, 100.0 + look_seconds + pace) + 1e-9


def test_a_number_of_steps_is_done_to_the_last(monkeypatch):
    """Turns of any length add up to the steps that were asked for."""
    week = Clockwork(0.007)
    monkeypatch.setattr(annealing_loop, "monotonic", lambda: week.now)
    assert annealing_loop.run_annealing(week, 1234, None) == "iterations"
    assert week.steps == 1234


@pytest.mark.parametrize(
    ("steps_a_visit", "coolings"),
    [(30, [600]), (150, [3000]), (300, [3000, 3000]), (1200, [6000, 6000, 4000, 4000, 2000, 2000])],
)
def test_a_search_of_many_steps_for_each_visit_cools_more_than_once(monkeypatch, steps_a_visit, coolings):
    """What is left is divided anew after each cooling; by a clock they are the same but for the first steps."""
    week = Clockwork(0.0005, visits=20)
    monkeypatch.setattr(annealing_loop, "monotonic", lambda: week.now)
    annealing_loop.run_annealing(week, 20 * steps_a_visit, None)
    assert week.coolings == coolings
    assert week.looks == [sum(coolings[:done]) for done in range(len(coolings))]
    by_clock = Clockwork(0.0005, visits=20)
    monkeypatch.setattr(annealing_loop, "monotonic", lambda: by_clock.now)
    annealing_loop.run_annealing(by_clock, None, by_clock.now + 20 * steps_a_visit * by_clock.pace)
    assert by_clock.looks == [sum(by_clock.coolings[:done]) for done in range(len(by_clock.coolings))]
    found = by_clock.coolings if len(coolings) == 1 else by_clock.coolings[1:]
    assert len(found) == len(coolings)
    assert all(abs(one - two) <= annealing_loop.SURE_STEPS + 30 for one, two in zip(found, coolings, strict=True))


def test_where_a_cooling_ends_does_not_depend_on_the_turns(monkeypatch):
    """Searches at any pace have the same coolings: the same steps give the same week on every machine."""
    found = set()
    for pace in (1e-6, 0.003, 0.2):
        week = Clockwork(pace, visits=7)
        monkeypatch.setattr(annealing_loop, "monotonic", lambda week=week: week.now)
        annealing_loop.run_annealing(week, 9_999, None)
        found.add(tuple(week.coolings))
    assert len(found) == 1


def test_asking_how_long_reading_out_takes_leaves_the_week_as_it_was():
    """Rounds, what fits into them and the random numbers are the same afterwards."""
    state = a_crowded_state()
    assert (state.week.required & (state.rounds.where < 0)).any()
    rows = state.rounds.rows
    before = [one.copy() for one in (rows.stops, rows.count, rows.cost, rows.gain, state.rounds.where, state.rng)]
    assert annealing_loop.seconds_to_read_out(state) > 0
    after = (rows.stops, rows.count, rows.cost, rows.gain, state.rounds.where, state.rng)
    assert all(np.array_equal(one, two) for one, two in zip(before, after, strict=True))


def test_a_cap_that_does_not_bite_changes_nothing():
    """The plan of so many steps is the same with an hour's time and without a clock, absent visits and all."""
    visits, roster = a_district_week(3, teams=2, days=2, required=60, optional=40)
    visits.append(a_visit("joint", minutes=90.0, windows=((600.0, 700.0),), teams=2, required=True))
    free, capped = (
        plan_rounds(visits, roster, ROADS, a_policy(), iterations=200, seconds=seconds, seed=2)
        for seconds in (None, 3600.0)
    )
    assert free.unplaced
    assert capped == free


def test_a_week_without_candidates_has_nothing_to_read_out():
    """No stop and no absent visit: the question is answered all the same."""
    assert plan_rounds([], [a_day()], ROADS, a_policy(), seconds=5.0).stopped_by == "iterations"
    assert plan_rounds([a_visit(required=True)], [], ROADS, a_policy(), seconds=5.0).stopped_by == "iterations"
