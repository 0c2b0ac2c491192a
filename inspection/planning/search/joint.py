"""Visits of several teams: one day and one minute for all of them, found by trying some and taking the cheapest.

While one is placed, its windows are closed but for the minute on which its teams have agreed: all other moves then keep
the teams together without knowing of joint visits.
"""

import numpy as np

from inspection.planning.search.arrays import INF, NONE, Floats, Ints, RngState, Rounds, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.insertion import cheapest_gap
from inspection.planning.search.moves import insert, remove
from inspection.planning.search.rng import uniform
from inspection.planning.search.ruin import lowest
from inspection.planning.search.timing import earliest_start

GRID = 12  # minutes tried evenly over each window
ARRIVALS = 12  # and minutes at which a team would arrive
ATTEMPTS = 8  # cheapest moments whose exact times are tried


@inner
def place_joint(week: Week, rounds: Rounds, undo: Undo, rng: RngState, first: int) -> bool:
    """Put all twins of a visit into rounds of one day with the same start; False leaves everything as it was."""
    days = _days(week, rounds, first)
    moments = np.empty((3, days.size * (week.opens.shape[1] * GRID + ARRIVALS)))
    count = int(NONE) + 1
    for i in range(days.size):
        if i == 0 or week.base[days[i]] != week.base[days[i - 1]]:
            count = _price_moments(week, rounds, rng, first, days, i, moments, count)
    for j in lowest(np.arange(count), moments[0][:count], min(count, ATTEMPTS)):
        if moments[0, j] < INF and _take(week, rounds, undo, first, days, int(moments[1, j]), moments[2, j]):
            return True
    return False


@inner
def _days(week: Week, rounds: Rounds, first: int) -> Ints:
    """Return the team-days that could make the visit, in order of their dates."""
    days = np.empty(week.base.size, dtype=np.intp)
    count = 0
    for d in range(week.base.size):
        if not rounds.kept[d] and week.compatible[d, first + week.twins[first] - 1]:
            place = count
            while place > 0 and week.base[days[place - 1]] > week.base[d]:
                days[place] = days[place - 1]
                place -= 1
            days[place] = d
            count += 1
    return days[:count]


@inner
def _price_moments(
    week: Week, rounds: Rounds, rng: RngState, first: int, days: Ints, i: int, moments: Floats, count: int
) -> int:
    """Add (added minutes, position of the date in `days`, start) of the minutes tried on one date; return the count."""
    for start in _starts(week, rounds, first, days, i):
        chosen = _cheapest(week, rounds, first, days, i, start)
        added = 0.0
        for d in chosen:
            added += rounds.rows.cost[d, first] if d >= 0 else INF
        # A random factor, or the same moment would win in every repetition, though the rounds around it refuse it.
        moments[0, count], moments[1, count], moments[2, count] = added * (0.7 + 0.6 * uniform(rng)), i, start
        count += 1
    return count


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
        opens, closes = week.opens[first, k], week.closes[first, k]
        step = (closes - opens) / (GRID - 1)
        for j in range(GRID):
            starts[k * GRID + j] = closes if j == GRID - 1 else opens + j * step
    for j in range(room):
        starts[windows * GRID + j] = arrivals[j * arrivals.size // room]
    return distinct(starts, starts.size)


@inner
def _arrivals(week: Week, rounds: Rounds, first: int, days: Ints, i: int) -> Floats:
    rows = rounds.rows
    found, count = np.empty(rounds.where.size + rows.count.size), int(NONE) + 1
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
    return distinct(found, count)


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
        cheapest_gap(week, rounds, days[j], first)
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
        if cheapest_gap(week, rounds, d, twin) == INF or not insert(week, rounds, undo, d, twin):
            _open_again(week, rounds, first)
            if place:
                remove(week, rounds, undo, np.arange(first, first + 1))
            return False
    return True


@inner
def distinct(numbers: Floats, count: int) -> Floats:
    """Return the first so many numbers in order, each once."""
    found, size = np.empty(count), 0
    for i in range(count):
        j = size
        while j > 0 and found[j - 1] > numbers[i]:
            j -= 1
        if j > 0 and found[j - 1] == numbers[i]:
            continue
        for k in range(size, j, -1):
            found[k] = found[k - 1]
        found[j] = numbers[i]
        size += 1
    return found[:size]
