"""Promises that hold on every week, shown on random small ones."""

from builders_planning import Flat, examples
from builders_random_weeks import a_random_week, assert_no_worse
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.problem import verify
from inspection.planning.solve import plan_rounds


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 10**9))
def test_no_rule_is_broken_and_nothing_is_worse_than_greedy(seed):
    """The verifier finds nothing; no fewer required visits and, at as many, no less value than the greedy start."""
    visits, days, policy = a_random_week(seed)
    greedy = plan_rounds(visits, days, Flat(), policy, iterations=0, seed=seed)
    plan = plan_rounds(visits, days, Flat(), policy, iterations=25, seed=seed)
    assert verify(greedy, visits, days, Flat(), policy) == []
    assert_no_worse(plan, greedy, visits, days, policy)


@settings(max_examples=examples(8), deadline=None)
@given(st.integers(0, 10**9))
def test_same_seed_and_iterations_give_the_same_plan(seed):
    """Planning twice gives equal plans, to the last digit."""
    visits, days, policy = a_random_week(seed)
    one, two = (plan_rounds(visits, days, Flat(), policy, iterations=15, seed=3) for _ in range(2))
    assert one == two


@settings(max_examples=examples(12), deadline=None)
@given(st.integers(0, 10**9))
def test_replanning_keeps_frozen_rounds_and_breaks_no_rule(seed):
    """With a start plan and its first round frozen, that round is there unchanged and the rest still holds."""
    visits, days, policy = a_random_week(seed)
    start = plan_rounds(visits, days, Flat(), policy, iterations=5)
    joint = {visit.id for visit in visits if visit.teams > 1}
    frozen = [(r.team, r.day) for r in start.rounds if not joint & {stop.visit for stop in r.stops}][:1]
    plan = plan_rounds(visits, days, Flat(), policy, iterations=15, start=start, frozen=frozen, change_cost=1.0)
    assert verify(plan, visits, days, Flat(), policy, start=start, frozen=frozen) == []
    assert len(plan.unplaced) <= len(start.unplaced)
