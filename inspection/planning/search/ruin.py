"""What a step takes out before it fills the rounds again: five ways of choosing, since each misses what others find."""

import numpy as np

from inspection.planning.search.arrays import Floats, Ints, RngState, Rounds, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.moves import remove
from inspection.planning.search.rng import randint, uniform

# Tuning constants, found by trying: how often each way is taken (what is left takes all rounds of one date), and how
# many visits a removal may take. Rounds of more stops may lose as many as a whole round has, or a full round could
# never be exchanged for another.
STRINGS, SCATTERED, WORST, NEAR, ROUND = 0.45, 0.20, 0.20, 0.12, 0.025
MOST = 12


@inner
def ruin(week: Week, rounds: Rounds, undo: Undo, rng: RngState) -> Ints:
    """Remove some visits and return their nodes, with whatever stood where an absent required one must go."""
    before = rounds.where.copy()
    _make_way(week, rounds, undo, rng)
    placed = np.flatnonzero(rounds.where >= 0)
    if placed.size:
        remove(week, rounds, undo, _chosen(week, rounds, rng, placed))
    return np.flatnonzero((before >= 0) & (rounds.where < 0))


@inner
def _chosen(week: Week, rounds: Rounds, rng: RngState, placed: Ints) -> Ints:
    most = max(MOST, placed.size // int(np.count_nonzero(rounds.rows.count)))
    count = 1 + randint(rng, min(most, placed.size, max(4, placed.size // 2)))
    way = uniform(rng)
    if way < STRINGS:
        return _strings(week, rounds, rng, placed, count)
    way -= STRINGS
    if way < SCATTERED:
        return _scattered(rng, placed, count)
    way -= SCATTERED
    if way < WORST:
        return _worst(week, rounds, rng, placed, count)
    way -= WORST
    if way < NEAR:
        return _near(week, rounds, rng, placed, count)
    way -= NEAR
    return _whole(week, rounds, rng, placed, way < ROUND)


@inner
def lowest(nodes: Ints, score: Floats, count: int) -> Ints:
    """Return so many nodes of the lowest score, the lowest first: few of many, which sorting them all takes long to.

    Of equal scores the first comes first.
    """
    chosen, known, size = np.empty(count, dtype=np.intp), np.full(count, np.inf), 0
    for i in range(nodes.size):
        if size == count and score[i] >= known[count - 1]:
            continue
        size = min(size + 1, count)
        j = size - 1
        while j > 0 and known[j - 1] > score[i]:
            chosen[j], known[j] = chosen[j - 1], known[j - 1]
            j -= 1
        chosen[j], known[j] = nodes[i], score[i]
    return chosen


@inner
def _scattered(rng: RngState, placed: Ints, count: int) -> Ints:
    for i in range(count):
        j = i + randint(rng, placed.size - i)
        placed[i], placed[j] = placed[j], placed[i]
    return placed[:count]


@inner
def _strings(week: Week, rounds: Rounds, rng: RngState, placed: Ints, count: int) -> Ints:
    """Take neighbouring stops out of the rounds that pass near one place, which may be an absent candidate's."""
    away = week.travel[week.point[randint(rng, rounds.where.size)]][week.point[placed]]
    longest = 1 + randint(rng, count)
    gone, taken = 0, np.empty(count, dtype=np.intp)
    seen = np.zeros(rounds.rows.count.size, dtype=np.bool_)
    for _ in range(placed.size):
        i = int(np.argmin(away))
        away[i] = np.inf
        d = rounds.where[placed[i]]
        if seen[d]:
            continue
        seen[d] = True
        size = min(longest, rounds.rows.count[d], count - gone)
        at = _position(rounds.rows.stops[d], placed[i])
        first = max(0, min(at - randint(rng, size), rounds.rows.count[d] - size))
        for i in range(first, first + size):
            taken[gone] = rounds.rows.stops[d, i]
            gone += 1
        if gone >= count:
            break
    return taken[:gone]


@inner
def _position(stops: Ints, node: int) -> int:
    i = 0
    while stops[i] != node:
        i += 1
    return i


@inner
def _worst(week: Week, rounds: Rounds, rng: RngState, placed: Ints, count: int) -> Ints:
    """Take those that bring least by the minute that they cost, some luck mixed in."""
    spared, value, required, score = _spared(week, rounds), week.value, week.required, np.empty(placed.size)
    for i in range(placed.size):
        node = placed[i]
        score[i] = value[node] / max(1.0, spared[node]) * (0.3 + uniform(rng)) if not required[node] else np.inf
    return lowest(placed, score, count)


@inner
def _spared(week: Week, rounds: Rounds) -> Floats:
    """Return for each placed node how many minutes its round would take less without it."""
    travel, points, service, stops, count = week.travel, week.point, week.service, rounds.rows.stops, rounds.rows.count
    spared = np.empty(points.size)
    for d in range(count.size):
        before = week.office[d]
        for i in range(count[d]):
            node, is_last = stops[d, i], i + 1 == count[d]
            here, after = points[node], week.end[d] if is_last else points[stops[d, i + 1]]
            spared[node] = travel[before, here] + travel[here, after] - travel[before, after] + service[node]
            before = here
    return spared


@inner
def _near(week: Week, rounds: Rounds, rng: RngState, placed: Ints, count: int) -> Ints:
    """Take those most like one of them in place, date and hour."""
    where, base, points, begins = rounds.where, week.base, week.point, _begins(rounds)
    seed = placed[randint(rng, placed.size)]
    ways, score = week.travel[points[seed]], np.empty(placed.size)
    for i in range(placed.size):
        node = placed[i]
        apart = abs(base[where[node]] - base[where[seed]]) / 1440.0
        hour = abs(begins[node] - begins[seed])
        score[i] = (ways[points[node]] + 15.0 * apart + 0.25 * hour) * (0.5 + uniform(rng))
    return lowest(placed, score, count)


@inner
def _begins(rounds: Rounds) -> Floats:
    """Return for each placed node when the stop before it is left."""
    stops, ready, count, begins = rounds.rows.stops, rounds.rows.ready, rounds.rows.count, np.empty(rounds.where.size)
    for d in range(count.size):
        for i in range(count[d]):
            begins[stops[d, i]] = ready[d, 0, i]
    return begins


@inner
def _whole(week: Week, rounds: Rounds, rng: RngState, placed: Ints, one_round: bool) -> Ints:
    """Take one whole round, or all rounds of one date."""
    d = rounds.where[placed[randint(rng, placed.size)]]
    taken, size = np.empty(placed.size, dtype=np.intp), 0
    for node in placed:
        other = rounds.where[node]
        if other == d or (not one_round and week.base[other] == week.base[d]):
            taken[size] = node
            size += 1
    return taken[:size]


@inner
def _make_way(week: Week, rounds: Rounds, undo: Undo, rng: RngState) -> None:
    """Free the workplace of an absent required visit, and sometimes empty a round of its optional ones."""
    absent = np.flatnonzero(week.required & rounds.active & (rounds.where < 0))
    if absent.size == 0:
        return
    node = absent[randint(rng, absent.size)]
    free_workplace(week, rounds, undo, node)
    days = np.empty(rounds.rows.count.size, dtype=np.intp)
    count = 0
    for d in range(days.size):
        if week.compatible[d, node] and rounds.rows.count[d] and not rounds.kept[d]:
            days[count] = d
            count += 1
    if count and uniform(rng) < 0.5:
        d = days[randint(rng, count)]
        all_of_them = uniform(rng) < 0.5
        stops = rounds.rows.stops[d, : rounds.rows.count[d]].copy()
        remove(week, rounds, undo, stops if all_of_them else stops[~week.required[stops]])


@inner
def free_workplace(week: Week, rounds: Rounds, undo: Undo, node: int) -> None:
    """Take an optional visit out that stands at the node's workplace."""
    place = week.workplace[node]
    for i in range(week.at_workplace_from[place], week.at_workplace_from[place + 1]):
        other = week.at_workplace[i]
        if rounds.where[other] >= 0 and not week.required[other]:
            remove(week, rounds, undo, week.at_workplace[i : i + 1])
