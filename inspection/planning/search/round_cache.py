"""A cache of rounds: the search tries the same few stops again and again.

To know what every candidate costs in a round is most of the work of a step, and depends on the round's stops and hours
alone. The colder the search, the more often it meets a round that it knows. Nothing but the time is different: a plan
is the same with a memory of any size.
"""

import numpy as np

from inspection.planning.search.arrays import NONE, Rounds, Rows, Week
from inspection.planning.search.compiling import inner

MOST_BYTES = 64_000_000  # of a week's memory
MOST_ROUNDS = 512  # that are remembered for each team-day


def cached_rounds(days: int, nodes: int) -> int:
    """Return how many rounds of each team-day a week of this size remembers; none where one of each is too much."""
    a_round = 10 * max(1, nodes)  # bytes of what each insertion costs and of its gap; the rest is little
    return min(MOST_ROUNDS, MOST_BYTES // (max(1, days) * a_round))


@inner
def copy_row(source: Rows, d: int, target: Rows, e: int) -> None:
    """Copy all that stands in row d, but for what insertions cost, into row e of others.

    Arrays are read where they are used: one that is held over several loops is counted, which takes longer than to
    copy the few numbers.
    """
    count = source.count[d]
    target.count[e] = count
    for i in range(count):
        target.stops[e, i] = source.stops[d, i]
    for mask in range(source.ready.shape[1]):
        for gap in range(count + 1):
            target.ready[e, mask, gap] = source.ready[d, mask, gap]
            target.until[e, mask, gap] = source.until[d, mask, gap]
            target.lenient[e, mask, gap] = source.lenient[d, mask, gap]
    target.work[e], target.leaves[e], target.back[e] = source.work[d], source.leaves[d], source.back[d]
    target.lo[e], target.hi[e] = source.lo[d], source.hi[d]
    target.gain[e], target.musts[e] = source.gain[d], source.musts[d]


@inner
def copy_costs(source: Rows, d: int, target: Rows, e: int) -> None:
    """Copy what an insertion into row d costs into row e of others."""
    cost, to_cost = source.cost, target.cost
    for node in range(cost.shape[1]):
        to_cost[e, node] = cost[d, node]
    gaps, to_gaps = source.gap, target.gap
    for node in range(gaps.shape[1]):
        to_gaps[e, node] = gaps[d, node]


@inner
def cache_slot(week: Week, rounds: Rounds, d: int) -> int:
    """Return where the round of d is remembered if it is; below zero where what is known depends on more than it.

    The hours of a visit of several teams depend on the others' rounds.
    """
    each = rounds.cache.count.size // rounds.rows.count.size
    if each == 0:
        return int(NONE)
    mix = np.uint64(rounds.rows.count[d])
    for i in range(rounds.rows.count[d]):
        node = rounds.rows.stops[d, i]
        if week.twins[node] > 1:
            return int(NONE)
        mix = (mix ^ np.uint64(node)) * np.uint64(0x9E3779B97F4A7C15)
        mix = mix ^ (mix >> np.uint64(29))
    return int(d * each + int(mix % np.uint64(each)))


@inner
def load_cached(rounds: Rounds, d: int, place: int, lo: float, hi: float) -> bool:
    """Bring the row of d up to date from memory; False where its round was not met, or other rounds since."""
    rows, met = rounds.rows, rounds.cache
    if place < 0 or met.count[place] != rows.count[d] or met.lo[place] != lo or met.hi[place] != hi:
        return False
    for i in range(rows.count[d]):
        if rows.stops[d, i] != met.stops[place, i]:
            return False
    copy_row(met, place, rows, d)
    copy_costs(met, place, rows, d)
    return True


@inner
def store_cached(rounds: Rounds, d: int, place: int) -> None:
    """Keep the row of d in the place of whatever was kept there."""
    if place >= 0:
        copy_row(rounds.rows, d, rounds.cache, place)
        copy_costs(rounds.rows, d, rounds.cache, place)
