"""The part of a week that is searched: what it holds, that nothing is lost by it, and that no promise is."""

from contextlib import contextmanager

import numpy as np
import pytest
from builders_planning import ROADS, WORK, Flat, a_day, a_district_week, a_policy, a_visit, examples
from builders_random_weeks import a_random_week
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning import focus, plan_rounds, verify
from inspection.planning.focus import Focus
from inspection.planning.instance import build
from inspection.planning.state import State


@contextmanager
def looking_at(candidates):
    """Search among so many candidates beside those that have a place or must have one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(focus, "FEWEST", candidates)
        patch.setattr(focus, "A_STOP", 0.0)
        yield


def a_state(visits, days, travel, policy, **rest):
    """Return a week with its greedy rounds."""
    state = State(build(visits, days, travel, policy), seed=1, **rest)
    state.fill()
    state.keep()
    return state


def searched(looked):
    """Return the names of the visits that are searched."""
    return [visit.id for visit in looked._part.instance.visits]


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 6))
def test_a_week_searched_in_part_breaks_no_rule_and_is_not_worse_than_greedy(seed, candidates):
    """Joint visits, breaks, nights and rest included; asked twice, the plan is the same to the last digit."""
    visits, days, policy = a_random_week(seed)
    greedy = plan_rounds(visits, days, Flat(), policy, iterations=0)
    with looking_at(candidates):
        plan, again = (plan_rounds(visits, days, Flat(), policy, iterations=25, seed=seed) for _ in range(2))
    assert plan == again
    assert verify(plan, visits, days, Flat(), policy) == []
    assert len(plan.unplaced) <= len(greedy.unplaced)
    if len(plan.unplaced) == len(greedy.unplaced):
        assert plan.value >= greedy.value - 1e-9


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(0, 10**9))
def test_replanning_in_part_keeps_frozen_rounds_and_goes_nowhere_twice(seed):
    """What is done in a frozen round, and the other visits of its workplace, are no candidates."""
    visits, days, policy = a_random_week(seed)
    start = plan_rounds(visits, days, Flat(), policy, iterations=5)
    joint = {visit.id for visit in visits if visit.teams > 1}
    frozen = [(r.team, r.day) for r in start.rounds if not joint & {stop.visit for stop in r.stops}][:1]
    with looking_at(3):
        plan = plan_rounds(visits, days, Flat(), policy, iterations=15, start=start, frozen=frozen, change_cost=1.0)
    assert verify(plan, visits, days, Flat(), policy, start=start, frozen=frozen) == []
    assert len(plan.unplaced) <= len(start.unplaced)


def test_the_part_holds_what_has_a_place_or_must_and_the_best_of_the_others():
    """Those that bring most for each minute beside the rounds as they are; joint visits whatever they are worth."""
    visits, days = a_district_week(4, required=10, optional=200)
    visits.append(a_visit("joint", value=0.5, teams=2, workplace="est:joint"))
    state = a_state(visits, days, ROADS, WORK)
    placed = {visits[state.instance.visit_of[node]].id for node in np.flatnonzero(state.rounds.where >= 0)}
    with looking_at(100):
        looked = Focus(state)
        looked.look()
    names = searched(looked)
    assert len(names) == looked.size - 1 == 100
    assert placed | {visit.id for visit in visits if visit.required} | {"joint"} <= set(names)
    assert names == [visit.id for visit in visits if visit.id in set(names)]


def test_the_part_begins_from_the_rounds_as_they_are_and_gives_its_own_back():
    """The same stops at the same score there and, once it has found better ones, here."""
    visits, days = a_district_week(5, optional=200)
    state = a_state(visits, days, ROADS, WORK)
    before, rounds = state.score(), [state.nodes_of(d) for d in range(len(days))]
    with looking_at(120):
        looked = Focus(state)
        looked.look()
    part = looked._part
    assert np.array_equal(part.score(), before)
    assert [[int(looked._nodes[node]) for node in part.nodes_of(d)] for d in range(len(days))] == rounds
    looked.improve(300, 0, 300)
    found = part.best.score.copy()
    assert found[1] > before[1]
    looked.widen()
    assert np.array_equal(state.best.score[:2], state.score()[:2])
    assert state.score()[1] >= found[1]


def test_once_it_is_widened_every_candidate_is_asked():
    """A free shift is filled with whom the part had left out."""
    visits = [a_visit(f"v{i}", minutes=30.0, value=10.0 - i, windows=((480.0, 1020.0),)) for i in range(6)]
    state = State(build(visits, [a_day()], Flat(), a_policy()), seed=1)
    with looking_at(2):
        looked = Focus(state)
        looked.look()
    assert searched(looked) == ["v0", "v1"]
    looked.improve(5, 0, 5)
    looked.widen()
    assert (state.rounds.where >= 0).all()


def test_a_small_week_is_searched_whole():
    """No part is made, and looking or widening changes nothing."""
    visits, days = a_district_week(6, required=10, optional=100)
    state = a_state(visits, days, ROADS, WORK)
    looked = Focus(state)
    looked.look()
    assert looked._part is state
    assert looked.size == len(visits)
    before = state.rounds.rows.stops.copy()
    looked.widen()
    assert np.array_equal(state.rounds.rows.stops, before)


def test_an_interrupt_keeps_what_the_part_has_found(monkeypatch):
    """Ctrl-C in a large week loses nothing of the rounds found among its best candidates."""
    visits, days = a_district_week(7)
    found = []

    def interrupted(state, *given, improve=State.improve):
        improve(state, *given)
        found.append(float(state.best.score[1]))
        if len(found) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(State, "improve", interrupted)
    with looking_at(200):
        plan = plan_rounds(visits, days, ROADS, WORK, iterations=4000)
    assert plan.stopped_by == "interrupt"
    assert plan.value >= found[-1] - 1e-6
