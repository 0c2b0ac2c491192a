"""Questions that are refused before planning begins, since they contradict themselves."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from math import isfinite

from inspection.errors import PlanningFault
from inspection.planning.problem.model import TeamDay, Visit, WeekPlan


def check_week(visits: Sequence[Visit], team_days: Sequence[TeamDay]) -> None:
    """Refuse visits and team-days that contradict themselves or each other."""
    for name, times in Counter(visit.id for visit in visits).items():
        if times > 1:
            raise PlanningFault("PLAN-101", visit=name, times=times)
    for (team, day), times in Counter(day.key for day in team_days).items():
        if times > 1:
            raise PlanningFault("PLAN-102", team=team, times=times, day=day)
    for visit in visits:
        _check_visit(visit)
    for team_day in team_days:
        _check_day(team_day)


def _check_visit(visit: Visit) -> None:
    if visit.teams < 1:
        raise PlanningFault("PLAN-103", teams=visit.teams, visit=visit.id)
    if not (isfinite(visit.minutes) and visit.minutes >= 0):
        raise PlanningFault("PLAN-104", minutes=visit.minutes, visit=visit.id)
    if not isfinite(visit.value):
        raise PlanningFault("PLAN-105", value=visit.value, visit=visit.id)
    for first, last in visit.windows:
        if not first <= last:
            raise PlanningFault("PLAN-106", first=first, last=last, visit=visit.id)


def _check_day(team_day: TeamDay) -> None:
    first, last = team_day.shift
    if not (isfinite(first) and isfinite(last) and first <= last):
        raise PlanningFault("PLAN-107", first=first, last=last, team=team_day.team, day=team_day.day)
    for earliest, latest, minutes in team_day.breaks:
        if not (earliest <= latest and minutes >= 0):
            raise PlanningFault(
                "PLAN-108", minutes=minutes, earliest=earliest, latest=latest, team=team_day.team, day=team_day.day
            )


def check_frozen(
    frozen: Collection[tuple[str, date]], start: WeekPlan | None, visits: Sequence[Visit], team_days: Sequence[TeamDay]
) -> None:
    """Refuse frozen team-days that the start plan, the visits or the roster cannot fill."""
    if not frozen:
        return
    if start is None:
        raise PlanningFault("PLAN-111")
    roster = {day.key for day in team_days}
    for team, day in sorted(frozen):
        if (team, day) not in roster:
            raise PlanningFault("PLAN-112", team=team, day=day)
    known = {visit.id: visit for visit in visits}
    held = [stop.visit for each in start.rounds if each.key in frozen for stop in each.stops]
    for name, times in sorted(Counter(held).items()):
        if name not in known:
            raise PlanningFault("PLAN-113", visit=name)
        if times != known[name].teams:
            raise PlanningFault("PLAN-114", visit=name, teams=known[name].teams, times=times)


def check_effort(iterations: int | None, seconds: float | None, change_cost: float) -> None:
    """Refuse efforts and prices below zero."""
    for name, given in (("iterations", iterations), ("seconds", seconds), ("change_cost", change_cost)):
        if given is not None and not given >= 0:
            raise PlanningFault("PLAN-115", limit=name, given=given)
