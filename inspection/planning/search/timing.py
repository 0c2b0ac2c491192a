"""The exact times of one round whose order is known: earliest return, then latest departure, every rule kept."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from inspection.planning.problem import Round, Stop, Window
from inspection.planning.search.arrays import EPS, INF, Bools, Floats, Ints, Week
from inspection.planning.search.compiling import compiled, inner

BREAKPOINTS = 16  # departures tried for one order of stops and breaks; each is the next that changes the round
SURE = 1e-3  # minutes past a limit with which a round is refused at once, far above the float noise of its sums
NUDGE = 1e-5  # minutes past a departure that just still caught a window


class Timing(NamedTuple):
    """When a round leaves and is back, (arrive, start, leave) of each stop, (start, end) of each break."""

    leaves: float
    back: float
    stops: tuple[tuple[float, float, float], ...]
    pauses: tuple[Window, ...]


def read_times(times: Floats, stops: int) -> Timing | None:
    """Return what `fit_round` answered as plain values; None where the round has no times."""
    if times.shape[0] == 0:
        return None
    held = times[1 : 1 + stops]
    breaks = times[1 + stops :]
    return Timing(
        leaves=float(times[0, 0]),
        back=float(times[0, 1]),
        stops=tuple((float(arrive), float(start), float(leave)) for arrive, start, leave in held),
        pauses=tuple((float(start), float(end)) for start, end, _ in breaks),
    )


def timed_round(team: str, day: date, names: Sequence[str], times: Timing) -> Round:
    """Return the round of these visits at these times."""
    stops = tuple(
        Stop(visit=name, arrive=arrive, start=start, leave=leave)
        for name, (arrive, start, leave) in zip(names, times.stops, strict=True)
    )
    return Round(team=team, day=day, stops=stops, leaves=times.leaves, back=times.back, pauses=times.pauses)


@inner
def earliest_start(opens: Floats, closes: Floats, node: int, ready: float) -> float:
    """Return the earliest minute at or after `ready` in a window of the node; inf where there is none."""
    for k in range(opens.shape[1]):
        start = max(opens[node, k], ready)
        if start <= closes[node, k] + EPS:
            return float(start)
    return INF


@inner
def latest_start(opens: Floats, closes: Floats, node: int, bound: float) -> float:
    """Return the latest minute at or before `bound` in a window of the node; -inf where there is none."""
    best = -INF
    for k in range(opens.shape[1]):
        start = min(closes[node, k], bound)
        if start >= opens[node, k] - EPS and start > best:
            best = start
    return best


@compiled
def fit_round(week: Week, opens: Floats, closes: Floats, d: int, stops: Ints, lo: float, hi: float) -> Floats:
    """Return the times of a round that leaves at `lo` or later and is back by `hi`; no rows where no times do.

    Every way of putting the breaks between the stops is tried, so the answer is exact; that costs some microseconds
    for each, and the search asks only where its tables cannot tell. The first row is (leaves, back, -), then come the
    stops as (arrive, start, leave), then the breaks as (start, end, -).
    """
    # The earliest return comes first, since it leaves most time to the rounds after it; then the latest departure,
    # since nobody should wait at a door; then breaks near the middle of the day.
    count, breaks = stops.size, week.pauses[d]
    places = np.full(breaks, -1, dtype=np.intp)
    best = np.empty((0, 3))
    best_key = (INF, 0, INF)
    earliest, shortest = _without_breaks(week, opens, closes, d, stops, places, lo, hi)
    if earliest > hi + SURE or shortest > week.longest[d] + SURE:
        return best
    while True:
        missing = _missing(week, d, places)
        if missing >= 0:
            times = _shortest(week, opens, closes, d, stops, places, missing, lo, hi)
            if times.shape[0]:
                key = (np.round(times[0, 1], 6), times.shape[0], _apart(times, count))
                if best.shape[0] == 0 or key < best_key:
                    best, best_key = times, key
                if times.shape[0] == 1 + count and times[0, 1] <= earliest + EPS:
                    return best
        if not _next(places, 2 * count):
            return best


@compiled
def first_fit(
    week: Week, opens: Floats, closes: Floats, d: int, stops: Ints, place: int, nodes: Ints, lo: float, hi: float
) -> int:
    """Return the position of the first of these nodes that can stand at that place of a round; -1 where none can."""
    tried = stops.copy()
    for i in range(nodes.size):
        tried[place] = nodes[i]
        if fit_round(week, opens, closes, d, tried, lo, hi).shape[0]:
            return i
    return -1


@inner
def _without_breaks(
    week: Week, opens: Floats, closes: Floats, d: int, stops: Ints, places: Ints, lo: float, hi: float
) -> tuple[float, float]:
    """Return when a round without breaks would be back, and how long it takes at least.

    Breaks only make a round later and longer, so most rounds that do not fit are refused by this alone. A day whose
    break is had in the office may begin later; it is at least as long as from its latest departure to its earliest
    return.
    """
    order = _order(week, d, stops, places)
    here = week.office[d] if stops.size == 0 else week.point[stops[-1]]
    home = week.travel[here, week.end[d]]
    back = _back(week, opens, closes, d, order, lo) + home
    latest = _last_departure(week, opens, closes, d, order, hi - home)
    return float(back), float(max(back - latest, order.leg.sum() + order.minutes.sum() + home))


@inner
def _next(places: Ints, slots: int) -> bool:
    """Go on to the next way of placing the breaks, the last of them turning fastest; False after the last way."""
    for b in range(places.size - 1, -1, -1):
        places[b] += 1
        if places[b] < slots:
            return True
        places[b] = -1
    return False


@inner
def _missing(week: Week, d: int, places: Ints) -> int:
    """Return the duties that these breaks leave unfulfilled; -1 where one of them fulfils nothing new."""
    missing = week.duties[d]
    for b in range(places.size):
        if places[b] >= 0:
            if not missing & week.bits[d, b]:
                return -1
            missing &= ~week.bits[d, b]
    return int(missing)


@inner
def _apart(times: Floats, stops: int) -> float:
    """Return how far the breaks lie from the middle of the round, so that a free choice falls on the middle."""
    middle, apart = (times[0, 0] + times[0, 1]) / 2, 0.0
    for i in range(1 + stops, times.shape[0]):
        apart += abs((times[i, 0] + times[i, 1]) / 2 - middle)
    return apart


class Order(NamedTuple):
    """Stops (a node) and breaks (-1 - b) in the order in which they happen."""

    item: Ints
    leg: Floats  # minutes on the way to it
    minutes: Floats  # minutes at it
    arrives: Bools  # whether the way to a stop ends here: at the stop, or at a break that is held before its door


@inner
def _order(week: Week, d: int, stops: Ints, places: Ints) -> Order:
    """Return the round with its breaks: one before a stop (even slot) is held on arrival, one after it on leaving."""
    held = 0
    for b in range(places.size):
        held += places[b] >= 0
    size = stops.size + held
    order = Order(np.empty(size, dtype=np.intp), np.zeros(size), np.zeros(size), np.zeros(size, dtype=np.bool_))
    j, here = 0, week.office[d]
    for i in range(stops.size):
        order.leg[j], order.arrives[j] = week.travel[here, week.point[stops[i]]], True
        for side in range(2):
            for b in range(places.size):
                if places[b] == 2 * i + side:
                    order.item[j], order.minutes[j] = -1 - b, week.breaks[d, b, 2]
                    j += 1
            if side == 0:
                order.item[j], order.minutes[j] = stops[i], week.service[stops[i]]
                j += 1
        here = week.point[stops[i]]
    return order


@inner
def _earliest(week: Week, opens: Floats, closes: Floats, d: int, item: int, ready: float) -> float:
    if item < 0:
        start = max(week.breaks[d, -1 - item, 0], ready)
        return start if start <= week.breaks[d, -1 - item, 1] + EPS else INF
    return earliest_start(opens, closes, item, ready)


@inner
def _latest(week: Week, opens: Floats, closes: Floats, d: int, item: int, bound: float) -> float:
    if item < 0:
        start = min(week.breaks[d, -1 - item, 1], bound)
        return start if start >= week.breaks[d, -1 - item, 0] - EPS else -INF
    return latest_start(opens, closes, item, bound)


@inner
def _shortest(
    week: Week, opens: Floats, closes: Floats, d: int, stops: Ints, places: Ints, missing: int, lo: float, hi: float
) -> Floats:
    """Return the earliest return whose departure keeps every limit, going from one breakpoint to the next."""
    order = _order(week, d, stops, places)
    here = week.office[d] if stops.size == 0 else week.point[stops[-1]]
    home = week.travel[here, week.end[d]]
    nonstop = order.leg.sum() + order.minutes.sum() + home
    # A later departure shortens the day by the waiting that it saves, until it misses a window or has had a break in
    # the office: only at these breakpoints can a round that was too long become short enough.
    leaves = lo
    for _ in range(BREAKPOINTS):
        back = _back(week, opens, closes, d, order, leaves) + home
        if not back <= hi + EPS:
            break
        latest = max(leaves, _last_departure(week, opens, closes, d, order, back - home))
        later = _must_leave(week, d, missing, latest, back)
        if later == -INF and _is_short_enough(week, d, missing, back - latest):
            return _written(week, opens, closes, d, order, stops.size, latest, home)
        if later == -INF and back - latest <= nonstop + EPS:
            break  # it never waits: no other departure makes the day shorter
        leaves = max(latest + NUDGE, later)
    return np.empty((0, 3))


@inner
def _back(week: Week, opens: Floats, closes: Floats, d: int, order: Order, now: float) -> float:
    """Return the earliest minute at which all is done that begins with leaving at `now`."""
    for j in range(order.item.size):
        now = _earliest(week, opens, closes, d, order.item[j], now + order.leg[j]) + order.minutes[j]
    return now


@inner
def _last_departure(week: Week, opens: Floats, closes: Floats, d: int, order: Order, done: float) -> float:
    """Return the latest departure with which all is still done by `done`."""
    for j in range(order.item.size - 1, -1, -1):
        done = _latest(week, opens, closes, d, order.item[j], done - order.minutes[j]) - order.leg[j]
    return done


@inner
def _must_leave(week: Week, d: int, missing: int, leaves: float, back: float) -> float:
    """Return the departure at which the next unfulfilled break has been had in the office; -inf when all have."""
    later = -INF
    for b in range(week.pauses[d]):
        had = week.breaks[d, b, 0] + week.breaks[d, b, 2]
        if missing & (1 << b) and back > week.breaks[d, b, 1] + EPS and leaves < had - EPS:
            later = max(later, had)
    return later


@inner
def _is_short_enough(week: Week, d: int, missing: int, minutes: float) -> bool:
    if missing & week.policy_bit[d] and minutes > week.break_after + EPS:
        return False
    return bool(minutes <= week.longest[d] + EPS)


@inner
def _written(
    week: Week, opens: Floats, closes: Floats, d: int, order: Order, stops: int, leaves: float, home: float
) -> Floats:
    times = np.zeros((1 + order.item.size, 3))
    stop, rest = 1, 1 + stops
    now, arrived = leaves, leaves
    for j in range(order.item.size):
        if order.arrives[j]:
            arrived = now + order.leg[j]
        start = _earliest(week, opens, closes, d, order.item[j], now + order.leg[j])
        now = start + order.minutes[j]
        if order.item[j] >= 0:
            times[stop, 0], times[stop, 1], times[stop, 2] = arrived, start, now
            stop += 1
        else:
            times[rest, 0], times[rest, 1] = start, now
            rest += 1
    times[0, 0], times[0, 1] = leaves, now + home
    return times
