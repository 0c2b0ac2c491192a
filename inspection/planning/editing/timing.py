"""The times of a round whose order somebody chose: the planner's where it has any, else the plainest, to be judged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf, isfinite

import numpy as np

from inspection.planning.problem import (
    Key,
    Round,
    RoundPolicy,
    Stop,
    TeamDay,
    TravelTimes,
    Visit,
)
from inspection.planning.search import build, fit_round, pack_week, read_times, timed_round

Spans = Mapping[Key, tuple[float, float]]


def legs_of(order: Sequence[Visit], team_day: TeamDay, travel: TravelTimes) -> list[float]:
    """Return the minutes of each way of a round, the way back last."""
    end = team_day.office if team_day.end is None else team_day.end
    points = [team_day.office, *(visit.point for visit in order), end]
    minutes = travel.minutes(points, None)
    return [float(minutes[n, n + 1]) for n in range(len(points) - 1)]


def held(visit: Visit, start: float | None) -> Visit:
    """Return a visit of several teams as one that starts at the minute that it has: its twins stand in other rounds."""
    if visit.teams == 1 or start is None:
        return visit
    return replace(visit, windows=((start, start),), teams=1, pinned=None)


def timed(
    order: Sequence[Visit],
    team_day: TeamDay,
    beside: Sequence[TeamDay],
    spans: Spans,
    travel: TravelTimes,
    policy: RoundPolicy,
) -> Round | None:
    """Return the round in this order as the planner times it; None where no times keep the rules of time.

    beside, spans
        The other days of the team, and when its other rounds leave and are back: rest binds them.
    """  # fmt: skip
    team_days = [team_day, *beside]
    instance = build([replace(visit, pinned=None) for visit in order], team_days, travel, policy)
    week, index = instance.week, instance.day_index
    others = {index[key]: span for key, span in spans.items() if key in index and key != team_day.key}
    lo, hi = instance.rest_bounds(0, (float(week.lo[0]), float(week.hi[0])), others)
    nodes = np.arange(len(order), dtype=np.intp)
    times = read_times(fit_round(pack_week(week), week.opens, week.closes, 0, nodes, lo, hi), nodes.size)
    return None if times is None else timed_round(*team_day.key, [visit.id for visit in order], times)


def plainly(order: Sequence[Visit], team_day: TeamDay, travel: TravelTimes) -> Round:
    """Return the round in this order, each stop as soon as can be and without a break: so that a rule can be named."""
    legs, stops = legs_of(order, team_day, travel), list[Stop]()
    now = leaves = team_day.shift[0]
    for visit, leg in zip(order, legs, strict=False):
        arrive = now + (leg if isfinite(leg) else 0.0)
        start = _opening(visit, arrive)
        if not stops:
            leaves, arrive = max(leaves, start - (arrive - now)), start
        stops.append(Stop(visit=visit.id, arrive=arrive, start=start, leave=start + visit.minutes))
        now = start + visit.minutes
    back = now + (legs[-1] if isfinite(legs[-1]) else 0.0)
    return Round(team=team_day.team, day=team_day.day, stops=tuple(stops), leaves=leaves, back=back)


def _opening(visit: Visit, arrive: float) -> float:
    """Return the first minute in a window from an arrival on; the arrival itself where every window is over."""
    starts = [max(first, arrive) for first, last in visit.windows if max(first, arrive) <= last]
    found = min(starts, default=inf)
    return arrive if found == inf else found
