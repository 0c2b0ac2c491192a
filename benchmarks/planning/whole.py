"""A problem in whole numbers, as the other engines count: who may make what, and times that still hold when exact.

Travel and service are rounded up and windows inwards, so that a plan which holds in whole numbers holds in minutes.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from benchmarks.planning.problem import Key, Problem, orders_of
from inspection.planning.problem import TeamDay, Visit, WeekPlan

Ints = npt.NDArray[np.int64]
NOISE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The visits that some team-day can make alone, in whole units of time.

    travel
        (n, n) units between points: first the visits in their order, then the offices and ends.
    start, end
        Point of each team-day's office and end.
    able
        For each visit the team-days that may make it.
    """

    problem: Problem
    visits: tuple[Visit, ...]
    service: tuple[int, ...]
    windows: tuple[tuple[tuple[int, int], ...], ...]
    shifts: tuple[tuple[int, int], ...]
    travel: Ints
    start: tuple[int, ...]
    end: tuple[int, ...]
    able: tuple[tuple[int, ...], ...]

    @property
    def team_days(self) -> tuple[TeamDay, ...]:
        """Return the team-days of the problem."""
        return self.problem.team_days

    @cached_property
    def number(self) -> dict[str, int]:
        """Return the number of each visit by its id."""
        return {visit.id: v for v, visit in enumerate(self.visits)}

    @cached_property
    def keys(self) -> list[Key]:
        """Return (team, day) of each team-day."""
        return [(day.team, day.day) for day in self.team_days]

    @cached_property
    def workplaces(self) -> dict[str, list[int]]:
        """Return the visits of each workplace."""
        found: dict[str, list[int]] = {}
        for v, visit in enumerate(self.visits):
            found.setdefault(visit.workplace, []).append(v)
        return found


def admits(day: TeamDay, visit: Visit) -> bool:
    """Say whether the team-day may make the visit, times apart."""
    if day.day not in visit.days or visit.team_size > day.size or not visit.skills <= day.skills:
        return False
    if visit.pinned is not None and visit.pinned != (day.team, day.day):
        return False
    return not visit.languages or bool(visit.languages & day.languages)


def whole(problem: Problem) -> Whole:
    """Return the problem in whole numbers.

    Left out are visits that no team-day can make alone and, where a workplace has a required visit that can be made,
    the other visits to it: required visits come first, so they could never be placed beside it. Raises ValueError for
    joint actions, which no other engine here can plan.
    """
    if any(visit.teams > 1 for visit in problem.visits):
        raise ValueError("joint actions are not for the head-to-head")
    places = list(dict.fromkeys(place for day in problem.team_days for place in (day.office, day.end or day.office)))
    points = [visit.point for visit in problem.visits] + places
    travel = np.ceil(problem.travel.minutes(points) * problem.scale - NOISE).astype(np.int64)
    at = {place: len(problem.visits) + p for p, place in enumerate(places)}
    start = [at[day.office] for day in problem.team_days]
    end = [at[day.end or day.office] for day in problem.team_days]
    shifts = [_inwards(day.shift, problem.scale) for day in problem.team_days]
    service = [_up(visit.minutes * problem.scale) for visit in problem.visits]
    windows = [tuple(_inwards(each, problem.scale) for each in visit.windows) for visit in problem.visits]

    def alone(d: int, v: int) -> bool:
        earliest = shifts[d][0] + int(travel[start[d], v])
        latest = shifts[d][1] - int(travel[v, end[d]]) - service[v]
        return any(max(first, earliest) <= min(last, latest) for first, last in windows[v])

    able = [
        tuple(d for d, day in enumerate(problem.team_days) if admits(day, visit) and alone(d, v))
        for v, visit in enumerate(problem.visits)
    ]
    kept = _kept(problem, able)
    rows = [*kept, *range(len(problem.visits), len(points))]
    shift_by = len(kept) - len(problem.visits)
    return Whole(
        problem=problem,
        visits=tuple(problem.visits[v] for v in kept),
        service=tuple(service[v] for v in kept),
        windows=tuple(windows[v] for v in kept),
        shifts=tuple(shifts),
        travel=np.ascontiguousarray(travel[np.ix_(rows, rows)]),
        start=tuple(each + shift_by for each in start),
        end=tuple(each + shift_by for each in end),
        able=tuple(able[v] for v in kept),
    )


def fitting(data: Whole, plan: WeekPlan) -> dict[Key, list[int]]:
    """Return the visits of each round of a plan, without those that no longer fit when times are rounded up.

    On published instances a plan may fit exactly and be too long by a unit in whole numbers; an engine that is to begin
    from it gets it without the least valuable visit of that round.
    """
    orders = {}
    for key, names in orders_of(plan).items():
        order = [data.number[name] for name in names if name in data.number]
        while order and not _holds(data, data.keys.index(key), order):
            order.remove(min(order, key=lambda v: (data.visits[v].required, data.visits[v].value)))
        orders[key] = order
    return orders


def _holds(data: Whole, d: int, order: list[int]) -> bool:
    now, here = data.shifts[d][0], data.start[d]
    for v in order:
        arrive = now + int(data.travel[here, v])
        starts = [max(first, arrive) for first, last in data.windows[v] if max(first, arrive) <= last]
        if not starts:
            return False
        now, here = min(starts) + data.service[v], v
    return now + int(data.travel[here, data.end[d]]) <= data.shifts[d][1]


def _kept(problem: Problem, able: list[tuple[int, ...]]) -> list[int]:
    must = {visit.workplace for v, visit in enumerate(problem.visits) if visit.required and able[v]}
    return [v for v, visit in enumerate(problem.visits) if able[v] and (visit.required or visit.workplace not in must)]


def _up(units: float) -> int:
    return int(np.ceil(units - NOISE))


def _inwards(span: tuple[float, float], scale: int) -> tuple[int, int]:
    return _up(span[0] * scale), int(np.floor(span[1] * scale + NOISE))
