"""A problem that every engine gets in the same words, and the plan that an engine's order of stops makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from benchmarks.planning.plane import RoundedUp
from benchmarks.planning.weeks import POLICY, TRAVEL, Roster, district_week
from inspection.planning.problem import (
    Round,
    RoundPolicy,
    Stop,
    StoppedBy,
    TeamDay,
    TravelTimes,
    Violation,
    Visit,
    WeekPlan,
    Why,
    verify,
)

Key = tuple[str, date]
Orders = Mapping[Key, Sequence[str]]

# Others count in whole numbers. In a head-to-head everybody's travel is rounded up to tenths of a minute, so that
# nobody loses by it; finer units make PyVRP slower to become feasible.
UNITS = 10

# Every engine of a head-to-head gets this one. The break of a long day is left out, since PyVRP has none; the rest and
# the longest day stay and never bind on district weeks, whose shifts lie far enough apart and are short enough.
HEAD_TO_HEAD = RoundPolicy(
    rest_minutes=POLICY.rest_minutes,
    longest_day_minutes=POLICY.longest_day_minutes,
    break_after_minutes=inf,
    break_minutes=0,
)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Visits, team-days, travel times and rules under one name.

    scale
        Units in a minute for engines that count in whole numbers.
    """

    name: str
    visits: tuple[Visit, ...]
    team_days: tuple[TeamDay, ...]
    travel: TravelTimes
    policy: RoundPolicy
    scale: int

    def verify(self, plan: WeekPlan) -> list[Violation]:
        """Return every rule that the plan breaks."""
        return verify(plan, self.visits, self.team_days, self.travel, self.policy)

    def required_placed(self, plan: WeekPlan) -> int:
        """Return how many of the required visits the plan places."""
        placed = {stop.visit for each in plan.rounds for stop in each.stops}
        return sum(visit.required and visit.id in placed for visit in self.visits)


def district(seed: int, candidates: int, roster: Roster, *, breaks: bool = False) -> Problem:
    """Return a district week as a problem; `breaks` keeps the break of a long day, which our engine alone knows."""
    visits, team_days = district_week(seed, candidates, roster)
    return Problem(
        name=f"{roster}-{candidates}-{seed}" + ("-breaks" if breaks else ""),
        visits=tuple(visits),
        team_days=tuple(team_days),
        travel=TRAVEL if breaks else RoundedUp(TRAVEL, UNITS),
        policy=POLICY if breaks else HEAD_TO_HEAD,
        scale=UNITS,
    )


def plan_of(problem: Problem, orders: Orders) -> WeekPlan:
    """Return the plan in which each team makes these visits in this order, with exact times.

    Each service starts as soon as its windows allow. An order that breaks a rule still becomes a plan, so that `verify`
    says which rule it is.
    """
    visits = {visit.id: visit for visit in problem.visits}
    roster = {(day.team, day.day): day for day in problem.team_days}
    rounds = tuple(
        _round(problem, roster[key], [visits[name] for name in orders[key]])
        for key in sorted(orders, key=lambda key: (key[1], key[0]))
        if orders[key]
    )
    return week_plan(problem, rounds)


def week_plan(problem: Problem, rounds: tuple[Round, ...]) -> WeekPlan:
    """Return the plan of these rounds, its value added up and its unplaced required visits named."""
    placed = {stop.visit for each in rounds for stop in each.stops}
    return WeekPlan(
        rounds=rounds,
        value=sum(visit.value for visit in problem.visits if visit.id in placed),
        unplaced={
            visit.id: Why(rule="not_placed") for visit in problem.visits if visit.required and visit.id not in placed
        },
        changes=0,
        stopped_by=StoppedBy.SECONDS,
        travel=f"{problem.travel.name} {problem.travel.version}",
    )


def orders_of(plan: WeekPlan) -> dict[Key, list[str]]:
    """Return the visits of each round in their order."""
    return {(each.team, each.day): [stop.visit for stop in each.stops] for each in plan.rounds if each.stops}


def _round(problem: Problem, day: TeamDay, visits: Sequence[Visit]) -> Round:
    end = day.office if day.end is None else day.end
    points = [day.office, *(visit.point for visit in visits), end]
    minutes = problem.travel.minutes(points)
    now, stops = day.shift[0], []
    for at, visit in enumerate(visits):
        arrive = now + float(minutes[at, at + 1])
        start = _start(visit, arrive)
        now = start + visit.minutes
        stops.append(Stop(visit=visit.id, arrive=arrive, start=start, leave=now))
    return Round(team=day.team, day=day.day, stops=tuple(stops))


def _start(visit: Visit, arrive: float) -> float:
    """Return the first minute from `arrive` on in a window, or `arrive` itself when all are over."""
    starts = [max(first, arrive) for first, last in visit.windows if arrive <= last + 1e-6]
    return min(starts, default=arrive)
