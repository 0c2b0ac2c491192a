"""What would take a placed visit's place: it fits there with every rule kept, and nothing that fits is worth more."""

from dataclasses import replace

from builders_planning import Flat, a_day, a_district_week, a_policy, a_visit, examples
from builders_random_weeks import a_random_week
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.problem import RoundPolicy, verify
from inspection.planning.search import State, build
from inspection.planning.solve import plan_rounds

FREE = RoundPolicy.free()


def stands_in(plan, name, other, visits, days, policy):
    """Tell whether `other` can stand in the plan where `name` stands, the other rounds frozen as they are."""
    known = [replace(visit, required=False) for visit in visits if visit.id != name]
    (mine,) = [each for each in plan.rounds if name in {stop.visit for stop in each.stops}]
    beside = [each for each in plan.rounds if each is not mine]
    keys = [(day.team, day.day) for day in days]
    instance = build(known, days, Flat(), policy, {(each.team, each.day) for each in beside})
    numbers = {visit.id: v for v, visit in enumerate(known)}
    state = State(
        instance,
        spans={keys.index((each.team, each.day)): (each.leaves, each.back) for each in beside},
        done=[numbers[stop.visit] for each in beside for stop in each.stops],
    )
    rounds = [[] for _ in days]
    names = [other if stop.visit == name else stop.visit for stop in mine.stops]
    rounds[keys.index((mine.team, mine.day))] = [instance.nodes[numbers[each]][0] for each in names]
    state.load_plan(rounds, {})
    return [state.nodes_of(d) for d in range(len(days))] == rounds


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 10**9))
def test_an_alternative_fits_and_none_that_fits_is_worth_more(seed):
    """Every candidate without a place is put there in turn; joint visits are left to the search."""
    visits, days, policy = a_random_week(seed)
    visits = [visit for visit in visits if visit.teams == 1]
    plan = plan_rounds(visits, days, Flat(), policy, iterations=10, seed=seed)
    placed = [stop.visit for each in plan.rounds for stop in each.stops]
    known = {visit.id: visit for visit in visits}
    left = [visit for visit in visits if visit.id not in placed]
    for name in placed:
        fits = [each for each in left if stands_in(plan, name, each.id, visits, days, policy)]
        told = plan.alternatives.get(name)
        assert (told is None) == (not fits)
        if told:
            best = max(fits, key=lambda each: (each.required, each.value))
            chosen = known[told.visit]
            assert chosen in fits
            assert (chosen.required, chosen.value, told.value) == (best.required, best.value, best.value)


def test_the_minutes_are_what_the_stand_in_adds():
    """A candidate ten minutes further out and half an hour longer adds fifty minutes there and back."""
    near = a_visit("near", at=(5, 50.85), value=90.0, windows=[(500.0, 520.0)])
    far = a_visit("far", at=(15, 50.85), minutes=90.0, value=20.0, windows=[(500.0, 520.0)])
    also = a_visit("also", at=(5, 50.85), value=10.0, windows=[(500.0, 520.0)])
    plan = plan_rounds([near, far, also], [a_day(office=(0, 50.85))], Flat(), FREE, iterations=20)
    told = plan.alternatives["near"]
    assert (told.visit, told.value, told.minutes) == ("far", 20.0, 50.0)


def test_nothing_stands_in_where_nothing_fits():
    """Another language, another day, the same workplace elsewhere in the week: no alternative."""
    one = a_visit("one", value=90.0, windows=[(500.0, 500.0)])
    two = a_visit("two", value=80.0, windows=[(800.0, 800.0)])
    others = [
        a_visit("german", languages=frozenset({"de"})),
        a_visit("never", days=[]),
        a_visit("two-again", workplace=two.workplace, value=5.0, windows=[(500.0, 500.0)]),
    ]
    plan = plan_rounds([one, two, *others], [a_day()], Flat(), FREE, iterations=20)
    assert "one" not in plan.alternatives
    again = plan_rounds([one, *others], [a_day(shift=(480.0, 570.0))], Flat(), FREE, iterations=20)
    assert again.alternatives["one"].visit == "two-again"


def test_no_number_of_candidates_that_do_not_fit_hides_one_that_does():
    """Twenty-five are worth more and make the day too long, with or without the break that it would owe."""
    placed = a_visit("p", minutes=240.0, value=900.0)
    long = [a_visit(f"c{n:02}", minutes=270.0, value=100.0 + n) for n in range(25)]
    worth_less = a_visit("d", minutes=240.0, value=50.0)
    visits = [placed, *long, worth_less]
    plan = plan_rounds(visits, [a_day(longest=250.0)], Flat(), FREE, iterations=0)
    assert plan.alternatives["p"].visit == "d"
    paused = a_policy(longest_day_minutes=280.0, break_after_minutes=250.0, break_minutes=30.0)
    plan = plan_rounds(visits, [a_day()], Flat(), paused, iterations=0)
    assert plan.alternatives["p"].visit == "d"


def test_a_district_week_names_alternatives_for_nearly_all_and_keeps_its_plan():
    """Naming them changes nothing: the plan is the same and holds."""
    visits, days = a_district_week(teams=2, days=3, required=8, optional=80)
    policy = a_policy(longest_day_minutes=660.0, break_after_minutes=360.0, break_minutes=30.0)
    plan = plan_rounds(visits, days, Flat(), policy, iterations=20)
    assert verify(plan, visits, days, Flat(), policy) == []
    placed = {stop.visit for each in plan.rounds for stop in each.stops}
    assert set(plan.alternatives) <= placed
    assert len(plan.alternatives) > 0.8 * len(placed)
    assert not {told.visit for told in plan.alternatives.values()} & placed
