"""Put the stops of a long round into a shorter order, which makes room for one more.

Insertion alone never turns a part of a round around. A district's rounds have so few stops that every order is reached
by taking out and putting in again; a round of twenty stops needs this.
"""

from typing import NamedTuple

import numpy as np

from inspection.planning.search.arrays import EPS, INF, Floats, Ints, Rounds, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.moves import AFRESH, refresh
from inspection.planning.search.slack import compute_slack
from inspection.planning.search.timing import earliest_start

LONG = 6  # stops from which a round is worth it
SEGMENT = 3  # stops that move together at most


class _Walk(NamedTuple):
    """One round without breaks as it stands, for trying other orders of it."""

    stops: Ints
    points: Ints  # of the office, of each stop and of the end
    travel: Floats
    opens: Floats
    closes: Floats
    service: Floats
    ready: Floats  # the earliest minute at each gap
    until: Floats  # and the latest


@inner
def shorten(week: Week, rounds: Rounds, undo: Undo) -> bool:
    """Shorten every long round that the step has touched; tell whether one became shorter."""
    done = False
    for d in range(rounds.rows.count.size):
        if (
            undo.is_touched[d]
            and rounds.rows.count[d] >= LONG
            and _is_plain(week, d)
            and _shorten_once(week, rounds, d)
        ):
            while _shorten_once(week, rounds, d):
                pass
            refresh(week, rounds, d, int(AFRESH))
            done = True
    return done


@inner
def _is_plain(week: Week, d: int) -> bool:
    """Tell whether the round has no break, no other day bound to it and no limit beside its shift.

    Only then do `ready` and `until` decide alone whether an order holds; others would need exact times for each order.
    """
    alone = week.bound_from[d + 1] - week.bound_from[d] == 1
    return bool(alone and week.duties[d] == 0 and week.hi[d] - week.lo[d] <= week.longest[d] + EPS)


@inner
def _shorten_once(week: Week, rounds: Rounds, d: int) -> bool:
    """Turn the part around that saves most, or where none does move the stops that do; tell whether anything saved.

    What insertions cost now is left to be asked once nothing saves any more.
    """
    rows, count = rounds.rows, rounds.rows.count[d]
    points = np.empty(count + 2, dtype=np.intp)
    points[0], points[count + 1] = week.office[d], week.end[d]
    for i in range(count):
        points[i + 1] = week.point[rows.stops[d, i]]
    stops, times = rows.stops[d, :count], (rows.ready[d, 0], rows.until[d, 0])
    walk = _Walk(stops, points, week.travel, rounds.opens, rounds.closes, week.service, times[0], times[1])
    order = _turned(walk)
    if order.size == 0:
        order = _shifted(walk)
    if order.size == 0:
        return False
    before = stops.copy()
    _set(stops, order)
    if compute_slack(week, rounds, d, week.lo[d], week.hi[d]):
        return True
    _set(stops, before)
    compute_slack(week, rounds, d, week.lo[d], week.hi[d])
    return False


@inner
def _turned(walk: _Walk) -> Ints:
    """Return the order with that part turned around which saves most; empty where none does."""
    stops, points, travel = walk.stops, walk.points, walk.travel
    least, begin, end = -1e-6, 0, -1
    for first in range(stops.size - 1):
        inside = 0.0
        for last in range(first + 1, stops.size):
            inside += travel[points[last + 1], points[last]] - travel[points[last], points[last + 1]]
            saved = inside - travel[points[first], points[first + 1]] - travel[points[last + 1], points[last + 2]]
            saved += travel[points[first], points[last + 1]] + travel[points[first + 1], points[last + 2]]
            if saved < least and _turns(walk, first, last):
                least, begin, end = saved, first, last
    if end < 0:
        return stops[:0]
    order = stops.copy()
    for i in range(begin, end + 1):
        order[i] = stops[begin + end - i]
    return order


@inner
def _shifted(walk: _Walk) -> Ints:
    """Return the order with those few stops moved elsewhere in the round that save most; empty where none do."""
    stops, points, travel = walk.stops, walk.points, walk.travel
    least, best = -1e-6, (0, 0, -1)
    for size in range(1, SEGMENT + 1):
        for first in range(stops.size - size + 1):
            last = first + size - 1
            spared = travel[points[first], points[first + 1]] + travel[points[last + 1], points[last + 2]]
            spared -= travel[points[first], points[last + 2]]
            for gap in range(stops.size + 1):
                if first <= gap <= last + 1:
                    continue
                saved = travel[points[gap], points[first + 1]] + travel[points[last + 1], points[gap + 1]]
                saved -= travel[points[gap], points[gap + 1]] + spared
                if saved < least and _shifts(walk, first, last, gap):
                    least, best = saved, (first, last, gap)
    first, last, gap = best
    if gap < 0:
        return stops[:0]
    order, place = stops.copy(), min(first, gap)
    if gap > last:
        place = _put(order, place, stops[last + 1 : gap])
        _put(order, place, stops[first : last + 1])
    else:
        place = _put(order, place, stops[first : last + 1])
        _put(order, place, stops[gap:first])
    return order


@inner
def _put(order: Ints, place: int, stops: Ints) -> int:
    """Write stops from a place on; return the place behind them."""
    for i in range(stops.size):
        order[place + i] = stops[i]
    return place + stops.size


@inner
def _set(stops: Ints, order: Ints) -> None:
    for i in range(stops.size):
        stops[i] = order[i]


@inner
def _turns(walk: _Walk, first: int, last: int) -> bool:
    """Tell whether stops `first` to `last` can be made the other way around."""
    now = _made(walk, walk.ready[first], walk.points[first], last, first)
    return _in_time(walk, now, first, last + 1)


@inner
def _shifts(walk: _Walk, first: int, last: int, gap: int) -> bool:
    """Tell whether stops `first` to `last` can be made in that gap instead."""
    if gap > last:
        now = _made(walk, walk.ready[first], walk.points[first], last + 1, gap - 1)
        now = _made(walk, now, walk.points[gap], first, last)
        return _in_time(walk, now, last, gap)
    now = _made(walk, walk.ready[gap], walk.points[gap], first, last)
    now = _made(walk, now, walk.points[last + 1], gap, first - 1)
    return _in_time(walk, now, first - 1, last + 1)


@inner
def _made(walk: _Walk, now: float, here: int, first: int, last: int) -> float:
    """Return when stops `first` to `last`, backwards where it is the smaller, are made; inf past a window."""
    step = 1 if last >= first else -1
    for i in range(first, last + step, step):
        there, node = walk.points[i + 1], walk.stops[i]
        now = earliest_start(walk.opens, walk.closes, node, now + walk.travel[here, there]) + walk.service[node]
        if now == INF:
            return INF
        here = there
    return now


@inner
def _in_time(walk: _Walk, now: float, stop: int, gap: int) -> bool:
    """Tell whether, with that stop made just before it, all from a gap on can stay as it is."""
    return bool(now + walk.travel[walk.points[stop + 1], walk.points[gap + 1]] <= walk.until[gap] + EPS)
