"""Fill the rounds: required visits first, the most constrained of them first; then value by added minute."""

import numpy as np

from .arrays import INF, NO, NONE, YES, Dice, Floats, Ints, Rounds, Taste, Undo, Week
from .compiled import compiled, inner
from .joint import place_joint
from .moves import gain_of, insert, is_free


@compiled
def fill(week: Week, rounds: Rounds, undo: Undo, dice: Dice, taste: Taste, freed: Ints, late: bool) -> None:
    """Place what fits.

    freed
        Nodes that may have a place in rounds which nothing touched; all others have none there.
    late
        Place optional visits of several teams after the others instead of before them.
    """
    _fill_joint(week, rounds, undo, dice, bool(YES))
    _fill_required(week, rounds, undo, taste)
    if not late:
        _fill_joint(week, rounds, undo, dice, bool(NO))
    _fill_optional(week, rounds, undo, taste, freed)
    if late:
        _fill_joint(week, rounds, undo, dice, bool(NO))


@inner
def _fill_joint(week: Week, rounds: Rounds, undo: Undo, dice: Dice, required: bool) -> None:
    for node in week.joint:
        wanted = required or week.value[node] > 0
        if week.first[node] == node and week.required[node] == required and wanted and is_free(week, rounds, node):
            place_joint(week, rounds, undo, dice, node)


@inner
def _fill_required(week: Week, rounds: Rounds, undo: Undo, taste: Taste) -> None:
    """Take the visit that loses most if it does not get its best round now (its regret); one round left is most."""
    waiting = np.empty(week.required.size, dtype=np.intp)
    count = 0
    for node in range(week.required.size):
        if week.required[node] and week.twins[node] == 1 and is_free(week, rounds, node):
            waiting[count] = node
            count += 1
    while count:
        best, best_day, most = -1, int(NONE), -INF
        for j in range(count):
            d, regret = _regret(week, rounds, waiting[j], taste)
            if regret > most and is_free(week, rounds, waiting[j]):
                best, best_day, most = j, d, regret
        if best < 0:
            return
        if insert(week, rounds, undo, best_day, waiting[best]):
            count -= 1
            waiting[best] = waiting[count]


@inner
def _regret(week: Week, rounds: Rounds, node: int, taste: Taste) -> tuple[int, float]:
    """Return the node's cheapest round and how much dearer its second is; -1 and -inf where it has none."""
    cost, one, two, day = rounds.rows.cost, INF, INF, -1
    for d in range(cost.shape[0]):
        if cost[d, node] < INF:
            price = cost[d, node] * taste.day[d] - (gain_of(week, rounds, d, node) - week.value[node])
            if price < one:
                one, two, day = price, one, d
            elif price < two:
                two = price
    if day < 0:
        return -1, -INF
    if two == INF:
        return day, 1e6 - one
    return day, (two - one) * taste.node[node]


@inner
def _fill_optional(week: Week, rounds: Rounds, undo: Undo, taste: Taste, freed: Ints) -> None:
    days = rounds.rows.count.size
    best, score = np.full(days, -1, dtype=np.intp), np.zeros(days)
    for d in range(days):
        _look(week, rounds, undo, d, taste, freed, best, score)
    while True:
        day = int(NONE)
        for d in range(days):
            if best[d] >= 0 and (day < 0 or score[d] > score[day]):
                day = d
        if day < 0:
            return
        node = best[day]
        done = insert(week, rounds, undo, day, node)
        for d in range(days):
            is_new = undo.is_touched[d] and week.bound_from[d + 1] - week.bound_from[d] > 1
            stale = best[d] >= 0 and not is_free(week, rounds, best[d])
            if d == day or stale or (done and is_new):
                _look(week, rounds, undo, d, taste, freed, best, score)


@inner
def _look(week: Week, rounds: Rounds, undo: Undo, d: int, taste: Taste, freed: Ints, best: Ints, score: Floats) -> None:
    """Find the best free candidate of one round: among all where the round was touched, else among the freed."""
    nodes = week.cand[week.cand_from[d] : week.cand_from[d + 1]] if undo.is_touched[d] else freed
    costs, values, places = rounds.rows.cost[d], week.value, week.workplace
    where, used, active, required = rounds.where, rounds.used, rounds.active, week.required
    liking, power, lean = taste.node, taste.power, taste.day[d]
    has_start = rounds.start.size > 0
    best[d], score[d] = -1, 0.0
    for node in nodes:
        minutes = costs[node]
        if minutes == INF or required[node] or where[node] >= 0 or used[places[node]] or not active[node]:
            continue
        gain = values[node]
        if has_start and rounds.start[d, node]:
            gain += rounds.change_cost
        minutes = max(minutes, 1.0)
        worth = gain * liking[node] * lean / (minutes if power == 1.0 else minutes**power)
        if worth > score[d]:
            best[d], score[d] = node, worth
