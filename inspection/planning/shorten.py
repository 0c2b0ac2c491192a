"""Put the stops of a long round into a shorter order, which makes room for one more.

Insertion alone never turns a part of a round around. A district's rounds have so few stops that every order is reached
by taking out and putting in again; a round of twenty stops needs this.
"""

import numpy as np

from .arrays import EPS, INF, Ints, Rounds, Undo, Week
from .compiled import inner
from .moves import refresh
from .slack import earliest_start

LONG = 6  # stops from which a round is worth it
SEGMENT = 3  # stops that move together at most


@inner
def shorten(week: Week, rounds: Rounds, undo: Undo) -> bool:
    """Shorten every long round that the step has touched; tell whether one became shorter."""
    done = False
    for d in range(rounds.rows.count.size):
        if undo.is_touched[d] and rounds.rows.count[d] >= LONG and _is_plain(week, d):
            while _shorten_once(week, rounds, d):
                done = True
    return done


@inner
def _is_plain(week: Week, d: int) -> bool:
    """Tell whether the round has no break, no other day bound to it and no limit beside its shift."""
    alone = week.bound_from[d + 1] - week.bound_from[d] == 1
    return bool(alone and week.duties[d] == 0 and week.hi[d] - week.lo[d] <= week.longest[d] + EPS)


@inner
def _shorten_once(week: Week, rounds: Rounds, d: int) -> bool:
    count = rounds.rows.count[d]
    points = np.empty(count + 2, dtype=np.intp)
    points[0], points[count + 1] = week.office[d], week.end[d]
    for i in range(count):
        points[i + 1] = week.point[rounds.rows.stops[d, i]]
    order = _turned(week, rounds, d, points)
    if order.size == 0:
        order = _shifted(week, rounds, d, points)
    if order.size == 0:
        return False
    before = rounds.rows.stops[d, :count].copy()
    rounds.rows.stops[d, :count] = order
    if refresh(week, rounds, d, False):
        return True
    rounds.rows.stops[d, :count] = before
    refresh(week, rounds, d, False)
    return False


@inner
def _turned(week: Week, rounds: Rounds, d: int, points: Ints) -> Ints:
    """Return the order with that part turned around which saves most; empty where none does."""
    travel, count = week.travel, points.size - 2
    stops = rounds.rows.stops[d, :count]
    best, least = np.empty(0, dtype=np.intp), -1e-6
    for first in range(1, count):
        inside = 0.0
        for last in range(first + 1, count + 1):
            inside += travel[points[last], points[last - 1]] - travel[points[last - 1], points[last]]
            saved = inside - travel[points[first - 1], points[first]] - travel[points[last], points[last + 1]]
            saved += travel[points[first - 1], points[last]] + travel[points[first], points[last + 1]]
            if saved < least:
                order = stops.copy()
                order[first - 1 : last] = stops[first - 1 : last][::-1]
                if _holds(week, rounds, d, order):
                    best, least = order, saved
    return best


@inner
def _shifted(week: Week, rounds: Rounds, d: int, points: Ints) -> Ints:
    """Return the order with those few stops moved elsewhere in the round that save most; empty where none do."""
    travel, count = week.travel, points.size - 2
    best, least = np.empty(0, dtype=np.intp), -1e-6
    for size in range(1, SEGMENT + 1):
        for first in range(1, count - size + 2):
            last = first + size - 1
            spared = travel[points[first - 1], points[first]] + travel[points[last], points[last + 1]]
            spared -= travel[points[first - 1], points[last + 1]]
            for gap in range(count + 1):
                if first - 1 <= gap <= last:
                    continue
                saved = travel[points[gap], points[first]] + travel[points[last], points[gap + 1]]
                saved -= travel[points[gap], points[gap + 1]] + spared
                if saved < least:
                    order = _moved(rounds.rows.stops[d, :count], first - 1, size, gap)
                    if _holds(week, rounds, d, order):
                        best, least = order, saved
    return best


@inner
def _moved(stops: Ints, first: int, size: int, gap: int) -> Ints:
    order = np.empty(stops.size, dtype=np.intp)
    j = 0
    for i in range(stops.size + 1):
        if i == gap:
            for k in range(first, first + size):
                order[j] = stops[k]
                j += 1
        if i < stops.size and not first <= i < first + size:
            order[j] = stops[i]
            j += 1
    return order


@inner
def _holds(week: Week, rounds: Rounds, d: int, order: Ints) -> bool:
    """Tell whether a round without breaks can be driven in this order."""
    now, here = rounds.rows.lo[d], week.office[d]
    for node in order:
        there = week.point[node]
        now = earliest_start(rounds.opens, rounds.closes, node, now + week.travel[here, there]) + week.service[node]
        if now == INF:
            return False
        here = there
    return bool(now + week.travel[here, week.end[d]] <= rounds.rows.hi[d] + EPS)
