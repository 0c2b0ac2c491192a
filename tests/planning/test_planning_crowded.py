"""Required visits in each other's way: what is said to help makes room beside those that are placed."""

from builders_planning import Flat, a_day, a_policy, a_visit, examples
from builders_random_weeks import a_random_week
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspection.planning import Question, RoundPolicy, grant, lift, plan_rounds
from inspection.planning.instance import build
from inspection.planning.state import State

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
        state.follow(rounds, {})
        if [state.nodes_of(d) for d in range(len(keys))] == rounds:
            return True
    return False


@settings(max_examples=examples(60), deadline=None)
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
