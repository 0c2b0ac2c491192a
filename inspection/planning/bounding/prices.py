"""The next prices to try, from the rounds that are known of each team-day.

The bound at given prices is their sum and the profit of every team-day's best round. As a function of the prices it is
the top of as many planes as there are choices of rounds; its lowest point is sought by a bundle method: the planes of
the rounds found so far, and a penalty for going far from the best prices. The weights of the rounds (a mixture for each
team-day) solve that as its dual, in pairwise Frank-Wolfe steps, so that no solver of linear programs is needed.
"""

from typing import NamedTuple

import numpy as np

from inspection.planning.bounding.relaxation import Relaxed
from inspection.planning.search import INF, Floats, Ints, compiled, inner


class Pool(NamedTuple):
    """Rounds known for each team-day: their visits (-1 after the last), and the weight of each; round 0 is empty."""

    stops: Ints  # (d, k, i)
    known: Ints  # how many rounds
    weight: Floats


class Limits(NamedTuple):
    """What the prices of the workplaces answer to.

    most
        How often each workplace may be visited (1), and last minus the required visits that must be placed.
    least
        The lowest price: 0, or -inf where a visit must be paid for if need be.
    """

    most: Floats
    least: Floats


class Mixture(NamedTuple):
    """The weighted rounds together: how often they visit each workplace, and the prices that this asks for."""

    use: Floats
    prices: Floats
    change: Floats  # scratch: of use, while weight moves


def empty_pool(days: int, most: int, stops: int) -> Pool:
    """Return a pool of empty rounds, which have all the weight."""
    weight = np.zeros((days, most))
    weight[:, 0] = 1.0
    return Pool(np.full((days, most, stops), -1, dtype=np.intp), np.ones(days, dtype=np.intp), weight)


@compiled
def profits(relaxed: Relaxed, prices: Floats) -> Floats:
    """Return what each team of a visit gets for it; the last price is that of a missing required visit."""
    paid: Floats = relaxed.value + prices[-1] * relaxed.required - prices[relaxed.workplace]
    return paid * relaxed.share


@compiled
def best_known(relaxed: Relaxed, pool: Pool, d: int, prices: Floats) -> float:
    """Return the profit of the best known round of a team-day."""
    best = 0.0
    for k in range(pool.known[d]):
        best = max(best, _worth(relaxed, pool.stops[d, k], prices))
    return best


@compiled
def keep(relaxed: Relaxed, pool: Pool, d: int, found: Ints, prices: Floats) -> None:
    """Add rounds to the pool of a team-day; when it is full, the worst without weight makes room."""
    for row in range(found.shape[0]):
        if found[row, 0] < 0:
            return
        k = pool.known[d]
        if k == pool.stops.shape[1]:
            k = _worst(relaxed, pool, d, prices)
        else:
            pool.known[d] += 1
        if k > 0:
            pool.stops[d, k] = found[row]


@compiled
def borrow(relaxed: Relaxed, pool: Pool, d: int, rounds: Ints, prices: Floats) -> None:
    """Add what was just found for team-days with the same hours, where it fits and beats all that is known here."""
    best = best_known(relaxed, pool, d, prices)
    for row in range(rounds.shape[0]):
        worth = _worth(relaxed, rounds[row], prices)
        if worth > best and _may_make(relaxed, d, rounds[row]):
            best = worth
            keep(relaxed, pool, d, rounds[row : row + 1], prices)


@inner
def _may_make(relaxed: Relaxed, d: int, stops: Ints) -> bool:
    for v in stops:  # noqa: SIM110 (numba compiles no generators)
        if v >= 0 and not relaxed.may[d, v]:
            return False
    return True


@inner
def _worst(relaxed: Relaxed, pool: Pool, d: int, prices: Floats) -> int:
    worst, least = 0, INF
    for k in range(1, pool.known[d]):
        if pool.weight[d, k] <= 0:
            worth = _worth(relaxed, pool.stops[d, k], prices)
            if worth < least:
                worst, least = k, worth
    return worst


@inner
def _worth(relaxed: Relaxed, stops: Ints, prices: Floats) -> float:
    worth = 0.0
    for v in stops:
        if v < 0:
            break
        paid = relaxed.value[v] + prices[-1] * relaxed.required[v] - prices[relaxed.workplace[v]]
        worth += paid * relaxed.share[v]
    return worth


@compiled
def next_prices(
    relaxed: Relaxed, pool: Pool, limits: Limits, centre: Floats, reach: float, sweeps: int, exactness: float
) -> tuple[Floats, float]:
    """Return the next prices and the bound that the known rounds alone would give there.

    reach
        How far prices may go from the centre, in value for a visit too many.
    """
    use = _use(relaxed, pool, centre.size)
    prices = np.maximum(limits.least, centre - reach * (limits.most - use))
    mixture = Mixture(use, prices, np.zeros(centre.size))
    for _ in range(sweeps):
        gap = 0.0
        for d in range(pool.known.size):
            gap += _shift_weight(relaxed, pool, d, limits, centre, reach, mixture)
        if gap <= exactness:
            break
    model = (limits.most * prices).sum()
    for d in range(pool.known.size):
        model += best_known(relaxed, pool, d, prices)
    return prices, model


@inner
def _use(relaxed: Relaxed, pool: Pool, size: int) -> Floats:
    use = np.zeros(size)
    for d in range(pool.known.size):
        for k in range(pool.known[d]):
            if pool.weight[d, k] > 0:
                _count(relaxed, pool, d, k, pool.weight[d, k], use)
    return use


@inner
def _count(relaxed: Relaxed, pool: Pool, d: int, k: int, weight: float, use: Floats) -> None:
    for v in pool.stops[d, k]:
        if v < 0:
            break
        use[relaxed.workplace[v]] += weight * relaxed.share[v]
        use[-1] -= weight * relaxed.share[v] * relaxed.required[v]


@inner
def _shift_weight(
    relaxed: Relaxed, pool: Pool, d: int, limits: Limits, centre: Floats, reach: float, mixture: Mixture
) -> float:
    """Move weight from the worst weighted round of a day to the best; return what the mixture is short of it."""
    change = mixture.change
    best, worst, top, low, mean = _ends(relaxed, pool, d, mixture.prices)
    if top - low <= 1e-9 or best == worst:
        return top - mean
    _count(relaxed, pool, d, best, 1.0, change)
    _count(relaxed, pool, d, worst, -1.0, change)
    length = change[-1] ** 2
    for v in np.concatenate((pool.stops[d, best], pool.stops[d, worst])):
        if v >= 0:
            length += change[relaxed.workplace[v]] ** 2
    moved = min(pool.weight[d, worst], (top - low) / (reach * max(length, 1e-12)))
    pool.weight[d, best] += moved
    pool.weight[d, worst] = max(0.0, pool.weight[d, worst] - moved)
    for v in np.concatenate((pool.stops[d, best], pool.stops[d, worst])):
        if v >= 0:
            _reprice(relaxed.workplace[v], moved, limits, centre, reach, mixture)
    _reprice(centre.size - 1, moved, limits, centre, reach, mixture)
    return top - mean


@inner
def _ends(relaxed: Relaxed, pool: Pool, d: int, prices: Floats) -> tuple[int, int, float, float, float]:
    """Return the best round and the worst that has weight, what both are worth, and what the mixture is."""
    best, worst, top, low, mean = 0, 0, -INF, INF, 0.0
    for k in range(pool.known[d]):
        worth = _worth(relaxed, pool.stops[d, k], prices)
        if worth > top:
            best, top = k, worth
        if pool.weight[d, k] > 0:
            mean += pool.weight[d, k] * worth
            if worth < low:
                worst, low = k, worth
    return best, worst, top, low, mean


@inner
def _reprice(w: int, moved: float, limits: Limits, centre: Floats, reach: float, mixture: Mixture) -> None:
    mixture.use[w] += moved * mixture.change[w]
    mixture.change[w] = 0.0
    mixture.prices[w] = max(limits.least[w], centre[w] - reach * (limits.most[w] - mixture.use[w]))
