"""Fill the rounds: required visits first, the most constrained of them first; then value by added minute."""

import numpy as np

from inspection.planning.search.arrays import INF, NO, NONE, YES, Floats, Ints, Noise, RngState, Rounds, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.joint import place_joint
from inspection.planning.search.moves import gain_of, insert, is_free


@inner
def fill(week: Week, rounds: Rounds, undo: Undo, rng: RngState, noise: Noise, freed: Ints, late: bool) -> None:
    """Place what fits.

    freed
        Nodes that may have a place in rounds which nothing touched; all others have none there.
    late
        Place optional visits of several teams after the others instead of before them.
    """
    _fill_joint(week, rounds, undo, rng, bool(YES))
    _fill_required(week, rounds, undo, noise)
    if not late:
        _fill_joint(week, rounds, undo, rng, bool(NO))
    _fill_optional(week, rounds, undo, noise, freed)
    if late:
        _fill_joint(week, rounds, undo, rng, bool(NO))


@inner
def _fill_joint(week: Week, rounds: Rounds, undo: Undo, rng: RngState, required: bool) -> None:
    for node in week.joint:
        wanted = required or week.value[node] > 0
        if week.first[node] == node and week.required[node] == required and wanted and is_free(week, rounds, node):
            place_joint(week, rounds, undo, rng, node)


@inner
def _fill_required(week: Week, rounds: Rounds, undo: Undo, noise: Noise) -> None:
    """Take the visit that loses most if it does not get its best round now (its regret); one round left is most."""
    waiting = np.empty(week.required.size, dtype=np.intp)
    count = 0
    for node in range(week.required.size):
        if week.required[node] and week.twins[node] == 1 and is_free(week, rounds, node):
            waiting[count] = node
            count += 1
    # Whoever would lose most by waiting goes first: a visit with one round left has no second chance.
    while count:
        best, best_day, most = -1, int(NONE), -INF
        for j in range(count):
            d, regret = _regret(week, rounds, waiting[j], noise)
            if regret > most and is_free(week, rounds, waiting[j]):
                best, best_day, most = j, d, regret
        if best < 0:
            return
        if insert(week, rounds, undo, best_day, waiting[best]):
            count -= 1
            waiting[best] = waiting[count]


@inner
def _regret(week: Week, rounds: Rounds, node: int, noise: Noise) -> tuple[int, float]:
    """Return the node's cheapest round and how much dearer its second is; -1 and -inf where it has none."""
    cost, one, two, day = rounds.rows.cost, INF, INF, -1
    for d in range(cost.shape[0]):
        if cost[d, node] < INF:
            price = cost[d, node] * noise.day[d] - (gain_of(week, rounds, d, node) - week.value[node])
            if price < one:
                one, two, day = price, one, d
            elif price < two:
                two = price
    if day < 0:
        return -1, -INF
    if two == INF:  # one round left: before all that have a choice, the cheapest of them first
        return day, 1e6 - one
    return day, (two - one) * noise.node[node]


@inner
def _fill_optional(week: Week, rounds: Rounds, undo: Undo, noise: Noise, freed: Ints) -> None:
    days = rounds.rows.count.size
    best, score = np.full(days, -1, dtype=np.intp), np.zeros(days)
    is_touched, bound_from, used, places = undo.is_touched, week.bound_from, rounds.used, week.workplace
    _look(week, rounds, undo, int(NONE) + 1, days, noise, freed, best, score)
    while True:
        day = int(NONE)
        for d in range(days):
            if best[d] >= 0 and (day < 0 or score[d] > score[day]):
                day = d
        if day < 0:
            return
        done = insert(week, rounds, undo, day, best[day])
        for d in range(days):
            is_new = is_touched[d] and bound_from[d + 1] - bound_from[d] > 1
            is_taken = best[d] >= 0 and used[places[best[d]]] > 0
            if d == day or is_taken or (done and is_new):
                _look(week, rounds, undo, d, d + 1, noise, freed, best, score)


@inner
def _look(
    week: Week, rounds: Rounds, undo: Undo, begin: int, end: int, noise: Noise, freed: Ints, best: Ints, score: Floats
) -> None:
    """Find the best free candidate of each of these rounds: of all where it was touched, else of the freed.

    Raising minutes to a power takes long, and one that brings no more in no less time need not ask.
    """
    is_touched, cand, cand_from, table = undo.is_touched, week.cand, week.cand_from, rounds.rows.cost
    values, places, used, active, required = week.value, week.workplace, rounds.used, rounds.active, week.required
    weight, day_weight, power, start = noise.node, noise.day, noise.power, rounds.start
    for d in range(begin, end):
        best[d], score[d], most, least = -1, 0.0, 0.0, INF
        nodes, costs, lean = cand[cand_from[d] : cand_from[d + 1]] if is_touched[d] else freed, table[d], day_weight[d]
        for node in nodes:
            if costs[node] == INF or required[node] or used[places[node]] or not active[node]:
                continue
            gain, minutes = values[node], max(costs[node], 1.0)
            if start.size and start[d, node]:
                gain += rounds.change_cost
            gain *= weight[node] * lean
            if gain <= most and minutes >= least:
                continue
            worth = gain / (minutes if power == 1.0 else minutes**power)
            if worth > score[d]:
                best[d], score[d], most, least = node, worth, gain, minutes
