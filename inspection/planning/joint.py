"""Visits of several teams: one day and one minute for all of them, found by trying some and taking the cheapest."""

import numpy as np

from .arrays import INF, Dice, Floats, Ints, Rounds, Undo, Week
from .compiled import compiled, inner
from .dice import roll
from .insertion import best_gap
from .moves import insert, remove
from .slack import earliest_start

GRID = 12  # minutes tried evenly over each window
ARRIVALS = 12  # and minutes at which a team would arrive
ATTEMPTS = 8  # cheapest moments whose exact times are tried


@compiled
def place_joint(week: Week, rounds: Rounds, undo: Undo, dice: Dice, first: int) -> bool:
    """Put all twins of a visit into rounds of one day with the same start; False leaves everything as it was."""
    days, moments = _days(week, rounds, first), np.empty((0, 3))
    for i in range(days.size):
        if i == 0 or week.base[days[i]] != week.base[days[i - 1]]:
            moments = np.concatenate((moments, _moments(week, rounds, dice, first, days, i)))
    order = np.argsort(moments[:, 0], kind="mergesort")
    for j in order[:ATTEMPTS]:
        if moments[j, 0] < INF and _take(week, rounds, undo, first, days, int(moments[j, 1]), moments[j, 2]):
            return True
    return False


@inner
def _days(week: Week, rounds: Rounds, first: int) -> Ints:
    """Return the team-days that could make the visit, in order of their dates."""
    days = np.empty(week.base.size, dtype=np.intp)
    count = 0
    for d in range(week.base.size):
        if not rounds.kept[d] and week.compatible[d, first + week.twins[first] - 1]:
            days[count] = d
            count += 1
    order = np.argsort(week.base[days[:count]], kind="mergesort")
    return days[:count][order]


@inner
def _moments(week: Week, rounds: Rounds, dice: Dice, first: int, days: Ints, i: int) -> Floats:
    """Return (added minutes, position of the date in `days`, start) of the minutes tried on one date."""
    starts = _starts(week, rounds, first, days, i)
    moments = np.empty((starts.size, 3))
    for j in range(starts.size):
        chosen = _cheapest(week, rounds, first, days, i, starts[j])
        added = 0.0
        for d in chosen:
            added += rounds.rows.cost[d, first] if d >= 0 else INF
        moments[j, 0], moments[j, 1], moments[j, 2] = added * (0.7 + 0.6 * roll(dice)), i, starts[j]
    return moments


@inner
def _same_date(week: Week, days: Ints, i: int, j: int) -> bool:
    return bool(j < days.size and week.base[days[j]] == week.base[days[i]])


@inner
def _starts(week: Week, rounds: Rounds, first: int, days: Ints, i: int) -> Floats:
    """Return minutes worth trying: a grid over each window, and some at which a team would arrive."""
    windows = 0
    while windows < week.opens.shape[1] and week.opens[first, windows] < INF:
        windows += 1
    arrivals = _arrivals(week, rounds, first, days, i)
    room = min(arrivals.size, ARRIVALS)
    starts = np.empty(windows * GRID + room)
    for k in range(windows):
        starts[k * GRID : (k + 1) * GRID] = np.linspace(week.opens[first, k], week.closes[first, k], GRID)
    for j in range(room):
        starts[windows * GRID + j] = arrivals[j * arrivals.size // room]
    return np.unique(starts)


@inner
def _arrivals(week: Week, rounds: Rounds, first: int, days: Ints, i: int) -> Floats:
    rows = rounds.rows
    found, count = np.empty(rounds.where.size + rows.count.size), 0
    j = i
    while _same_date(week, days, i, j):
        d = days[j]
        for gap in range(rows.count[d] + 1):
            here = week.office[d] if gap == 0 else week.point[rows.stops[d, gap - 1]]
            ready = rows.ready[d, 0, gap] + week.travel[here, week.point[first]]
            start = earliest_start(rounds.opens, rounds.closes, first, ready)
            if start < INF and count < found.size:
                found[count] = start
                count += 1
        j += 1
    return np.unique(found[:count])


@inner
def _open_at(week: Week, rounds: Rounds, first: int, start: float) -> None:
    for twin in range(first, first + week.twins[first]):
        for k in range(week.opens.shape[1]):
            rounds.opens[twin, k], rounds.closes[twin, k] = INF, -INF
        rounds.opens[twin, 0], rounds.closes[twin, 0] = start, start


@inner
def _open_again(week: Week, rounds: Rounds, first: int) -> None:
    for twin in range(first, first + week.twins[first]):
        for k in range(week.opens.shape[1]):
            rounds.opens[twin, k], rounds.closes[twin, k] = week.opens[twin, k], week.closes[twin, k]


@inner
def _cheapest(week: Week, rounds: Rounds, first: int, days: Ints, i: int, start: float) -> Ints:
    """Return the team-days of one date that can start then at the fewest added minutes, -1 where too few can.

    A visit that was announced with one team has that team among them: only its day is compatible with the first twin.
    """
    rows, twins = rounds.rows, week.twins[first]
    chosen = np.full(twins, -1, dtype=np.intp)
    _open_at(week, rounds, first, start)
    j = i
    while _same_date(week, days, i, j):
        best_gap(week, rounds, days[j], first)
        j += 1
    for place in range(twins):
        best = -1
        for k in range(i, j):
            d = days[k]
            if rows.cost[d, first] == INF or (place == 0 and not week.compatible[d, first]):
                continue
            if not _is_in(chosen, d) and (best < 0 or rows.cost[d, first] < rows.cost[best, first]):
                best = d
        chosen[place] = best
    _open_again(week, rounds, first)
    return chosen


@inner
def _is_in(chosen: Ints, d: int) -> bool:
    return bool((chosen == d).any())


@inner
def _take(week: Week, rounds: Rounds, undo: Undo, first: int, days: Ints, i: int, start: float) -> bool:
    chosen = _cheapest(week, rounds, first, days, i, start)
    if chosen.min() < 0:
        return False
    _open_at(week, rounds, first, start)
    for place in range(chosen.size):
        twin, d = first + place, chosen[place]
        if best_gap(week, rounds, d, twin) == INF or not insert(week, rounds, undo, d, twin):
            _open_again(week, rounds, first)
            if place:
                remove(week, rounds, undo, np.arange(first, first + 1))
            return False
    return True
