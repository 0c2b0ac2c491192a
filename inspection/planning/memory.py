"""What is known of the rounds that the search has met: it tries the same few stops again and again.

To know what every candidate costs in a round is most of the work of a step, and depends on the round's stops and hours
alone. The colder the search, the more often it meets a round that it knows. Nothing but the time is different: a plan
is the same with a memory of any size.
"""

import numpy as np

from .arrays import NONE, YES, Rounds, Rows, Week
from .compiled import inner

MOST_BYTES = 64_000_000  # of a week's memory
MOST_ROUNDS = 512  # that are remembered for each team-day


def rounds_remembered(days: int, nodes: int) -> int:
    """Return how many rounds of each team-day a week of this size remembers; none where one of each is too much."""
    a_round = 10 * max(1, nodes)  # bytes of what each insertion costs and of its gap; the rest is little
    return min(MOST_ROUNDS, MOST_BYTES // (max(1, days) * a_round))


@inner
def copy_row(source: Rows, d: int, target: Rows, e: int, costs: bool) -> None:
    """Copy all that stands in row d into row e of others; what an insertion costs only where asked."""
    count = source.count[d]
    target.count[e] = count
    stops, ready, until, lenient = source.stops, source.ready, source.until, source.lenient
    to_stops, to_ready, to_until, to_lenient = target.stops, target.ready, target.until, target.lenient
    for i in range(count):
        to_stops[e, i] = stops[d, i]
    for mask in range(ready.shape[1]):
        for gap in range(count + 1):
            to_ready[e, mask, gap] = ready[d, mask, gap]
            to_until[e, mask, gap] = until[d, mask, gap]
            to_lenient[e, mask, gap] = lenient[d, mask, gap]
    target.work[e], target.leaves[e], target.back[e] = source.work[d], source.leaves[d], source.back[d]
    target.lo[e], target.hi[e] = source.lo[d], source.hi[d]
    target.gain[e], target.musts[e] = source.gain[d], source.musts[d]
    if costs:
        cost, gaps, to_cost, to_gaps = source.cost[d], source.gap[d], target.cost[e], target.gap[e]
        for node in range(cost.size):
            to_cost[node] = cost[node]
        for node in range(gaps.size):
            to_gaps[node] = gaps[node]


@inner
def place_of(week: Week, rounds: Rounds, d: int) -> int:
    """Return where the round of d is remembered if it is; below zero where what is known depends on more than it.

    The hours of a visit of several teams depend on the others' rounds.
    """
    each = rounds.met.count.size // rounds.rows.count.size
    if each == 0:
        return int(NONE)
    count, stops, twins = rounds.rows.count[d], rounds.rows.stops[d], week.twins
    mix = np.uint64(count)
    for i in range(count):
        if twins[stops[i]] > 1:
            return int(NONE)
        mix = (mix ^ np.uint64(stops[i])) * np.uint64(0x9E3779B97F4A7C15)
        mix = mix ^ (mix >> np.uint64(29))
    return int(d * each + int(mix % np.uint64(each)))


@inner
def recall(rounds: Rounds, d: int, place: int, lo: float, hi: float) -> bool:
    """Bring the row of d up to date from memory; False where its round was not met, or other rounds since."""
    rows, met = rounds.rows, rounds.met
    if place < 0 or met.count[place] != rows.count[d] or met.lo[place] != lo or met.hi[place] != hi:
        return False
    stops, known = rows.stops[d], met.stops[place]
    for i in range(rows.count[d]):
        if stops[i] != known[i]:
            return False
    copy_row(met, place, rows, d, bool(YES))
    return True


@inner
def remember(rounds: Rounds, d: int, place: int) -> None:
    """Keep the row of d in the place of whatever was kept there."""
    if place >= 0:
        copy_row(rounds.rows, d, rounds.met, place, bool(YES))
