"""Promises that hold on every week, shown on random small ones."""

from random import Random

from builders_planning import WEEK, Flat, a_day, a_policy, a_visit, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning import plan_rounds, verify

INF = float("inf")


def a_random_team_day(random, team, day):
    """Return a team-day that may work at night, speak one language, have a break of its own or end elsewhere."""
    start = float(random.choice([0, 300, 480, 900, 1200]))
    return a_day(
        team,
        day,
        office=(random.randint(0, 40), random.randint(0, 40)),
        shift=(start, start + random.choice([200, 360, 540, 700])),
        languages=random.choice([("fr",), ("nl",), ("fr", "nl")]),
        size=random.randint(1, 3),
        longest=random.choice([None, None, 300.0]),
        breaks=random.choice([(), (), ((start + 100, start + 200, 30.0),)]),
        end=random.choice([None, None, (5.0, 5.0)]),
    )


def a_random_visit(random, i):
    """Return a visit with one or two windows over two days of minutes, sometimes required, sometimes for two teams."""
    opens = [float(random.randint(0, 1500)) for _ in range(random.randint(1, 2))]
    return a_visit(
        f"v{i}",
        at=(random.randint(0, 40), random.randint(0, 40)),
        minutes=float(random.choice([20, 60, 90])),
        value=float(random.randint(0, 20)),
        windows=[(first, first + random.choice([0, 60, 200, 500])) for first in opens],
        days=random.sample(WEEK[:3], random.randint(1, 3)),
        languages=frozenset(random.choice([(), (), ("fr",), ("nl",)])),
        team_size=random.choice([1, 1, 2]),
        required=random.random() < 0.35,
        teams=random.choice([1] * 8 + [2]),
        workplace=f"est:{random.randint(0, 20)}",
    )


def a_random_week(seed):
    """Return (visits, team_days, policy) of a small week with every feature of the model somewhere."""
    random = Random(seed)
    days = [
        a_random_team_day(random, f"T{t}", WEEK[d])
        for t in range(random.randint(1, 3))
        for d in range(random.randint(1, 3))
    ]
    visits = [a_random_visit(random, i) for i in range(random.randint(1, 14))]
    policy = a_policy(
        rest_minutes=random.choice([0.0, 660.0]),
        longest_day_minutes=random.choice([INF, 400.0]),
        break_after_minutes=random.choice([INF, 240.0, 360.0]),
        break_minutes=30.0,
    )
    return visits, days, policy


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**9))
def test_no_rule_is_broken_and_nothing_is_worse_than_greedy(seed):
    """The verifier finds nothing; no fewer required visits and, at as many, no less value than the greedy start."""
    visits, days, policy = a_random_week(seed)
    greedy = plan_rounds(visits, days, Flat(), policy, iterations=0)
    plan = plan_rounds(visits, days, Flat(), policy, iterations=25, seed=seed)
    assert verify(greedy, visits, days, Flat(), policy) == []
    assert verify(plan, visits, days, Flat(), policy) == []
    assert len(plan.unplaced) <= len(greedy.unplaced)
    if len(plan.unplaced) == len(greedy.unplaced):
        assert plan.value >= greedy.value - 1e-9


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 10**9))
def test_same_seed_and_iterations_give_the_same_plan(seed):
    """Planning twice gives equal plans, to the last digit."""
    visits, days, policy = a_random_week(seed)
    one, two = (plan_rounds(visits, days, Flat(), policy, iterations=15, seed=3) for _ in range(2))
    assert one == two


@settings(max_examples=examples(20), deadline=None)
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
