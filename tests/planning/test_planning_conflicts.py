"""Required visits in each other's way: what is said to help makes room beside those that are placed."""

from dataclasses import replace

from builders_lifting import Question, grant, lift
from builders_planning import WEEK, Flat, a_day, a_policy, a_visit, examples
from builders_random_weeks import a_random_week
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspection.planning.problem import RoundPolicy
from inspection.planning.search import State, build
from inspection.planning.solve import plan_rounds

RULE = "other_required_visits_fill_the_time"


def has_room(question, plan, name, where):
    """Tell whether the visit fits somewhere into that round beside the required visits that the plan has placed."""
    visits = [visit for visit in question.visits if visit.required]
    instance = build(visits, question.team_days, Flat(), question.policy)
    numbers = {visit.id: instance.nodes[v][0] for v, visit in enumerate(visits)}
    keys = [(day.team, day.day) for day in question.team_days]
    rounds = [[] for _ in keys]
    for each in plan.rounds:
        rounds[keys.index((each.team, each.day))] = [numbers[s.visit] for s in each.stops if s.visit in numbers]
    here = keys.index(where)
    stops = rounds[here]
    for gap in range(len(stops) + 1):
        rounds[here] = [*stops[:gap], numbers[name], *stops[gap:]]
        state = State(instance)
        state.load_plan(rounds, {})
        if [state.nodes_of(d) for d in range(len(keys))] == rounds:
            return True
    return False


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 10**9))
@example(17828)  # Monday evening fits beside Tuesday morning only without the break that it would take on its own
def test_each_help_makes_room_beside_the_required_visits(seed):
    """A longer shift, another language, one visit less, a further team: each alone, with every rule kept."""
    visits, days, policy = a_random_week(seed)
    crowd = [v for v in visits if v.teams == 1]
    crowd = [a_visit(v.id, at=v.point, minutes=4 * v.minutes, value=v.value, windows=v.windows, days=v.days,
                     languages=v.languages, team_size=v.team_size, required=True) for v in crowd]  # fmt: skip
    plan = plan_rounds(crowd, days, Flat(), policy, iterations=20)
    question = Question.of(crowd, days, policy)
    for name, why in plan.unplaced.items():
        if why.rule == RULE:
            assert "second_team" in {each.kind for each in why.helps}
            for each in why.helps:
                where = (f"{each.team} (2)" if each.kind == "second_team" else each.team, each.day)
                assert has_room(grant(question, name, each), plan, name, where), (name, each)


def test_the_visits_in_the_way_are_named_and_one_of_them_would_do():
    """Three required visits, room for two: the one that is left names those placed, and dropping one makes room."""
    crowd = [a_visit(f"r{i}", minutes=250.0, value=10.0 * i, required=True) for i in range(3)]
    plan = plan_rounds(crowd, [a_day()], Flat(), RoundPolicy.free(), iterations=20)
    ((left, why),) = plan.unplaced.items()
    others = sorted({"r0", "r1", "r2"} - {left})
    assert why.detail["visits"] == ", ".join(others)
    (drop,) = [each for each in why.helps if each.kind == "drop_other_required"]
    assert drop.detail["visit"] == others[0]
    lifted = lift(Question.of(crowd, [a_day()], a_policy()), left, why)
    assert not plan_rounds(lifted.visits, lifted.team_days, Flat(), lifted.policy, iterations=5).unplaced


def test_rest_and_breaks_are_never_offered():
    """Where the break has no room, a longer shift or a shorter control is offered, never a day without it."""
    policy = a_policy(break_after_minutes=360.0, break_minutes=30.0)
    plan = plan_rounds([a_visit("r", minutes=540.0, required=True)], [a_day()], Flat(), policy, iterations=5)
    why = plan.unplaced["r"]
    assert why.rule == "no_time_for_the_break"
    assert [(each.kind, dict(each.detail)) for each in why.helps] == [
        ("later_end", {"later": 30.0}),
        ("shorter_service", {"shorter": 30.0}),
    ]


def a_night_and_a_dawn():
    """Give one team's night and dawn, between which its rest has no room; the night is worth more."""
    night = a_visit("night", windows=[(1320.0, 1320.0)], days=WEEK[:1], value=50.0, required=True)
    dawn = a_visit("dawn", windows=[(540.0, 540.0)], days=[WEEK[1]], required=True)
    days = [a_day(shift=(900.0, 1440.0)), a_day(day=WEEK[1])]
    return [night, dawn], days, a_policy(rest_minutes=660.0)


def test_a_required_visit_of_another_day_is_named_where_rest_is_what_is_missing():
    """Back at eleven at night, nobody is at a door at nine: the visit at the other side of the rest is in the way."""
    visits, days, policy = a_night_and_a_dawn()
    plan = plan_rounds(visits, days, Flat(), policy, iterations=20)
    ((left, why),) = plan.unplaced.items()
    other = ({"night", "dawn"} - {left}).pop()
    assert why.rule == RULE
    assert (why.detail["visits"], why.detail["required_visits"]) == (other, 1.0)
    assert why.detail["minutes_short"] == 60.0
    (drop,) = [each for each in why.helps if each.kind == "drop_other_required"]
    assert drop.detail["visit"] == other
    question = Question.of(visits, days, policy)
    for eased in (lift(question, left, why), grant(question, left, drop)):
        assert not plan_rounds(eased.visits, eased.team_days, Flat(), eased.policy, iterations=5).unplaced


def test_only_those_that_are_in_the_way_are_named():
    """A day that is full by itself names its own visits, and not the round of another day that leaves it its rest."""
    (night, _), days, policy = a_night_and_a_dawn()
    evening = replace(night, id="evening", windows=((1230.0, 1230.0),))  # the rest after it is over at half past eight
    long = a_visit("long", minutes=480.0, days=[WEEK[1]], required=True)
    short = a_visit("short", days=[WEEK[1]], value=5.0, required=True)
    plan = plan_rounds([evening, long, short], days, Flat(), policy, iterations=20)
    ((left, why),) = plan.unplaced.items()
    assert why.detail["visits"] == ({"long", "short"} - {left}).pop()


def test_the_teams_of_a_joint_visit_are_all_freed_by_what_is_named():
    """Two joint visits, and each team has the day for one of them: without the other the two teams start together."""
    days = [a_day("A"), a_day("B")]
    visits = [a_visit(name, minutes=300.0, teams=2, required=True) for name in ("one", "two")]
    beside = a_visit("beside", minutes=200.0, required=True)
    plan = plan_rounds([*visits, beside], days, Flat(), RoundPolicy.free(), iterations=20)
    ((left, why),) = plan.unplaced.items()
    assert why.rule == RULE
    assert ({"one", "two"} - {left}).pop() in str(why.detail["visits"]).split(", ")
    lifted = lift(Question.of([*visits, beside], days, a_policy()), left, why)
    assert not plan_rounds(lifted.visits, lifted.team_days, Flat(), lifted.policy, iterations=5).unplaced
