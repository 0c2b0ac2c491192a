"""Builders for planning tests: an ordinary visit, team-day, policy and week; give only what matters."""

import os
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np

from inspection.planning.problem import GreatCircle, RoundPolicy, Stop, TeamDay, Visit, WeekPlan
from inspection.planning.problem import Round as PlannedRound

MONDAY = date(2026, 11, 30)
WEEK = tuple(MONDAY + timedelta(days=i) for i in range(7))
OFFICE = (4.35, 50.85)


@dataclass(frozen=True)
class Coefficients:
    """Ordinary coefficients of travel."""

    detour_factor: float = 1.3
    town_kmh: float = 22
    far_kmh: float = 85
    far_km: float = 100
    access_minutes: float = 4


ROADS = GreatCircle(Coefficients())


class Flat:
    """Travel over a plane: one degree is one minute, so that a test can be worked out on paper."""

    name, version = "flat", "1"

    def minutes(self, points, depart=None):
        xy = np.asarray(points, dtype=float).reshape(-1, 2)
        return np.abs(xy[:, None] - xy).sum(axis=2)


def examples(usually):
    """Return how many instances a property is tried on: `make battery` says, or as many as it usually takes."""
    return int(os.environ.get("VIGIE_EXAMPLES", usually))


def a_visit(name="v", *, at=OFFICE, minutes=60.0, value=10.0, windows=((0.0, 2880.0),), days=WEEK, **rest):
    """Return a visit at a workplace of its own that may be made at any time of any day."""
    rest.setdefault("workplace", f"est:{name}")
    return Visit(id=name, point=at, minutes=minutes, value=value, windows=tuple(windows), days=frozenset(days), **rest)


def a_day(team="A", day=MONDAY, *, office=OFFICE, shift=(480.0, 1020.0), languages=("fr", "nl"), size=2, **rest):
    """Return an ordinary eight-to-five team-day."""
    return TeamDay(team=team, day=day, office=office, shift=shift, languages=frozenset(languages), size=size, **rest)


def a_policy(**given):
    """Return no rules of work but those given."""
    free = {
        "rest_minutes": 0.0,
        "longest_day_minutes": float("inf"),
        "break_after_minutes": float("inf"),
        "break_minutes": 0.0,
    }
    return RoundPolicy(**{**free, **given})


def a_plan(*rounds, value=0.0, unplaced=None, **rest):
    """Return a plan of rounds given as (team, day, [(visit, arrive, start, leave), …])."""
    made = tuple(
        PlannedRound(team=team, day=day, stops=tuple(Stop(visit=v, arrive=a, start=s, leave=e) for v, a, s, e in stops))
        for team, day, stops in rounds
    )
    given = {"changes": 0, "stopped_by": "iterations", "travel": "flat 1", **rest}
    return WeekPlan(rounds=made, value=value, unplaced=unplaced or {}, **given)


def a_district_week(seed=0, *, teams=4, days=5, required=40, optional=300):
    """Return a seeded district week like a real one: lunch and evening windows, early mornings, one evening team."""
    random = Random(seed)
    roster = [
        a_day(
            f"T{t}",
            MONDAY + timedelta(days=d),
            shift=(900.0, 1410.0) if t == 3 else (480.0, 1020.0),
            languages=("nl", "fr") if t % 2 else ("fr",),
            skills=frozenset({"construction"} if t in (0, 3) else ()),
            size=2 + (t == 2),
        )
        for t in range(teams)
        for d in range(days)
    ]
    visits = [_a_candidate(random, i, i < required) for i in range(required + optional)]
    return visits, roster


def _a_candidate(random, i, required):
    windows = random.choice(
        [
            ((690.0, 840.0), (1080.0, 1290.0)),
            ((540.0, 990.0),),
            ((480.0, 1020.0),),
            ((1080.0, 1350.0),),
            ((420.0, 600.0),),
        ]
    )
    return a_visit(
        f"v{i:04}",
        at=(4.35 + random.gauss(0, 0.25), 50.85 + random.gauss(0, 0.15)),
        minutes=random.choice([60.0, 75.0, 90.0, 120.0]),
        value=round(1000 * random.betavariate(1.5, 8), 1),
        windows=windows,
        days=WEEK[:5] if random.random() < 0.7 else random.sample(WEEK[:5], 3),
        languages=frozenset(random.choice([(), (), (), ("fr",), ("nl",)])),
        skills=frozenset({"construction"} if random.random() < 0.15 else ()),
        team_size=3 if random.random() < 0.05 else 2,
        required=required,
    )


WORK = RoundPolicy(rest_minutes=660, longest_day_minutes=660, break_after_minutes=360, break_minutes=30)
