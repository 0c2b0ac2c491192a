"""The next prices to try, from the rounds that are known of each team-day.

The bound at given prices is their sum and the profit of every team-day's best round. As a function of the prices it is
the top of as many planes as there are choices of rounds; its lowest point is sought by a bundle method: the planes of
the rounds found so far, and a penalty for going far from the best prices. The weights of the rounds (a mixture for each
team-day) solve that as its dual, in pairwise Frank-Wolfe steps, so that no solver of linear programs is needed.
"""

from typing import NamedTuple

import numpy as np

from inspection.planning.bounding.loosened import Loosened
from inspection.planning.search import INF, Floats, Ints, compiled, inner


class Pool(NamedTuple):
    """Rounds known for each team-day: their visits (-1 after the last), and the weight of each; round 0 is empty."""

    stops: Ints  # (d, k, i)
    known: Ints  # how many rounds
    weight: Floats


def empty_pool(days: int, most: int, stops: int) -> Pool:
    """Return a pool of empty rounds, which have all the weight."""
    weight = np.zeros((days, most))
    weight[:, 0] = 1.0
    return Pool(np.full((days, most, stops), -1, dtype=np.intp), np.ones(days, dtype=np.intp), weight)


@compiled
def profits(loose: Loosened, prices: Floats) -> Floats:
    """Return what each team of a visit gets for it; the last price is that of a missing required visit."""
    paid: Floats = loose.value + prices[-1] * loose.required - prices[loose.workplace]
    return paid * loose.share


@compiled
def best_known(loose: Loosened, pool: Pool, d: int, prices: Floats) -> float:
    """Return the profit of the best known round of a team-day."""
    best = 0.0
    for k in range(pool.known[d]):
        best = max(best, _worth(loose, pool, d, k, prices))
    return best


@compiled
def keep(loose: Loosened, pool: Pool, d: int, found: Ints, prices: Floats) -> None:
    """Add rounds to the pool of a team-day; when it is full, the worst without weight makes room."""
    for row in range(found.shape[0]):
        if found[row, 0] < 0:
            return
        k = pool.known[d]
        if k == pool.stops.shape[1]:
            k = _worst(loose, pool, d, prices)
        else:
            pool.known[d] += 1
        if k > 0:
            pool.stops[d, k] = found[row]


@compiled
def borrow(loose: Loosened, pool: Pool, d: int, rounds: Ints, prices: Floats) -> None:
    """Add what was just found for team-days with the same hours, where it fits and beats all that is known here."""
    best = best_known(loose, pool, d, prices)
    for row in range(rounds.shape[0]):
        worth = 0.0
        for v in rounds[row]:
            if v < 0:
                break
            if not loose.may[d, v]:
                worth = -INF
                break
            paid = loose.value[v] + prices[-1] * loose.required[v] - prices[loose.workplace[v]]
            worth += paid * loose.share[v]
        if worth > best:
            best = worth
            keep(loose, pool, d, rounds[row : row + 1], prices)


@inner
def _worst(loose: Loosened, pool: Pool, d: int, prices: Floats) -> int:
    worst, least = 0, INF
    for k in range(1, pool.known[d]):
        if pool.weight[d, k] <= 0:
            worth = _worth(loose, pool, d, k, prices)
            if worth < least:
                worst, least = k, worth
    return worst


@inner
def _worth(loose: Loosened, pool: Pool, d: int, k: int, prices: Floats) -> float:
    worth = 0.0
    for v in pool.stops[d, k]:
        if v < 0:
            break
        paid = loose.value[v] + prices[-1] * loose.required[v] - prices[loose.workplace[v]]
        worth += paid * loose.share[v]
    return worth


@compiled
def next_prices(
    loose: Loosened,
    pool: Pool,
    limits: Floats,
    least: Floats,
    centre: Floats,
    reach: float,
    sweeps: int,
    exactness: float,
) -> tuple[Floats, float]:
    """Return the next prices and the bound that the known rounds alone would give there.

    limits
        How often each workplace may be visited (1), and last minus the required visits that must be placed.
    least
        The lowest price: 0, or -inf where a visit must be paid for if need be.
    reach
        How far prices may go from the centre, in value for a visit too many.
    """
    use = _use(loose, pool, limits.size)
    prices = np.maximum(least, centre - reach * (limits - use))
    change = np.zeros(limits.size)
    for _ in range(sweeps):
        gap = 0.0
        for d in range(pool.known.size):
            gap += _improve(loose, pool, d, limits, least, centre, reach, use, prices, change)
        if gap <= exactness:
            break
    model = (limits * prices).sum()
    for d in range(pool.known.size):
        model += best_known(loose, pool, d, prices)
    return prices, model


@inner
def _use(loose: Loosened, pool: Pool, size: int) -> Floats:
    use = np.zeros(size)
    for d in range(pool.known.size):
        for k in range(pool.known[d]):
            if pool.weight[d, k] > 0:
                _count(loose, pool, d, k, pool.weight[d, k], use)
    return use


@inner
def _count(loose: Loosened, pool: Pool, d: int, k: int, weight: float, use: Floats) -> None:
    for v in pool.stops[d, k]:
        if v < 0:
            break
        use[loose.workplace[v]] += weight * loose.share[v]
        use[-1] -= weight * loose.share[v] * loose.required[v]


@inner
def _improve(
    loose: Loosened,
    pool: Pool,
    d: int,
    limits: Floats,
    least: Floats,
    centre: Floats,
    reach: float,
    use: Floats,
    prices: Floats,
    change: Floats,
) -> float:
    """Move weight from the worst weighted round of a day to the best; return what the mixture is short of it."""
    best, worst, top, low, mean = _ends(loose, pool, d, prices)
    if top - low <= 1e-9 or best == worst:
        return top - mean
    _count(loose, pool, d, best, 1.0, change)
    _count(loose, pool, d, worst, -1.0, change)
    length = change[-1] ** 2
    for v in np.concatenate((pool.stops[d, best], pool.stops[d, worst])):
        if v >= 0:
            length += change[loose.workplace[v]] ** 2
    moved = min(pool.weight[d, worst], (top - low) / (reach * max(length, 1e-12)))
    pool.weight[d, best] += moved
    pool.weight[d, worst] = max(0.0, pool.weight[d, worst] - moved)
    for v in np.concatenate((pool.stops[d, best], pool.stops[d, worst])):
        if v >= 0:
            _reprice(loose.workplace[v], moved, limits, least, centre, reach, use, prices, change)
    _reprice(limits.size - 1, moved, limits, least, centre, reach, use, prices, change)
    return top - mean


@inner
def _ends(loose: Loosened, pool: Pool, d: int, prices: Floats) -> tuple[int, int, float, float, float]:
    """Return the best round and the worst that has weight, what both are worth, and what the mixture is."""
    best, worst, top, low, mean = 0, 0, -INF, INF, 0.0
    for k in range(pool.known[d]):
        worth = _worth(loose, pool, d, k, prices)
        if worth > top:
            best, top = k, worth
        if pool.weight[d, k] > 0:
            mean += pool.weight[d, k] * worth
            if worth < low:
                worst, low = k, worth
    return best, worst, top, low, mean


@inner
def _reprice(
    w: int,
    moved: float,
    limits: Floats,
    least: Floats,
    centre: Floats,
    reach: float,
    use: Floats,
    prices: Floats,
    change: Floats,
) -> None:
    use[w] += moved * change[w]
    change[w] = 0.0
    prices[w] = max(least[w], centre[w] - reach * (limits[w] - use[w]))
