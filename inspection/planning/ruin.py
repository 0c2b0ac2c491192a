"""What the search takes apart before it builds again: ways of choosing, each blind where another sees."""

import numpy as np

from .arrays import Dice, Ints, Rounds, Undo, Week
from .compiled import compiled, inner
from .dice import pick, roll
from .moves import remove

# Tuning constants, found by trying: shares of the ways (the rest takes a whole date), and how much a removal may take
# where a round has fewer stops than that; longer rounds must be able to lose as much as a whole one.
STRINGS, SCATTERED, WORST, NEAR, ROUND = 0.45, 0.20, 0.20, 0.12, 0.025
MOST = 12


@inner
def ruin(week: Week, rounds: Rounds, undo: Undo, dice: Dice) -> Ints:
    """Remove some visits and return their nodes, with whatever stood where an absent required one must go."""
    before = rounds.where.copy()
    _make_way(week, rounds, undo, dice)
    placed = np.flatnonzero(rounds.where >= 0)
    if placed.size:
        remove(week, rounds, undo, _chosen(week, rounds, dice, placed))
    return np.flatnonzero((before >= 0) & (rounds.where < 0))


@inner
def _chosen(week: Week, rounds: Rounds, dice: Dice, placed: Ints) -> Ints:
    most = max(MOST, placed.size // int(np.count_nonzero(rounds.rows.count)))
    count = 1 + pick(dice, min(most, placed.size, max(4, placed.size // 2)))
    way = roll(dice)
    if way < STRINGS:
        return _strings(week, rounds, dice, placed, count)
    way -= STRINGS
    if way < SCATTERED:
        return _scattered(dice, placed, count)
    way -= SCATTERED
    if way < WORST:
        return _worst(week, rounds, dice, placed, count)
    way -= WORST
    if way < NEAR:
        return _near(week, rounds, dice, placed, count)
    way -= NEAR
    return _whole(week, rounds, dice, placed, way < ROUND)


@inner
def _scattered(dice: Dice, placed: Ints, count: int) -> Ints:
    for i in range(count):
        j = i + pick(dice, placed.size - i)
        placed[i], placed[j] = placed[j], placed[i]
    return placed[:count]


@inner
def _strings(week: Week, rounds: Rounds, dice: Dice, placed: Ints, count: int) -> Ints:
    """Take neighbouring stops out of the rounds that pass near one place, which may be an absent candidate's."""
    seed = week.point[pick(dice, rounds.where.size)]
    away = np.empty(placed.size)
    for i in range(placed.size):
        away[i] = week.travel[seed, week.point[placed[i]]]
    longest = 1 + pick(dice, count)
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
        at = _position(rounds, d, placed[i])
        first = max(0, min(at - pick(dice, size), rounds.rows.count[d] - size))
        taken[gone : gone + size] = rounds.rows.stops[d, first : first + size]
        gone += size
        if gone >= count:
            break
    return taken[:gone]


@inner
def _position(rounds: Rounds, d: int, node: int) -> int:
    for i in range(rounds.rows.count[d]):
        if rounds.rows.stops[d, i] == node:
            return i
    return 0


@inner
def _worst(week: Week, rounds: Rounds, dice: Dice, placed: Ints, count: int) -> Ints:
    """Take those that bring least by the minute that they cost, some luck mixed in."""
    score = np.empty(placed.size)
    for i in range(placed.size):
        node = placed[i]
        minutes = max(1.0, _spared(week, rounds, node))
        score[i] = week.value[node] / minutes * (0.3 + roll(dice)) if not week.required[node] else np.inf
    return placed[np.argsort(score)[:count]]


@inner
def _spared(week: Week, rounds: Rounds, node: int) -> float:
    rows, d = rounds.rows, rounds.where[node]
    i = _position(rounds, d, node)
    before = week.office[d] if i == 0 else week.point[rows.stops[d, i - 1]]
    after = week.end[d] if i + 1 == rows.count[d] else week.point[rows.stops[d, i + 1]]
    here = week.point[node]
    return float(week.travel[before, here] + week.travel[here, after] - week.travel[before, after] + week.service[node])


@inner
def _near(week: Week, rounds: Rounds, dice: Dice, placed: Ints, count: int) -> Ints:
    """Take those most like one of them in place, date and hour."""
    seed = placed[pick(dice, placed.size)]
    score = np.empty(placed.size)
    for i in range(placed.size):
        node = placed[i]
        apart = abs(week.base[rounds.where[node]] - week.base[rounds.where[seed]]) / 1440.0
        hour = abs(_begins(rounds, node) - _begins(rounds, seed))
        way = week.travel[week.point[seed], week.point[node]]
        score[i] = (way + 15.0 * apart + 0.25 * hour) * (0.5 + roll(dice))
    return placed[np.argsort(score)[:count]]


@inner
def _begins(rounds: Rounds, node: int) -> float:
    d = rounds.where[node]
    return float(rounds.rows.ready[d, 0, _position(rounds, d, node)])


@inner
def _whole(week: Week, rounds: Rounds, dice: Dice, placed: Ints, one_round: bool) -> Ints:
    """Take one whole round, or all rounds of one date."""
    d = rounds.where[placed[pick(dice, placed.size)]]
    taken, size = np.empty(placed.size, dtype=np.intp), 0
    for node in placed:
        other = rounds.where[node]
        if other == d or (not one_round and week.base[other] == week.base[d]):
            taken[size] = node
            size += 1
    return taken[:size]


@inner
def _make_way(week: Week, rounds: Rounds, undo: Undo, dice: Dice) -> None:
    """Free the workplace of an absent required visit, and sometimes empty a round of its optional ones."""
    absent = np.flatnonzero(week.required & rounds.active & (rounds.where < 0))
    if absent.size == 0:
        return
    node = absent[pick(dice, absent.size)]
    free_workplace(week, rounds, undo, node)
    days = np.empty(rounds.rows.count.size, dtype=np.intp)
    count = 0
    for d in range(days.size):
        if week.compatible[d, node] and rounds.rows.count[d] and not rounds.kept[d]:
            days[count] = d
            count += 1
    if count and roll(dice) < 0.5:
        d = days[pick(dice, count)]
        all_of_them = roll(dice) < 0.5
        stops = rounds.rows.stops[d, : rounds.rows.count[d]].copy()
        remove(week, rounds, undo, stops if all_of_them else stops[~week.required[stops]])


@compiled
def free_workplace(week: Week, rounds: Rounds, undo: Undo, node: int) -> None:
    """Take an optional visit out that stands at the node's workplace."""
    place = week.workplace[node]
    for i in range(week.at_workplace_from[place], week.at_workplace_from[place + 1]):
        other = week.at_workplace[i]
        if rounds.where[other] >= 0 and not week.required[other]:
            remove(week, rounds, undo, week.at_workplace[i : i + 1])
