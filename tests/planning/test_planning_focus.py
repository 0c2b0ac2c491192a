"""The part of a week that is searched: what it holds, that nothing is lost by it, and that no promise is."""

from contextlib import contextmanager

import numpy as np
import pytest
from builders_planning import ROADS, WORK, Flat, a_day, a_district_week, a_policy, a_visit, examples
from builders_random_weeks import a_random_week, assert_no_worse
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.problem import verify
from inspection.planning.search import State, build
from inspection.planning.solve import focus, plan_rounds
from inspection.planning.solve.focus import Focus


@contextmanager
def looking_at(candidates):
    """Search among so many candidates beside those that have a place or must have one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(focus, "FEWEST", candidates)
        patch.setattr(focus, "A_STOP", 0.0)
        patch.setattr(focus, "A_DAY", min(focus.A_DAY, candidates // 3))
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


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 6))
def test_a_week_searched_in_part_breaks_no_rule_and_is_not_worse_than_greedy(seed, candidates):
    """Joint visits, breaks, nights and rest included; asked twice, the plan is the same to the last digit."""
    visits, days, policy = a_random_week(seed)
    greedy = plan_rounds(visits, days, Flat(), policy, iterations=0, seed=seed)
    with looking_at(candidates):
        plan, again = (plan_rounds(visits, days, Flat(), policy, iterations=25, seed=seed) for _ in range(2))
    assert plan == again
    assert_no_worse(plan, greedy, visits, days, policy)


@settings(max_examples=examples(12), deadline=None)
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


def test_the_part_holds_what_has_a_place_or_must_and_so_many_others():
    """Joint visits whatever they are worth; in the order in which they were given."""
    visits, days = a_district_week(4, required=10, optional=200)
    visits.append(a_visit("joint", value=0.5, teams=2, workplace="est:joint"))
    state = a_state(visits, days, ROADS, WORK)
    placed = {visits[state.instance.visit_of[node]].id for node in np.flatnonzero(state.rounds.where >= 0)}
    with looking_at(150):
        looked = Focus(state)
        looked.choose_candidates()
    names = searched(looked)
    assert len(names) == looked.size - 1 == 150  # the joint visit is two nodes
    assert placed | {visit.id for visit in visits if visit.required} | {"joint"} <= set(names)
    assert names == [visit.id for visit in visits if visit.id in set(names)]


def test_what_must_have_a_place_is_looked_at_before_what_is_worth_more():
    """A required visit and one of several teams, neither of which has a place yet."""
    visits = [a_visit(f"v{i}", value=50.0) for i in range(6)]
    visits += [a_visit("must", value=0.0, required=True), a_visit("joint", value=0.5, teams=2)]
    state = State(build(visits, [a_day("A"), a_day("B")], Flat(), a_policy()), seed=1)
    with looking_at(2):
        looked = Focus(state)
        looked.choose_candidates()
    assert searched(looked) == ["must", "joint"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"at": (1.0, 0.0)}, {"at": (30.0, 0.0)}),
        ({"value": 9.0}, {"value": 8.0}),
        ({"minutes": 50.0}, {"minutes": 60.0}),
    ],
)
def test_what_brings_more_for_each_minute_is_looked_at_first(better, worse):
    """Nearer to the rounds, worth more, or sooner done, all else being equal."""
    one, other = a_visit("one", **better), a_visit("other", **worse)
    state = State(build([other, one], [a_day()], Flat(), a_policy()), seed=1)
    with looking_at(1):
        looked = Focus(state)
        looked.choose_candidates()
    assert searched(looked) == ["one"]


def test_no_team_is_left_without_a_choice(monkeypatch):
    """A town full of good visits for one team does not crowd out those of the other."""
    visits = [a_visit(f"town{i}", minutes=20.0, value=50.0, languages=frozenset({"fr"})) for i in range(20)]
    visits += [a_visit(f"far{i}", at=(30.0, i), minutes=90.0, languages=frozenset({"de"})) for i in range(20)]
    state = State(build(visits, [a_day("A"), a_day("B", languages=("de",))], Flat(), a_policy()), seed=1)
    monkeypatch.setattr(focus, "A_DAY", 5)
    with looking_at(15):
        looked = Focus(state)
        looked.choose_candidates()
    assert sum(name.startswith("far") for name in searched(looked)) == 5
    assert len(searched(looked)) == 15


def test_the_part_begins_from_the_rounds_as_they_are_and_gives_its_own_back():
    """The same stops at the same score there and, once it has found better ones, here."""
    visits, days = a_district_week(5, optional=200)
    state = a_state(visits, days, ROADS, WORK)
    before, rounds = state.score(), [state.nodes_of(d) for d in range(len(days))]
    with looking_at(120):
        looked = Focus(state)
        looked.choose_candidates()
    part = looked._part
    assert np.array_equal(part.score(), before)
    assert [[int(looked._nodes[node]) for node in part.nodes_of(d)] for d in range(len(days))] == rounds
    looked.anneal(300, 0, 300)
    found = part.best.score.copy()
    assert found[1] > before[1]
    looked.widen()
    assert np.array_equal(state.best.score[:2], state.score()[:2])
    assert state.score()[1] >= found[1]


def test_the_part_knows_the_start_plan_and_what_a_change_costs():
    """The score counts both; who had a place in the start plan is looked at, however little it is worth."""
    visits, days = a_district_week(5, optional=200)
    had = np.zeros((len(days), len(visits)), dtype=np.bool_)
    had[0, ::7] = True
    state = a_state(visits, days, ROADS, WORK, start=had, change_cost=40.0)
    with looking_at(60):
        looked = Focus(state)
        looked.choose_candidates()
    assert {visit.id for visit in visits[::7]} <= set(searched(looked))
    assert np.array_equal(looked._part.score(), state.score())
    assert looked._part.score()[1] > a_state(visits, days, ROADS, WORK, start=had).score()[1]


def test_what_is_done_and_its_workplace_are_not_looked_at():
    """A frozen round's visit and the other way to control the same workplace would be a second visit."""
    visits = [a_visit(f"v{i}", workplace=f"est:{i // 2}", value=20.0 - i, required=i == 1) for i in range(8)]
    state = State(build(visits, [a_day()], Flat(), a_policy()), seed=1, done=[0])
    with looking_at(4):
        looked = Focus(state)
        looked.choose_candidates()
    assert searched(looked) == ["v2", "v3", "v4", "v5"]


def test_once_it_is_widened_every_candidate_is_asked():
    """A free shift is filled with whom the part had left out."""
    visits = [a_visit(f"v{i}", minutes=30.0, value=10.0 - i, windows=((480.0, 1020.0),)) for i in range(6)]
    state = State(build(visits, [a_day()], Flat(), a_policy()), seed=1)
    with looking_at(2):
        looked = Focus(state)
        looked.choose_candidates()
    assert searched(looked) == ["v0", "v1"]
    looked.anneal(5, 0, 5)
    looked.widen()
    assert (state.rounds.where >= 0).all()


def test_a_small_week_is_searched_whole():
    """No part is made, and looking or widening changes nothing."""
    visits, days = a_district_week(6, required=10, optional=100)
    state = a_state(visits, days, ROADS, WORK)
    looked = Focus(state)
    looked.choose_candidates()
    assert looked._part is state
    assert looked.size == len(visits)
    before = state.rounds.rows.stops.copy()
    looked.widen()
    assert np.array_equal(state.rounds.rows.stops, before)


def interrupted_at(call, times):
    """Return a method of State that does its work and then hears Ctrl-C, so many times after others."""
    left, whole = [times], getattr(State, call)

    def method(state, *given):
        done = whole(state, *given)
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return done

    return method


@pytest.mark.parametrize(("call", "times"), [("anneal", 12), ("adopt", 2), ("fill", 2), ("keep", 5)])
@pytest.mark.few(2)
def test_an_interrupt_keeps_what_the_part_has_found(monkeypatch, call, times):
    """Ctrl-C in a large week loses nothing found among its best candidates, the handing over of it included."""
    visits, days = a_district_week(7)
    greedy = plan_rounds(visits, days, ROADS, WORK, iterations=0)
    parts = []
    monkeypatch.setattr(focus, "_part_of", lambda *given, made=focus._part_of: parts.append(made(*given)) or parts[-1])
    monkeypatch.setattr(State, call, interrupted_at(call, times))
    with looking_at(200):
        plan = plan_rounds(visits, days, ROADS, WORK, iterations=3000)
    assert plan.stopped_by == "interrupt"
    assert parts[-1].best.score[1] > 1.01 * greedy.value
    assert plan.value >= parts[-1].best.score[1] - 1e-6
