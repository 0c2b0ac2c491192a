"""How much slack a round has: the earliest and the latest minute at every gap, for each set of breaks already had.

With these two tables an insertion is tried in a few sums, without walking along the round again.
"""

from inspection.planning.search.arrays import EPS, INF, Floats, Ints, Rounds, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.timing import earliest_start, fit_round, latest_start


@inner
def pause(duties: int, breaks: Floats, bits: Ints, now: Floats) -> None:
    """Hold a break here wherever that fulfils a duty, keeping the earliest minute for each set of duties.

    breaks
        (b, 3): earliest and latest start and minutes of each; bits: the duties that it fulfils.
    """
    for mask in range(duties):
        if now[mask] == INF:
            continue
        for b in range(breaks.shape[0]):
            if bits[b] & ~mask:
                begin = max(now[mask], breaks[b, 0])
                if begin <= breaks[b, 1] + EPS:
                    after = mask | bits[b]
                    now[after] = min(now[after], begin + breaks[b, 2])


@inner
def _pause_back(duties: int, breaks: Floats, bits: Ints, now: Floats) -> None:
    for mask in range(duties - 1, -1, -1):
        for b in range(breaks.shape[0]):
            if bits[b] & ~mask:
                begin = min(breaks[b, 1], now[mask | bits[b]] - breaks[b, 2])
                if begin >= breaks[b, 0] and begin > now[mask]:
                    now[mask] = begin


@inner
def _set_out(week: Week, d: int, lo: float, now: Floats) -> None:
    """Set the minutes of leaving the office; a later departure may have had breaks of the team-day there."""
    now[:] = INF
    now[0] = lo
    # Who leaves only after a break could have been had in the office owes it no more; the policy's break is not among
    # them, since a day is counted from its departure.
    for b in range(-1, week.pauses[d]):
        if b >= 0 and week.breaks[d, b, 0] == -INF:
            continue
        leaves = lo if b < 0 else max(lo, week.breaks[d, b, 0] + week.breaks[d, b, 2])
        had = 0
        for other in range(week.pauses[d]):
            own = 1 << other
            if own != week.policy_bit[d] and week.breaks[d, other, 0] + week.breaks[d, other, 2] <= leaves:
                had |= own
        now[had] = min(now[had], leaves)


@inner
def _fill_ready(week: Week, rounds: Rounds, d: int, lo: float) -> float:
    """Fill the earliest minutes; return the minutes of travel and service on the way."""
    full, travel, points, service = week.duties[d], week.travel, week.point, week.service
    masks, breaks, bits = full + 1, week.breaks[d, : week.pauses[d]], week.bits[d]
    stops, ready, opens, closes = rounds.rows.stops[d], rounds.rows.ready[d], rounds.opens, rounds.closes
    now = rounds.now[:masks]
    _set_out(week, d, lo, now)
    for mask in range(masks):
        ready[mask, 0] = now[mask]
    here, work = week.office[d], 0.0
    for i in range(rounds.rows.count[d]):
        node = stops[i]
        leg, stay = travel[here, points[node]], service[node]
        work += leg + stay
        for mask in range(masks):
            now[mask] += leg
        if masks > 1:
            pause(full, breaks, bits, now)
        for mask in range(masks):
            now[mask] = earliest_start(opens, closes, node, now[mask]) + stay
        if masks > 1:
            pause(full, breaks, bits, now)
        for mask in range(masks):
            ready[mask, i + 1] = now[mask]
        here = points[node]
    return float(work + travel[here, week.end[d]])


@inner
def _fill_until(week: Week, rounds: Rounds, d: int, hi: float, needed: int, until: Floats) -> None:
    full, travel, points, service = week.duties[d], week.travel, week.point, week.service
    masks, breaks, bits = full + 1, week.breaks[d, : week.pauses[d]], week.bits[d]
    stops, opens, closes, now = rounds.rows.stops[d], rounds.opens, rounds.closes, rounds.now[:masks]
    for mask in range(masks):
        now[mask] = _latest_return(week, d, needed & ~mask, hi)
    ahead = week.end[d]
    for i in range(rounds.rows.count[d], -1, -1):
        for mask in range(masks):
            until[mask, i] = now[mask]
        if i == 0:
            break
        node = stops[i - 1]
        leg, stay = travel[points[node], ahead], service[node]
        for mask in range(masks):
            now[mask] -= leg
        if masks > 1:
            _pause_back(full, breaks, bits, now)
        for mask in range(masks):
            now[mask] = latest_start(opens, closes, node, now[mask] - stay)
        if masks > 1:
            _pause_back(full, breaks, bits, now)
        ahead = points[node]


@inner
def _latest_return(week: Week, d: int, missing: int, hi: float) -> float:
    """Return when a round must be back that has not had the breaks in `missing`: in time to have them in the office."""
    if missing & week.policy_bit[d]:
        return -INF
    latest = hi
    for b in range(week.pauses[d]):
        if missing & (1 << b):
            latest = min(latest, week.breaks[d, b, 1])
    return latest


@inner
def compute_slack(week: Week, rounds: Rounds, d: int, lo: float, hi: float) -> bool:
    """Work out the room of a round that may leave at `lo` and must be back by `hi`; False where it cannot.

    Where the tables cannot tell (a day that is limited in length, a break that a short day may leave out), the exact
    times decide.
    """
    rows, full = rounds.rows, week.duties[d]
    rows.lo[d], rows.hi[d] = lo, hi
    rows.work[d] = _fill_ready(week, rounds, d, lo)
    _fill_until(week, rounds, d, hi, full, rows.until[d])
    if week.policy_bit[d]:
        _fill_until(week, rounds, d, hi, full & ~week.policy_bit[d], rows.lenient[d])
    last = rows.count[d]
    if last == 0:
        rows.leaves[d], rows.back[d] = INF, -INF
        return True
    leg = week.travel[week.point[rows.stops[d, last - 1]], week.end[d]]
    back = INF
    for mask in range(full + 1):
        if rows.ready[d, mask, last] + leg <= rows.until[d, mask, last] + EPS:
            back = min(back, rows.ready[d, mask, last] + leg)
    if back < INF and week.hi[d] - week.lo[d] <= week.longest[d] + EPS:
        first = week.travel[week.office[d], week.point[rows.stops[d, 0]]]
        rows.leaves[d], rows.back[d] = max(lo, rows.until[d, 0, 0] - first), back
        return True
    times = fit_round(week, rounds.opens, rounds.closes, d, rows.stops[d, :last], lo, hi)
    if times.shape[0] == 0:
        return False
    rows.leaves[d], rows.back[d] = times[0, 0], times[0, 1]
    return True
