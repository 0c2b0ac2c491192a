"""No plan is worth more than the bound, and where a week falls apart into single choices the bound is the best plan."""

import subprocess
import sys
from datetime import timedelta
from math import inf, nan
from random import Random

import numpy as np
import pytest
from builders_planning import MONDAY, WEEK, Flat, a_day, a_policy, a_visit, examples
from builders_random_weeks import a_random_week
from builders_tiny_weeks import a_tiny_week, the_optimum
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.errors import PlanningFault
from inspection.planning.bounding import bound, bundle, outlook, prices, pricing, relaxation, upper_bound
from inspection.planning.problem import RoundPolicy
from inspection.planning.solve import plan_rounds

FREE = RoundPolicy.free()
PARTS = (bound, bundle, outlook, prices, pricing, relaxation)
HERE = (0.0, 0.0)


@pytest.fixture(
    autouse=True,
    scope="module",
    params=["as Python", pytest.param("compiled", marks=pytest.mark.battery(reason="half a minute to compile it"))],
)
def way(request):
    """Run the functions of the bound as they are written, as a debugger does; in the battery as machine code, too.

    On weeks as small as these Python is as fast, and the same lines decide.
    """
    with pytest.MonkeyPatch.context() as patch:
        for part in PARTS if request.param == "as Python" else ():
            for name, function in list(vars(part).items()):
                if hasattr(function, "py_func"):
                    patch.setattr(part, name, function.py_func)
        yield


class Wild:
    """Ways that owe nothing to a map: one-way, with detours that are shorter than the way itself."""

    name, version = "wild", "1"

    def __init__(self, seed):
        self._seed = seed

    def minutes(self, points, depart=None):
        random = np.random.default_rng(self._seed)
        known = random.integers(0, 90, (41, 41, 41)).astype(float)
        x, y = np.asarray(points, dtype=int).reshape(-1, 2).T
        return np.where((x[:, None] == x) & (y[:, None] == y), 0.0, known[x[:, None], y[:, None], (x + 3 * y) % 41])


def _placed(plan, visits):
    """Return how many required visits a plan places."""
    return sum(visit.required for visit in visits) - len(plan.unplaced)


def _bound_of(plan, visits, days, travel, policy):
    """Return the bound for plans that place as many required visits as this one."""
    most = len({visit.workplace for visit in visits if visit.required})
    return upper_bound(visits, days, travel, policy, required_placed=min(_placed(plan, visits), most))


@pytest.mark.parametrize(
    "weeks", [8, pytest.param(25, marks=pytest.mark.battery(reason="every plan of each is tried"))]
)
def test_no_tiny_week_has_a_plan_above_its_bound_and_for_most_the_bound_is_the_best_plan(weeks):
    """Full enumeration finds nothing above the bound, which lies close: what is given away is seldom worth anything."""
    met = 0
    for seed in range(weeks):
        visits, days, policy = a_tiny_week(seed)
        required, value = the_optimum(seed)
        bound = upper_bound(visits, days, Flat(), policy, required_placed=required)
        assert value <= bound <= value * 1.2 + 1, seed
        assert bound <= upper_bound(visits, days, Flat(), policy) + 1e-6, seed
        met += bound <= value + 1e-3
    assert met >= 0.6 * weeks


@settings(max_examples=min(examples(12), 60), deadline=None)  # each takes seconds: the battery takes sixty
@given(st.integers(0, 10**9))
def test_no_plan_of_any_week_lies_above_the_bound(seed):
    """Nights, breaks, rest, joint visits, languages, two visits of a workplace, several windows, days, other ends."""
    visits, days, policy = a_random_week(seed)
    plan = plan_rounds(visits, days, Flat(), policy, iterations=60, seed=seed)
    assert plan.value <= _bound_of(plan, visits, days, Flat(), policy)
    assert plan.value <= upper_bound(visits, days, Flat(), policy)


@settings(max_examples=min(examples(10), 60), deadline=None)
@given(st.integers(0, 10**9))
def test_no_plan_lies_above_the_bound_where_detours_are_shorter(seed):
    """A visit that is not worth its price can be a shortcut."""
    visits, days, policy = a_random_week(seed)
    plan = plan_rounds(visits, days, Wild(seed), policy, iterations=40, seed=seed)
    assert plan.value <= _bound_of(plan, visits, days, Wild(seed), policy)


@settings(max_examples=min(examples(10), 60), deadline=None)
@given(st.integers(0, 10**9))
def test_pins_instant_visits_and_values_below_zero_keep_the_bound_above(seed):
    """A week whose visits are pinned, take no time, or are worth less than nothing."""
    random = Random(seed)
    visits, days, policy = a_random_week(seed)
    odd = []
    for visit in visits:
        day = random.choice(days)
        given = {
            "minutes": random.choice([0.0, 0.5, visit.minutes]),
            "value": float(random.randint(-10, 20)),
            "pinned": random.choice([None, None, (day.team, day.day)]),
        }
        odd.append(type(visit)(**{**vars(visit), **given}))
    plan = plan_rounds(odd, days, Flat(), policy, iterations=40, seed=seed)
    assert plan.value <= _bound_of(plan, odd, days, Flat(), policy)


def test_visits_that_do_not_compete_are_all_in_the_bound():
    """One visit for each team and day: the bound is their sum, exactly."""
    days = [a_day(team, MONDAY + timedelta(days=d), office=HERE) for team in "AB" for d in range(3)]
    visits = [
        a_visit(f"v{i}", at=HERE, value=10.0 + i, pinned=(day.team, day.day), days=[day.day])
        for i, day in enumerate(days)
    ]
    assert upper_bound(visits, days, Flat(), FREE) == pytest.approx(75.0, abs=1e-4)


def test_one_of_two_is_the_better_one():
    """Room for one visit, or one workplace for two: the bound is the more valuable."""
    one, two = a_visit("a", at=HERE, minutes=200.0, value=7.0), a_visit("b", at=HERE, minutes=200.0, value=9.0)
    short = a_day(office=HERE, shift=(480.0, 800.0))
    assert upper_bound([one, two], [short], Flat(), FREE) == pytest.approx(9.0, abs=1e-4)
    twice = [a_visit(name, at=HERE, value=value, workplace="est:1") for name, value in (("a", 7.0), ("b", 9.0))]
    assert upper_bound(twice, [a_day(office=HERE)], Flat(), FREE) == pytest.approx(9.0, abs=1e-4)


def test_the_break_of_a_long_day_and_the_longest_day_count():
    """Three visits fill seven hours: with a break of an hour only two go in, and in six hours too."""
    visits = [a_visit(f"v{i}", at=HERE, minutes=130.0, value=10.0) for i in range(3)]
    day = a_day(office=HERE, shift=(480.0, 900.0))
    assert upper_bound(visits, [day], Flat(), FREE) == pytest.approx(30.0, abs=1e-4)
    rested = a_policy(break_after_minutes=360.0, break_minutes=60.0)
    assert upper_bound(visits, [day], Flat(), rested) == pytest.approx(20.0, abs=1e-4)
    short = a_policy(longest_day_minutes=360.0)
    assert upper_bound(visits, [day], Flat(), short) == pytest.approx(20.0, abs=1e-4)
    lunch = a_day(office=HERE, shift=(480.0, 900.0), breaks=((660.0, 720.0, 60.0),))
    assert upper_bound(visits, [lunch], Flat(), FREE) == pytest.approx(20.0, abs=1e-4)


def test_a_required_visit_that_is_worth_nothing_lowers_the_bound():
    """Whoever places it has no room left for the other; a required pair of one workplace is one."""
    visits = [
        a_visit("must", at=HERE, minutes=200.0, value=1.0, required=True),
        a_visit("may", at=HERE, minutes=200.0, value=50.0),
    ]
    days = [a_day(office=HERE, shift=(480.0, 800.0))]
    assert upper_bound(visits, days, Flat(), FREE) == pytest.approx(50.0, abs=1e-4)
    assert upper_bound(visits, days, Flat(), FREE, required_placed=1) == pytest.approx(1.0, abs=1e-4)
    more = [*visits, a_visit("far", at=(900.0, 0.0), value=1.0, required=True)]
    assert upper_bound(more, days, Flat(), FREE, required_placed=1) == pytest.approx(1.0, abs=0.1)


def test_a_joint_visit_counts_once_and_needs_its_teams():
    """Two teams make it together for its value; one team alone cannot."""
    both = [a_visit("joint", at=HERE, value=12.0, teams=2)]
    days = [a_day("A", office=HERE), a_day("B", office=HERE)]
    assert upper_bound(both, days, Flat(), FREE) == pytest.approx(12.0, abs=1e-4)
    assert upper_bound(both, days[:1], Flat(), FREE) == pytest.approx(0.0, abs=1e-4)


def test_more_seconds_never_give_a_higher_bound_and_none_is_repeatable():
    """Without any time it is the sum of what can be placed; without a limit it is the same number twice."""
    visits, days, policy = a_random_week(7)
    free = upper_bound(visits, days, Flat(), policy)
    bounds = [upper_bound(visits, days, Flat(), policy, seconds=seconds) for seconds in (0.0, 0.02, 5.0)]
    assert bounds == sorted(bounds, reverse=True)
    assert free <= bounds[0] <= sum(visit.value for visit in visits) + 1e-6
    assert free == upper_bound(visits, days, Flat(), policy)


def test_an_empty_week_is_worth_nothing():
    """No visits, no teams, or nothing that fits."""
    for visits, days in (([], []), ([a_visit()], []), ([], [a_day()]), ([a_visit(days=[WEEK[6]])], [a_day()])):
        assert upper_bound(visits, days, Flat(), FREE) == pytest.approx(0.0, abs=1e-6)
    lost = a_visit(days=[WEEK[6]], required=True)
    assert upper_bound([lost], [a_day()], Flat(), FREE, required_placed=1) == -inf


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"required_placed": 2}, "PLAN-116"),
        ({"required_placed": -1}, "PLAN-116"),
        ({"seconds": -1.0}, "PLAN-115"),
        ({"seconds": nan}, "PLAN-115"),
        ({"policy": a_policy(rest_minutes=nan)}, "PLAN-117"),
        ({"visits": [a_visit(value=inf)]}, "PLAN-105"),
    ],
)
def test_absurd_questions_are_refused(given, code):
    """With a code, and what to do."""
    question = {"visits": [a_visit(required=True)], "team_days": [a_day()], "travel": Flat(), "policy": FREE, **given}
    with pytest.raises(PlanningFault) as fault:
        upper_bound(**question)
    assert fault.value.code == code


def test_a_day_too_long_to_follow_still_has_a_bound():
    """A shift of years is no round that anybody could follow: all that it could make is given away."""
    visits = [a_visit(f"v{i}", at=HERE, windows=[(0.0, 1e9)], value=5.0) for i in range(3)]
    assert upper_bound(visits, [a_day(office=HERE, shift=(0.0, 1e7))], Flat(), FREE) == pytest.approx(15.0, abs=1e-4)


def test_who_only_plans_never_loads_the_bound():
    """Its compiled code is nothing that a first plan should wait for."""
    code = (
        "import sys, inspection.planning as p; p.plan_rounds; "
        "sys.exit(any(name.startswith('inspection.planning.bounding') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
