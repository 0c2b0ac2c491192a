"""Where a visit costs least: every gap of a round tried for one node or for all of them in one pass."""

from .arrays import EPS, INF, Floats, Ints, Rounds, Week
from .compiled import inner
from .slack import earliest_start, pause


@inner
def ask(week: Week, rounds: Rounds, d: int, only_known: bool) -> None:
    """Bring the cheapest insertion of every candidate into round d up to date.

    only_known
        Just those that had a place before: right after an insertion, since a fuller round has room for no others.
    """
    rows, cand, costs = rounds.rows, week.cand, rounds.rows.cost[d]
    where, active, pool = rounds.where, rounds.active, rounds.pool
    size = 0
    for i in range(week.cand_from[d], week.cand_from[d + 1]):
        node = cand[i]
        if only_known and costs[node] == INF:
            continue
        costs[node] = INF
        if where[node] != d and active[node]:
            pool[size] = node
            size += 1
    if rows.hi[d] < rows.lo[d]:
        return
    for gap in range(rows.count[d] + 1):
        _ask_gap(week, rounds, d, gap, size)


@inner
def _ask_gap(week: Week, rounds: Rounds, d: int, gap: int, size: int) -> None:
    rows, full = rounds.rows, week.duties[d]
    before = week.office[d] if gap == 0 else week.point[rows.stops[d, gap - 1]]
    after = week.end[d] if gap == rows.count[d] else week.point[rows.stops[d, gap]]
    there, onward = week.travel[before], week.onward[after]
    opens, closes, service, points = rounds.opens, rounds.closes, week.service, week.point
    ready, until, lenient = rows.ready[d, :, gap], rows.until[d, :, gap], rows.lenient[d, :, gap]
    breaks, bits = week.breaks[d, : week.pauses[d]], week.bits[d]
    short = week.break_after + EPS - rows.work[d] if week.policy_bit[d] else -INF
    limit = week.longest[d] + EPS - rows.work[d]
    direct, costs = week.travel[before, after], rows.cost[d]
    room = _room(full, breaks, bits, ready, until) if short < 0 else lenient[full] - ready[0] + EPS
    pool, gaps, now = rounds.pool, rows.gap[d], rounds.now[: full + 1]
    for i in range(size):
        node = pool[i]
        way = there[points[node]]
        rest = service[node] + onward[points[node]]
        added = way + rest - direct
        if way + rest > room or added >= costs[node] or added > limit:
            continue
        if full == 0:
            fits = earliest_start(opens, closes, node, ready[0] + way) + rest <= until[0] + EPS
        else:
            for mask in range(full + 1):
                now[mask] = ready[mask] + way
            pause(full, breaks, bits, now)
            for mask in range(full + 1):
                now[mask] = earliest_start(opens, closes, node, now[mask]) + service[node]
            pause(full, breaks, bits, now)
            onwards = onward[points[node]] - EPS
            fits = False
            for mask in range(full + 1):
                fits = fits or now[mask] + onwards <= until[mask]
                fits = fits or (added <= short and now[mask] + onwards <= lenient[mask])
        if fits:
            costs[node] = added
            gaps[node] = gap


@inner
def _room(full: int, breaks: Floats, bits: Ints, ready: Floats, until: Floats) -> float:
    """Return the most minutes that a visit could take in this gap, its windows aside."""
    room = -INF
    for before in range(full + 1):
        for after in range(before, full + 1):
            if before & ~after or ready[before] == INF:
                continue
            least = 0.0 if after == before else INF
            for b in range(breaks.shape[0]):
                if bits[b] & after & ~before:
                    least = min(least, breaks[b, 2])
            room = max(room, until[after] - ready[before] - least)
    return room + EPS


@inner
def best_gap(week: Week, rounds: Rounds, d: int, node: int) -> float:
    """Work out the cheapest insertion of one node into round d and return its added minutes, inf where none."""
    rows = rounds.rows
    rows.cost[d, node] = INF
    if rows.hi[d] >= rows.lo[d]:
        rounds.pool[0] = node
        for gap in range(rows.count[d] + 1):
            _ask_gap(week, rounds, d, gap, 1)
    return float(rows.cost[d, node])
