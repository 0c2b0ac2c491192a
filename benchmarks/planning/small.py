"""Small weeks that mix everything that the model knows, whose optimum an exact solver can prove.

Points lie on a grid and every time is a whole number of minutes, so that an exact solver in whole numbers solves the
very same problem and not a rounded one. Each week holds some of: several windows, windows and shifts past midnight,
several days, languages, skills, team sizes, required visits on one drawn day, two variants of one workplace, a rest
that binds between two shifts of a team, a break in a long day, a break that a team-day asks for, a longest day, an end
that is not the office. Joint actions of two teams are left out: the proof model knows none.
"""

from dataclasses import replace
from random import Random

from benchmarks.planning.plane import Grid
from benchmarks.planning.problem import Problem
from benchmarks.planning.weeks import WEEK
from benchmarks.planning.whole import whole
from inspection.planning.problem import RoundPolicy, TeamDay, Visit

COUNT = 72
MOST = 20


def names() -> list[str]:
    """Return the names of all small weeks."""
    return [f"small-{number:02}" for number in range(1, COUNT + 1)]


def small_week(name: str) -> Problem:
    """Return the small week of that name: 8 to 20 visits, two to four team-days."""
    number = int(name.removeprefix("small-"))
    random = Random(f"small week {number}")  # noqa: S311 (not for secrets)
    team_days = _team_days(random)
    visits = _visits(random, 8 + number % (MOST - 7), team_days)
    broken = number % 3 == 0
    policy = RoundPolicy(
        rest_minutes=random.choice([0.0, 600.0, 660.0]),
        longest_day_minutes=random.choice([float("inf"), 420.0, 480.0]),
        break_after_minutes=random.choice([240.0, 300.0]) if broken else float("inf"),
        break_minutes=30.0 if broken else 0.0,
    )
    problem = Problem(
        name=name, visits=tuple(visits), team_days=tuple(team_days), travel=Grid(), policy=policy, scale=1
    )
    return replace(problem, visits=tuple(_required(random, problem)))


def _team_days(random: Random) -> list[TeamDay]:
    """Return team-days of one or two teams on one to three days, shifts after each other close enough to matter."""
    shifts = ((480.0, 840.0), (480.0, 960.0), (780.0, 1200.0), (900.0, 1410.0), (1200.0, 1620.0))
    made: list[TeamDay] = []
    for team in ("A", "B")[: random.randint(1, 2)]:
        office = (float(random.randint(10, 30)), float(random.randint(10, 30)))
        speaks = frozenset(random.sample(["fr", "nl", "de"], random.randint(1, 2)))
        first = random.randint(0, 3)
        for day in range(first, first + random.randint(1 if made else 2, 2)):
            breaks = ((720.0, 810.0, 30.0),) if random.random() < 0.25 else ()
            made.append(
                TeamDay(
                    team=team,
                    day=WEEK[day],
                    office=office,
                    end=(office[0] + 10, office[1]) if random.random() < 0.2 else None,
                    shift=random.choice(shifts),
                    languages=speaks,
                    size=random.choice([1, 2, 2, 3]),
                    skills=frozenset(random.sample(["construction", "interpreter"], random.randint(0, 2))),
                    longest=random.choice([None, None, None, 300.0]),
                    breaks=breaks,
                )
            )
    return made


def _visits(random: Random, count: int, team_days: list[TeamDay]) -> list[Visit]:
    days = sorted({day.day for day in team_days})
    visits: list[Visit] = []
    for number in range(1, count + 1):
        begin, end = random.choice(team_days).shift if random.random() < 0.75 else (480.0, 1560.0)
        moments = range(int(begin) + 30, int(end) - 60, 30)
        windows = tuple(
            (float(first), float(first + random.choice([0, 30, 60, 120, 240])))
            for first in sorted(random.sample(moments, random.choice([1, 1, 2, 3])))
        )
        visits.append(
            Visit(
                id=f"v{number:02}",
                workplace=f"w{number:02}",
                point=(float(random.randint(0, 40)), float(random.randint(0, 40))),
                minutes=float(random.choice([30, 45, 60, 75, 90])),
                value=float(random.randint(1, 60) if random.random() < 0.8 else random.randint(60, 200)),
                windows=((480.0, 1620.0),) if random.random() < 0.4 else windows,
                days=frozenset(day for day in days if random.random() < 0.85) or frozenset(days[:1]),
                languages=frozenset(random.sample(["fr", "nl", "de"], random.choice([0, 0, 1, 1, 2]))),
                skills=frozenset(random.sample(["construction", "interpreter"], random.choice([0, 0, 0, 1]))),
                team_size=random.choice([1, 1, 1, 2, 2, 3]),
            )
        )
    for _ in range(count // 8):
        one, other = random.sample(range(count), 2)
        visits[other] = replace(visits[other], workplace=visits[one].workplace, point=visits[one].point)
    return visits


def _required(random: Random, problem: Problem) -> list[Visit]:
    """Make up to three visits required on one drawn day, mostly such as some team-day can make alone."""
    data, visits = whole(problem), list(problem.visits)
    for number in random.sample(range(len(visits)), random.randint(0, 3)):
        visit = visits[number]
        days = (
            {problem.team_days[d].day for d in data.able[data.number[visit.id]]} if visit.id in data.number else set()
        )
        if random.random() < 0.1:
            days = set(visit.days)
        if days and not any(each.required and each.workplace == visit.workplace for each in visits):
            visits[number] = replace(visit, required=True, days=frozenset([random.choice(sorted(days))]))
    return visits
