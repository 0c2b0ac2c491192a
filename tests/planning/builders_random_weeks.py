"""Random small weeks for property tests: every feature of the planning model somewhere."""

from random import Random

from builders_planning import WEEK, Flat, a_day, a_policy, a_visit

from inspection.planning.problem import verify

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


def assert_no_worse(plan, greedy, visits, days, policy):
    """Hold a plan to what is promised of every week: no rule broken, and nothing worse than the greedy start."""
    assert verify(plan, visits, days, Flat(), policy) == []
    assert len(plan.unplaced) <= len(greedy.unplaced)
    if len(plan.unplaced) == len(greedy.unplaced):
        assert plan.value >= greedy.value - 1e-9
