"""What is refused before planning begins: questions that have no answer, each with its advice."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from math import isfinite
from typing import NoReturn

from inspection.errors import PlanningFault
from inspection.planning.problem.model import TeamDay, Visit, WeekPlan


def refuse(code: str, what: str, where: str, advice: str) -> NoReturn:
    """Raise the fault of that code."""
    raise PlanningFault(what, where=where, advice=advice, code=code)


def check_week(visits: Sequence[Visit], team_days: Sequence[TeamDay]) -> None:
    """Refuse visits and team-days that contradict themselves or each other."""
    for name, times in Counter(visit.id for visit in visits).items():
        if times > 1:
            refuse("101", f"Visit {name} is given {times} times", "visits", "Give each visit once.")
    for (team, day), times in Counter((day.team, day.day) for day in team_days).items():
        if times > 1:
            advice = "Join its shifts, or name the second one as another team."
            refuse("102", f"Team {team} has {times} team-days on {day}", "team_days", advice)
    for visit in visits:
        _check_visit(visit)
    for team_day in team_days:
        _check_day(team_day)


def _check_visit(visit: Visit) -> None:
    where = f"visit {visit.id}"
    if visit.teams < 1:
        refuse("103", f"A visit of {visit.teams} teams", where, "Say how many teams start together: 1 or more.")
    if not (isfinite(visit.minutes) and visit.minutes >= 0):
        refuse("104", f"A service of {visit.minutes} minutes", where, "Give its minutes on site, 0 or more.")
    if not isfinite(visit.value):
        refuse(
            "105", f"A value of {visit.value}", where, "Give a finite value; `required` says that it must be placed."
        )
    for first, last in visit.windows:
        if not first <= last:
            advice = "A window after midnight runs on past 1440: 22:00 to 02:00 is (1320, 1560)."
            refuse("106", f"A window from {first} to {last}", where, advice)


def _check_day(team_day: TeamDay) -> None:
    where = f"team-day {team_day.team} {team_day.day}"
    first, last = team_day.shift
    if not (isfinite(first) and isfinite(last) and first <= last):
        advice = "A shift over midnight runs on past 1440: 20:00 to 04:00 is (1200, 1680)."
        refuse("107", f"A shift from {first} to {last}", where, advice)
    for earliest, latest, minutes in team_day.breaks:
        if not (earliest <= latest and minutes >= 0):
            advice = "Give (earliest start, latest start, minutes)."
            refuse("108", f"A break of {minutes} minutes between {earliest} and {latest}", where, advice)


def check_frozen(
    frozen: Collection[tuple[str, date]], start: WeekPlan | None, visits: Sequence[Visit], team_days: Sequence[TeamDay]
) -> None:
    """Refuse frozen team-days that the start plan, the visits or the roster cannot fill."""
    if not frozen:
        return
    if start is None:
        refuse("111", "Team-days are frozen, but there is no plan to keep", "frozen", "Give the plan as `start`.")
    roster = {(day.team, day.day) for day in team_days}
    for team, day in sorted(frozen):
        if (team, day) not in roster:
            advice = "Keep frozen team-days in `team_days`, also those that are over."
            refuse("112", f"Team {team} has no team-day on {day}", "frozen", advice)
    known = {visit.id: visit for visit in visits}
    held = [stop.visit for each in start.rounds if (each.team, each.day) in frozen for stop in each.stops]
    for name, times in sorted(Counter(held).items()):
        if name not in known:
            advice = "Keep the visits of frozen rounds in `visits`, also those that are done."
            refuse("113", f"A frozen round holds visit {name}, which is not given", "visits", advice)
        if times != known[name].teams:
            advice = "Freeze the rounds of all teams of a joint visit together."
            refuse("114", f"Visit {name} of {known[name].teams} teams is frozen for {times}", "frozen", advice)


def check_effort(iterations: int | None, seconds: float | None, change_cost: float) -> None:
    """Refuse efforts and prices below zero."""
    for name, given in (("iterations", iterations), ("seconds", seconds), ("change_cost", change_cost)):
        if given is not None and not given >= 0:
            refuse("115", f"{name} is {given}", name, "Give 0 or more.")
