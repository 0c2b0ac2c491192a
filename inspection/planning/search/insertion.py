"""What it costs to insert a visit into a round, and in which gap it costs least, for one node or for all at once."""

from typing import NamedTuple

from inspection.planning.search.arrays import EPS, INF, NO, YES, Floats, Ints, Rounds, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.slack import pause
from inspection.planning.search.timing import earliest_start

Break = tuple[float, float, float]  # earliest and latest start, minutes

SORTED = 8  # stops from which a round is worth sorting its candidates by their gaps


class _Gap(NamedTuple):
    """From when and until when one gap of a round is free, before its one break is had and after."""

    begin: float
    begin_after: float
    close: float
    close_after: float
    lenient: float  # the same where the day is short enough to need no break
    lenient_after: float


@inner
def price_insertions(week: Week, rounds: Rounds, d: int, only_known: bool) -> None:
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
    _price_gaps(week, rounds, d, bool(YES))


@inner
def update_insertions(week: Week, rounds: Rounds, d: int, put: int) -> None:
    """Bring the cheapest insertions into round d up to date where it has only become fuller, or its hours fewer.

    What had no place has none now, and no gap that is still there has become cheaper, as long as a way around is no
    shorter than the straight way. So each candidate asks its own gap first and then the two that are new; only one that
    has lost its gap asks them all. In a round of few stops, all gaps are asked sooner than the candidates are sorted;
    and in one with breaks all are asked, since a stop may bring a break forward and leave more room behind it.

    put
        The gap into which a stop has gone; below zero where none has.
    """
    if rounds.rows.count[d] < SORTED or week.duties[d]:
        price_insertions(week, rounds, d, bool(YES))
        return
    size = _sort_by_gap(week, rounds, d, put)
    _price_gaps(week, rounds, d, bool(NO))
    pool, costs, known = rounds.pool, rounds.rows.cost[d], size
    for i in range(size - 1, -1, -1):
        if costs[pool[i]] == INF:
            known -= 1
            pool[i], pool[known] = pool[known], pool[i]
    rounds.begins[:] = known
    rounds.ends[:] = size
    if put >= 0:
        rounds.begins[put : put + 2] = 0
    _price_gaps(week, rounds, d, bool(NO))


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
def _price_gaps(week: Week, rounds: Rounds, d: int, short_first: bool) -> None:
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
    pool, begins, ends = rounds.pool, rounds.begins, rounds.ends
    costs, gaps = rows.cost[d], rows.gap[d]
    is_single = full == 1 and breaks.shape[0] == 1  # as on most days
    one = (breaks[0, 0], breaks[0, 1] + EPS, breaks[0, 2]) if is_single else (INF, -INF, 0.0)
    short = week.break_after + EPS - rows.work[d] if week.policy_bit[d] else -INF
    limit = week.longest[d] + EPS - rows.work[d]
    for gap in range(count + 1):
        if begins[gap] >= ends[gap]:
            continue
        before = office if gap == 0 else points[stops[gap - 1]]
        after = end if gap == count else points[stops[gap]]
        direct = travel[before, after]
        here = _here(full, ready, until, lenient, gap)
        room = _room(full, breaks, bits, ready, until, gap) if short < 0 else here.lenient_after - here.begin
        for i in range(begins[gap], ends[gap]):
            node = pool[i]
            stay = service[node]
            if short_first and stay > room:
                break  # so is the service of all that follow
            point = points[node]
            way, back = travel[before, point], onward[after, point]
            rest = stay + back
            added = way + rest - direct
            if way + rest > room or added >= costs[node] or added > limit:
                continue
            if is_single:
                fits = _fits_beside_one(opens, closes, node, stay, way, back, here, one, added <= short)
            elif full == 0:
                fits = earliest_start(opens, closes, node, here.begin + way) + rest <= here.close
            else:
                fits = _fits_beside_breaks(week, rounds, d, gap, node, way, back, added <= short)
            if fits:
                costs[node] = added
                gaps[node] = gap


@inner
def _here(full: int, ready: Floats, until: Floats, lenient: Floats, gap: int) -> _Gap:
    return _Gap(
        begin=ready[0, gap],
        begin_after=ready[full, gap],
        close=until[0, gap] + EPS,
        close_after=until[full, gap] + EPS,
        lenient=lenient[0, gap] + EPS,
        lenient_after=lenient[full, gap] + EPS,
    )


@inner
def _fits_beside_one(
    opens: Floats,
    closes: Floats,
    node: int,
    stay: float,
    way: float,
    back: float,
    gap: _Gap,
    one: Break,
    is_short: bool,
) -> bool:
    """Tell whether a gap has room for the node and one break, which is most often had elsewhere: tried first."""
    # Without the break, then with it here; a short day owes the policy no break, so both are tried again for it.
    arrived = gap.begin + way
    now = earliest_start(opens, closes, node, arrived) + stay
    if now + back <= gap.close:
        return True
    had = earliest_start(opens, closes, node, _after_break(one, arrived, gap.begin_after + way)) + stay
    had = _after_break(one, now, had)
    if had + back <= gap.close_after:
        return True
    return bool(is_short and (now + back <= gap.lenient or had + back <= gap.lenient_after))


@inner
def _after_break(one: Break, now: float, had: float) -> float:
    """Return the earliest minute with the break had: as it was, or by holding it here."""
    first, last, minutes = one
    begin = max(first, now)
    return min(had, begin + minutes) if begin <= last else had


@inner
def _fits_beside_breaks(
    week: Week, rounds: Rounds, d: int, gap: int, node: int, way: float, back: float, is_short: bool
) -> bool:
    """Tell whether a gap has room for the node and for several breaks, or for one that may be had in several ways."""
    full, rows, now = week.duties[d], rounds.rows, rounds.now
    breaks, bits = week.breaks[d, : week.pauses[d]], week.bits[d]
    for mask in range(full + 1):
        now[mask] = rows.ready[d, mask, gap] + way
    pause(full, breaks, bits, now)
    for mask in range(full + 1):
        now[mask] = earliest_start(rounds.opens, rounds.closes, node, now[mask]) + week.service[node]
    pause(full, breaks, bits, now)
    for mask in range(full + 1):
        if now[mask] + back <= rows.until[d, mask, gap] + EPS:
            return True
        if is_short and now[mask] + back <= rows.lenient[d, mask, gap] + EPS:
            return True
    return False


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
def cheapest_gap(week: Week, rounds: Rounds, d: int, node: int) -> float:
    """Work out the cheapest insertion of one node into round d and return its added minutes, inf where none."""
    rounds.rows.cost[d, node] = INF
    rounds.pool[0] = node
    rounds.begins[:] = 0
    rounds.ends[:] = 1
    _price_gaps(week, rounds, d, bool(NO))
    return float(rounds.rows.cost[d, node])
