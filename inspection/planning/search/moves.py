"""Put a visit into a round, take visits out, and undo a step; times and costs of insertion are right after each."""

import numpy as np

from inspection.planning.search.arrays import EPS, INF, NO, NONE, Bools, Ints, Rounds, Rows, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.insertion import price_insertions, update_insertions
from inspection.planning.search.round_cache import cache_slot, copy_costs, copy_row, load_cached, store_cached
from inspection.planning.search.slack import compute_slack

# In place of the gap into which a stop has gone: AFRESH where more has changed in the round, NOWHERE where only its
# hours became fewer.
AFRESH, NOWHERE = np.intp(-1), np.intp(-2)


@inner
def gain_of(week: Week, rounds: Rounds, d: int, node: int) -> float:
    """Return what the node is worth in round d: its value, and the price of a change where it stood there before."""
    gain = week.value[node]
    if rounds.start.size and rounds.start[d, node]:
        gain += rounds.change_cost / week.twins[node]
    return float(gain)


@inner
def is_free(week: Week, rounds: Rounds, node: int) -> bool:
    """Tell whether the node may be placed now: it has no place, and nobody else goes to its workplace."""
    if not rounds.active[node] or rounds.where[node] >= 0:
        return False
    return bool(rounds.used[week.workplace[node]] == 0)


@inner
def _bounds(week: Week, rounds: Rounds, d: int) -> tuple[float, float]:
    """Return the minutes between which the round of d may run, given the team's other rounds."""
    lo, hi = week.lo[d], week.hi[d]
    for i in range(week.bound_from[d], week.bound_from[d + 1]):
        other = week.bound[i]
        apart = week.base[other] - week.base[d]
        if apart < 0 and rounds.rows.back[other] > -INF:
            lo = max(lo, rounds.rows.back[other] + apart + week.rest)
        elif apart > 0 and rounds.rows.leaves[other] < INF:
            hi = min(hi, rounds.rows.leaves[other] + apart - week.rest)
    return lo, hi


@inner
def refresh(week: Week, rounds: Rounds, d: int, put: int) -> bool:
    """Bring round d up to date, and those that rest binds to it; False when one of them cannot be kept any more.

    put
        The gap into which one stop has gone, if nothing else has changed; else AFRESH.
    """
    # Days so near that the rest between them matters are one problem: what one round takes, the next one lacks.
    if week.bound_from[d + 1] - week.bound_from[d] > 1:
        return _refresh_bound(week, rounds, d, put)
    place = cache_slot(week, rounds, d)
    if load_cached(rounds, d, place, week.lo[d], week.hi[d]):
        return True
    if not compute_slack(week, rounds, d, week.lo[d], week.hi[d]):
        return False
    _add_up(week, rounds, d)
    _ask(week, rounds, d, put)
    store_cached(rounds, d, place)
    return True


@inner
def _ask(week: Week, rounds: Rounds, d: int, put: int) -> None:
    if put == AFRESH:
        price_insertions(week, rounds, d, bool(NO))
    else:
        update_insertions(week, rounds, d, put)


@inner
def _refresh_bound(week: Week, rounds: Rounds, d: int, put: int) -> bool:
    """Settle the days that rest binds together backwards and then forwards, as if they were one long round.

    Backwards gives latest departures, forwards earliest returns.
    """
    rows, before = rounds.rows, rounds.before
    first, last = week.bound_from[d], week.bound_from[d + 1]
    for i in range(last - 1, first - 1, -1):
        e = week.bound[i]
        before[i - first, 0], before[i - first, 1] = rows.lo[e], rows.hi[e]
        if not rounds.kept[e]:
            lo, hi = _bounds(week, rounds, e)
            compute_slack(week, rounds, e, lo, hi)
    for i in range(first, last):
        e = week.bound[i]
        if not rounds.kept[e]:
            lo, hi = _bounds(week, rounds, e)
            if not compute_slack(week, rounds, e, lo, hi):
                return False
    for i in range(first, last):
        e = week.bound[i]
        if rounds.kept[e]:
            continue
        _add_up(week, rounds, e)
        if e == d or rows.lo[e] != before[i - first, 0] or rows.hi[e] != before[i - first, 1]:
            is_wider = rows.lo[e] < before[i - first, 0] or rows.hi[e] > before[i - first, 1]
            _ask(week, rounds, e, int(AFRESH) if is_wider or put == AFRESH else put if e == d else int(NOWHERE))
    return True


@inner
def rebuild(week: Week, rounds: Rounds) -> None:
    """Work everything out again from the stops of all rounds and the minutes between which each may run."""
    rows = rounds.rows
    for node in range(rounds.where.size):
        if rounds.where[node] >= 0 and week.first[node] == node:
            rounds.used[week.workplace[node]] -= 1
        rounds.where[node] = -1
    for d in range(rows.count.size):
        _mark(week, rounds, d, d)
    for d in range(rows.count.size):
        if not rounds.kept[d]:
            compute_slack(week, rounds, d, rows.lo[d], rows.hi[d])
            _add_up(week, rounds, d)
            price_insertions(week, rounds, d, bool(NO))


@inner
def _add_up(week: Week, rounds: Rounds, d: int) -> None:
    stops, value, required, first = rounds.rows.stops[d], week.value, week.required, week.first
    has_start = rounds.start.size > 0
    gain, musts = 0.0, 0
    for i in range(rounds.rows.count[d]):
        node = stops[i]
        gain += gain_of(week, rounds, d, node) if has_start else value[node]
        musts += required[node] and first[node] == node
    rounds.rows.gain[d], rounds.rows.musts[d] = gain, musts


@inner
def save_rows(week: Week, rounds: Rounds, undo: Undo, d: int) -> None:
    """Keep the rows as they are, before the first change of a step."""
    for i in range(week.bound_from[d], week.bound_from[d + 1]):
        e = week.bound[i]
        if not undo.is_touched[e]:
            copy_row(rounds.rows, e, undo.rows, e)
            copy_costs(rounds.rows, e, undo.rows, e)
            undo.is_touched[e] = True


@inner
def insert(week: Week, rounds: Rounds, undo: Undo, d: int, node: int) -> bool:
    """Put a node where it costs least; where exact times refuse the gap, into another, or leave all as it was."""
    save_rows(week, rounds, undo, d)
    rows = rounds.rows
    gap = int(np.intp(rows.gap[d, node]))  # else all below would be compiled once more, for short numbers
    first, last = week.bound_from[d], week.bound_from[d + 1]
    for i in range(first, last):
        copy_row(rows, week.bound[i], undo.trial, week.bound[i])
    if _put(week, rounds, undo.trial, d, gap, node):
        return True
    # The tables of slack know neither a day's longest length nor a break that only a long day owes, nor the rest beside
    # other days: there the cheapest gap may be refused by the exact times, and another one be right.
    is_limited = week.hi[d] - week.lo[d] > week.longest[d] + EPS
    if week.policy_bit[d] or is_limited or last - first > 1:
        for other in range(rows.count[d] + 1):
            if other != gap and _put(week, rounds, undo.trial, d, other, node):
                return True
    rows.cost[d, node] = INF
    return False


@inner
def _put(week: Week, rounds: Rounds, trial: Rows, d: int, gap: int, node: int) -> bool:
    rows = rounds.rows
    for i in range(rows.count[d], gap, -1):
        rows.stops[d, i] = rows.stops[d, i - 1]
    rows.stops[d, gap] = node
    rows.count[d] += 1
    rounds.where[node] = d
    if refresh(week, rounds, d, gap):
        rounds.used[week.workplace[node]] += week.first[node] == node
        return True
    rounds.where[node] = -1
    for i in range(week.bound_from[d], week.bound_from[d + 1]):
        copy_row(trial, week.bound[i], rows, week.bound[i])
    return False


@inner
def remove(week: Week, rounds: Rounds, undo: Undo, nodes: Ints) -> None:
    """Take nodes out, each with its twins; a round that no longer holds without them is emptied."""
    rows = rounds.rows
    changed = np.zeros(rows.count.size, dtype=np.bool_)
    for node in nodes:
        _drop_visit(week, rounds, undo, node, changed)
    again = True
    while again:
        again = False
        for d in range(changed.size):
            if not changed[d]:
                continue
            changed[d] = False
            if not refresh(week, rounds, d, int(AFRESH)):
                again = True
                for node in rows.stops[d, : rows.count[d]].copy():
                    _drop_visit(week, rounds, undo, node, changed)
                changed[d] = True


@inner
def _drop_visit(week: Week, rounds: Rounds, undo: Undo, node: int, changed: Bools) -> None:
    first = week.first[node]
    for twin in range(first, first + week.twins[node]):
        d = rounds.where[twin]
        if d < 0:
            continue
        save_rows(week, rounds, undo, d)
        _cut(rounds.rows, d, twin)
        changed[d] = True
        rounds.where[twin] = -1
        rounds.used[week.workplace[twin]] -= twin == first
        if week.twins[twin] > 1:
            for k in range(week.opens.shape[1]):
                rounds.opens[twin, k], rounds.closes[twin, k] = week.opens[twin, k], week.closes[twin, k]


@inner
def _cut(rows: Rows, d: int, node: int) -> None:
    kept = 0
    for i in range(rows.count[d]):
        if rows.stops[d, i] != node:
            rows.stops[d, kept] = rows.stops[d, i]
            kept += 1
    rows.count[d] = kept


@inner
def begin_step(week: Week, rounds: Rounds, undo: Undo) -> None:
    """Begin a step: what is here now is what `undo_step` goes back to."""
    undo.is_touched[:] = False
    for j in range(week.joint.size):
        undo.opens[j] = rounds.opens[week.joint[j]]
        undo.closes[j] = rounds.closes[week.joint[j]]


@inner
def undo_step(week: Week, rounds: Rounds, undo: Undo) -> None:
    """Undo every change since the step began."""
    rows = rounds.rows
    for d in range(rows.count.size):
        if undo.is_touched[d]:
            _mark(week, rounds, d, int(NONE))
    for d in range(rows.count.size):
        if undo.is_touched[d]:
            copy_row(undo.rows, d, rows, d)
            copy_costs(undo.rows, d, rows, d)
            _mark(week, rounds, d, d)
    for j in range(week.joint.size):
        rounds.opens[week.joint[j]] = undo.opens[j]
        rounds.closes[week.joint[j]] = undo.closes[j]
    undo.is_touched[:] = False


@inner
def _mark(week: Week, rounds: Rounds, d: int, place: int) -> None:
    rows = rounds.rows
    for i in range(rows.count[d]):
        node = rows.stops[d, i]
        rounds.where[node] = place
        if week.first[node] == node:
            rounds.used[week.workplace[node]] += 1 if place >= 0 else -1
