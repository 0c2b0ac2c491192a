"""Where a visit costs least: every gap of a round tried for one node or for all of them in one pass."""

from .arrays import EPS, INF, YES, Floats, Ints, Rounds, Week
from .compiled import inner
from .slack import earliest_start, pause

SORTED = 8  # stops from which a round is worth sorting its candidates by their gaps


@inner
def ask(week: Week, rounds: Rounds, d: int, only_known: bool) -> None:
    """Work out the cheapest insertion of every candidate into round d, or of those alone that had one before."""
    cand, costs = week.cand, rounds.rows.cost[d]
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
    rounds.begins[:] = 0
    rounds.ends[:] = size
    _ask_gaps(week, rounds, d)


@inner
def ask_again(week: Week, rounds: Rounds, d: int, put: int) -> None:
    """Bring the cheapest insertions into round d up to date where it has only become fuller, or its hours fewer.

    What had no place has none now, and no gap that is still there has become cheaper, as long as a way around is no
    shorter than the straight way. So each candidate asks its own gap first and then the two that are new; only one that
    has lost its gap asks them all. In a round of few stops, all gaps are asked sooner than the candidates are sorted;
    and in one with breaks all are asked, since a stop may bring a break forward and leave more room behind it.

    put
        The gap into which a stop has gone; below zero where none has.
    """
    if rounds.rows.count[d] < SORTED or week.duties[d]:
        ask(week, rounds, d, bool(YES))
        return
    size = _sort_by_gap(week, rounds, d, put)
    _ask_gaps(week, rounds, d)
    pool, costs, known = rounds.pool, rounds.rows.cost[d], size
    for i in range(size - 1, -1, -1):
        if costs[pool[i]] == INF:
            known -= 1
            pool[i], pool[known] = pool[known], pool[i]
    rounds.begins[:] = known
    rounds.ends[:] = size
    if put >= 0:
        rounds.begins[put : put + 2] = 0
    _ask_gaps(week, rounds, d)


@inner
def _sort_by_gap(week: Week, rounds: Rounds, d: int, put: int) -> int:
    """Pool the candidates that had a place in round d by the gap in which they had it, those that have lost it last.

    Gaps behind the new stop get their new numbers; costs are yet to be asked for. Returns how many there are.
    """
    cand, costs, gaps = week.cand, rounds.rows.cost[d], rounds.rows.gap[d]
    where, active, known, begins, ends = rounds.where, rounds.active, rounds.known, rounds.begins, rounds.ends
    lost, size = rounds.rows.count[d] + 1, 0
    ends[: lost + 1] = 0
    for i in range(week.cand_from[d], week.cand_from[d + 1]):
        node = cand[i]
        if costs[node] == INF:
            continue
        costs[node] = INF
        if where[node] == d or not active[node]:
            continue
        gap = gaps[node]
        if put >= 0 and gap >= put:
            gap = lost if gap == put else gap + 1
            gaps[node] = gap
        ends[gap] += 1
        known[size] = node
        size += 1
    begins[0] = 0
    for gap in range(lost):
        begins[gap + 1] = begins[gap] + ends[gap]
    for gap in range(lost + 1):
        ends[gap] = begins[gap]
    pool = rounds.pool
    for i in range(size):
        gap = gaps[known[i]]
        pool[ends[gap]] = known[i]
        ends[gap] += 1
    return size


@inner
def _ask_gaps(week: Week, rounds: Rounds, d: int) -> None:  # noqa: C901 (one loop over arrays that are read out once)
    """Ask each gap of round d what the candidates of its part of the pool cost there.

    All arrays are read out once, since each reading of one is counted.
    """
    rows, full = rounds.rows, week.duties[d]
    if rows.hi[d] < rows.lo[d]:
        return
    count, office, end, stops, points = rows.count[d], week.office[d], week.end[d], rows.stops[d], week.point
    travel, onward, service, opens, closes = week.travel, week.onward, week.service, rounds.opens, rounds.closes
    ready, until, lenient = rows.ready[d], rows.until[d], rows.lenient[d]
    breaks, bits = week.breaks[d, : week.pauses[d]], week.bits[d]
    pool, begins, ends, now = rounds.pool, rounds.begins, rounds.ends, rounds.now[: full + 1]
    costs, gaps = rows.cost[d], rows.gap[d]
    short = week.break_after + EPS - rows.work[d] if week.policy_bit[d] else -INF
    limit = week.longest[d] + EPS - rows.work[d]
    for gap in range(count + 1):
        if begins[gap] >= ends[gap]:
            continue
        before = office if gap == 0 else points[stops[gap - 1]]
        after = end if gap == count else points[stops[gap]]
        direct = travel[before, after]
        room = _room(full, breaks, bits, ready, until, gap) if short < 0 else lenient[full, gap] - ready[0, gap] + EPS
        for i in range(begins[gap], ends[gap]):
            node = pool[i]
            point = points[node]
            way, back = travel[before, point], onward[after, point]
            rest = service[node] + back
            added = way + rest - direct
            if way + rest > room or added >= costs[node] or added > limit:
                continue
            if full == 0:
                fits = earliest_start(opens, closes, node, ready[0, gap] + way) + rest <= until[0, gap] + EPS
            else:
                for mask in range(full + 1):
                    now[mask] = ready[mask, gap] + way
                pause(full, breaks, bits, now)
                for mask in range(full + 1):
                    now[mask] = earliest_start(opens, closes, node, now[mask]) + service[node]
                pause(full, breaks, bits, now)
                fits = False
                for mask in range(full + 1):
                    fits = fits or now[mask] + back <= until[mask, gap] + EPS
                    fits = fits or (added <= short and now[mask] + back <= lenient[mask, gap] + EPS)
            if fits:
                costs[node] = added
                gaps[node] = gap


@inner
def _room(full: int, breaks: Floats, bits: Ints, ready: Floats, until: Floats, gap: int) -> float:
    """Return the most minutes that a visit could take in this gap, its windows aside."""
    room = -INF
    for before in range(full + 1):
        for after in range(before, full + 1):
            if before & ~after or ready[before, gap] == INF:
                continue
            least = 0.0 if after == before else INF
            for b in range(breaks.shape[0]):
                if bits[b] & after & ~before:
                    least = min(least, breaks[b, 2])
            room = max(room, until[after, gap] - ready[before, gap] - least)
    return room + EPS


@inner
def best_gap(week: Week, rounds: Rounds, d: int, node: int) -> float:
    """Work out the cheapest insertion of one node into round d and return its added minutes, inf where none."""
    rounds.rows.cost[d, node] = INF
    rounds.pool[0] = node
    rounds.begins[:] = 0
    rounds.ends[:] = 1
    _ask_gaps(week, rounds, d)
    return float(rounds.rows.cost[d, node])
