"""A visit that is said to be impossible is; and lifting the named rule, or granting one help, gives it its place."""

from random import Random

import numpy as np
from builders_lifting import HELPS_GRANTED, RULES_LIFTED, Question, grant, lift
from builders_planning import WEEK, Flat, a_day, a_policy, a_visit, examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspection.planning.explain import HELPS, RULES
from inspection.planning.problem import verify
from inspection.planning.solve import plan_rounds

INF = float("inf")
ISLAND = 500
FILLED = "other_required_visits_fill_the_time"
CROWDED = {FILLED, "workplace_has_another_required_visit"}
SKILLS = ("construction", "night")


class Sea(Flat):
    """The plane, with an island that no way reaches and from which one leads."""

    name = "sea"

    def minutes(self, points, depart=None):
        minutes = super().minutes(points)
        west = np.asarray([point[0] < ISLAND for point in points])
        return np.where(west[:, None] & ~west, INF, minutes)


SEA = Sea()


def a_hard_team_day(random, team, day):
    """Return a team-day by day or night, with little that it speaks or can do."""
    start = float(random.choice([480, 480, 480, 900, 1200]))
    return a_day(
        team,
        day,
        office=(random.randint(0, 40), random.randint(0, 40)),
        shift=(start, start + random.choice([300, 480, 480, 600])),
        languages=random.choice([("fr",), ("nl",), ("fr", "nl")]),
        skills=frozenset(random.sample(SKILLS, random.choice([0, 1, 1]))),
        size=random.randint(1, 3),
        longest=random.choice([None, None, None, 240.0]),
        breaks=random.choice([(), (), ((start + 60, start + 150, 30.0),), ((start + 100, start + 130, 45.0),)]),
        end=random.choice([None, None, (5.0, 5.0)]),
    )


def _windows(random):
    opens = [float(random.randint(0, 1700)) for _ in range(random.choice([1, 1, 2]))]
    return [(first, first + random.choice([0, 60, 300])) for first in opens]


# One way each of asking for more than a small roster has.
TOO_MUCH = {
    "at": lambda random, _: (ISLAND + 5, 5),
    "minutes": lambda random, _: float(random.choice([180, 240, 300, 420, 590])),
    "windows": lambda random, _: _windows(random),
    "days": lambda random, _: random.sample(WEEK[:5], random.randint(1, 2)),
    "languages": lambda random, _: frozenset(random.choice([("fr",), ("nl",), ("de",), ("de", "en")])),
    "skills": lambda random, _: frozenset(random.choice([("night",), SKILLS])),
    "team_size": lambda random, _: random.choice([2, 3, 4]),
    "teams": lambda random, _: random.choice([2, 2, 3]),
    "pinned": lambda random, teams: (random.choice([*teams, "Z"]), random.choice(WEEK[:4])),
}


def a_hard_visit(random, i, teams):
    """Return a required visit, ordinary but for one, two or three ways of asking too much."""
    hard = random.sample(sorted(TOO_MUCH), random.choice([0, 1, 1, 1, 2, 2, 3]))
    given = {name: TOO_MUCH[name](random, teams) for name in hard}
    ordinary = {
        "at": (random.randint(0, 60), random.randint(0, 60)),
        "minutes": float(random.choice([30, 60, 90])),
        "windows": [] if random.random() < 0.02 else [(0.0, 2880.0)],
        "required": random.random() < 0.9,
        "workplace": f"est:{random.randint(0, 30)}",
        "value": float(random.randint(0, 20)),
    }
    return a_visit(f"v{i}", **ordinary | given)


def a_hard_week(seed):
    """Return (visits, team_days, policy, start plan or None, frozen) of a week in which much is impossible."""
    random = Random(seed)
    teams = [f"T{t}" for t in range(random.randint(1, 3))]
    days = [a_hard_team_day(random, team, day) for team in teams for day in WEEK[: random.randint(1, 3)]]
    visits = [a_hard_visit(random, i, teams) for i in range(random.randint(1, 9))]
    policy = a_policy(
        rest_minutes=random.choice([0.0, 660.0, 900.0]),
        longest_day_minutes=random.choice([INF, 300.0, 420.0]),
        break_after_minutes=random.choice([INF, 120.0, 300.0]),
        break_minutes=30.0,
    )
    if random.random() < 0.6:
        return visits, days, policy, None, []
    start = plan_rounds(visits, days, SEA, policy, iterations=0)
    joint = {visit.id for visit in visits if visit.teams > 1}
    out = [(r.team, r.day) for r in start.rounds if not joint & {stop.visit for stop in r.stops}]
    over = [(r.team, r.day) for r in start.rounds if joint & {stop.visit for stop in r.stops}]
    rest = [(day.team, day.day) for day in days if random.random() < 0.2]
    return visits, days, policy, start, sorted({*out[:2], *rest} - set(over))


def in_an_empty_week(question, name, start):
    """Plan this visit beside the frozen rounds alone, check every rule, and return why it has no place."""
    frozen = question.frozen if start else frozenset()
    done = {s.visit for r in start.rounds if (r.team, r.day) in frozen for s in r.stops} if start else set()
    visits = [visit for visit in question.visits if visit.id in done | {name}]
    plan = plan_rounds(visits, question.team_days, SEA, question.policy, iterations=0, start=start, frozen=frozen)
    assert verify(plan, visits, question.team_days, SEA, question.policy, start=start, frozen=frozen) == []
    return plan.unplaced.get(name)


def beside_the_others(question, name, plan, start):
    """Plan this visit beside the required ones that the plan has placed, and return why it has no place there."""
    frozen = question.frozen if start else frozenset()
    placed = {stop.visit for each in plan.rounds for stop in each.stops}
    done = {stop.visit for each in plan.rounds if (each.team, each.day) in frozen for stop in each.stops}
    kept = [v for v in question.visits if v.id in done | {name} or (v.required and v.id in placed)]
    again = plan_rounds(kept, question.team_days, SEA, question.policy, iterations=0, start=plan, frozen=frozen)
    return again.unplaced.get(name)


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 10**9))
@example(254)  # a break in the office begins the day later, and the next day's rest with it
def test_lifting_the_named_rule_makes_an_impossible_visit_possible(seed):
    """Impossible alone, for that very reason; possible once the rule is lifted by as much as said, or with a help."""
    visits, days, policy, start, frozen = a_hard_week(seed)
    plan = plan_rounds(visits, days, SEA, policy, iterations=10, start=start, frozen=frozen)
    assert verify(plan, visits, days, SEA, policy, start=start, frozen=frozen) == []
    question = Question.of(visits, days, policy, frozen)
    for name, why in plan.unplaced.items():
        told = in_an_empty_week(question, name, start)
        if why.rule in CROWDED:
            assert told is None or (told.rule in CROWDED and start), (name, why, told)
            if why.rule == FILLED:
                assert beside_the_others(lift(question, name, why), name, plan, start) is None, (name, why)
            continue
        assert told == why
        assert in_an_empty_week(lift(question, name, why), name, start) is None, (name, why)
        if why.rule == "several_conditions_fail":
            granted = question
            for remedy in why.helps:
                granted = grant(granted, name, remedy)
            assert not why.helps or in_an_empty_week(granted, name, start) is None, (name, why)
            continue
        for remedy in why.helps:
            assert in_an_empty_week(grant(question, name, remedy), name, start) is None, (name, remedy)


def test_every_rule_can_be_lifted_and_every_help_granted():
    """What the tests lift and grant is all that an explanation can name."""
    assert tuple(sorted(RULES_LIFTED)) == tuple(rule for rule in RULES if rule != "several_conditions_fail")
    assert tuple(sorted(HELPS_GRANTED)) == HELPS
