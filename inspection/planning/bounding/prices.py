"""Prices for the workplaces, from the rounds that are known: the next ones to try, by steps between two rounds of a day.

The bound at given prices is their sum and the profit of every team-day's best round. As a function of the prices it is
the top of as many planes as there are choices of rounds; its lowest point is sought by a bundle method: the planes of
the rounds found so far, and a penalty for going far from the best prices. The weights of the rounds (a mixture for each
team-day) solve that as its dual, in pairwise Frank-Wolfe steps, so that no solver of linear programs is needed.
"""

from typing import NamedTuple

import numpy as np

from ..arrays import INF, Floats, Ints
from ..compiled import compiled, inner
from .question import Question


class Pool(NamedTuple):
    """Rounds known for each team-day: their visits (-1 after the last), and the weight of each; round 0 is empty."""

    stops: Ints  # (d, k, i)
    count: Ints
    weight: Floats


def empty_pool(days: int, most: int, stops: int) -> Pool:
    """Return a pool of empty rounds, which have all the weight."""
    weight = np.zeros((days, most))
    weight[:, 0] = 1.0
    return Pool(np.full((days, most, stops), -1, dtype=np.intp), np.ones(days, dtype=np.intp), weight)


@compiled
def profits(question: Question, prices: Floats) -> Floats:
    """Return what each team of a visit gets for it; the last price is that of a missing required visit."""
    return (question.value + prices[-1] * question.required - prices[question.workplace]) * question.share


@compiled
def best_known(question: Question, pool: Pool, d: int, prices: Floats) -> float:
    """Return the profit of the best known round of a team-day."""
    best = 0.0
    for k in range(pool.count[d]):
        best = max(best, _worth(question, pool, d, k, prices))
    return best


@compiled
def keep(question: Question, pool: Pool, d: int, found: Ints, prices: Floats) -> None:
    """Add rounds to the pool of a team-day; when it is full, the worst without weight makes room."""
    for row in range(found.shape[0]):
        if found[row, 0] < 0:
            return
        k = pool.count[d]
        if k == pool.stops.shape[1]:
            k = _worst(question, pool, d, prices)
        else:
            pool.count[d] += 1
        if k > 0:
            pool.stops[d, k] = found[row]


@inner
def _worst(question: Question, pool: Pool, d: int, prices: Floats) -> int:
    worst, least = 0, INF
    for k in range(1, pool.count[d]):
        if pool.weight[d, k] <= 0:
            worth = _worth(question, pool, d, k, prices)
            if worth < least:
                worst, least = k, worth
    return worst


@inner
def _worth(question: Question, pool: Pool, d: int, k: int, prices: Floats) -> float:
    worth = 0.0
    for v in pool.stops[d, k]:
        if v < 0:
            break
        paid = question.value[v] + prices[-1] * question.required[v] - prices[question.workplace[v]]
        worth += paid * question.share[v]
    return worth


@compiled
def settle(
    question: Question, pool: Pool, limits: Floats, centre: Floats, reach: float, sweeps: int, exactness: float
) -> tuple[Floats, float]:
    """Return the next prices and the bound that the known rounds alone would give there.

    limits
        How often each workplace may be visited (1), and last minus the required visits that must be placed.
    reach
        How far prices may go from the centre, in value for a visit too many.
    """
    use = _use(question, pool, limits.size)
    prices = np.maximum(0.0, centre - reach * (limits - use))
    change = np.zeros(limits.size)
    for _ in range(sweeps):
        gap = 0.0
        for d in range(pool.count.size):
            gap += _improve(question, pool, d, limits, centre, reach, use, prices, change)
        if gap <= exactness:
            break
    model = (limits * prices).sum()
    for d in range(pool.count.size):
        model += best_known(question, pool, d, prices)
    return prices, model


@inner
def _use(question: Question, pool: Pool, size: int) -> Floats:
    use = np.zeros(size)
    for d in range(pool.count.size):
        for k in range(pool.count[d]):
            if pool.weight[d, k] > 0:
                _count(question, pool, d, k, pool.weight[d, k], use)
    return use


@inner
def _count(question: Question, pool: Pool, d: int, k: int, weight: float, use: Floats) -> None:
    for v in pool.stops[d, k]:
        if v < 0:
            break
        use[question.workplace[v]] += weight * question.share[v]
        use[-1] -= weight * question.share[v] * question.required[v]


@inner
def _improve(
    question: Question,
    pool: Pool,
    d: int,
    limits: Floats,
    centre: Floats,
    reach: float,
    use: Floats,
    prices: Floats,
    change: Floats,
) -> float:
    """Move weight from the worst weighted round of a day to the best; return what the mixture is short of it."""
    best, worst, top, low, mean = 0, 0, -INF, INF, 0.0
    for k in range(pool.count[d]):
        worth = _worth(question, pool, d, k, prices)
        if worth > top:
            best, top = k, worth
        if pool.weight[d, k] > 0:
            mean += pool.weight[d, k] * worth
            if worth < low:
                worst, low = k, worth
    if top - low <= 1e-9 or best == worst:
        return top - mean
    _count(question, pool, d, best, 1.0, change)
    _count(question, pool, d, worst, -1.0, change)
    length = change[-1] ** 2
    for k in (best, worst):
        for v in pool.stops[d, k]:
            if v < 0:
                break
            length += change[question.workplace[v]] ** 2
    moved = min(pool.weight[d, worst], (top - low) / (reach * max(length, 1e-12)))
    pool.weight[d, best] += moved
    pool.weight[d, worst] -= moved
    if pool.weight[d, worst] < 1e-12:
        pool.weight[d, worst] = 0.0
    for k in (best, worst):
        for v in pool.stops[d, k]:
            if v < 0:
                break
            _reprice(question.workplace[v], moved, limits, centre, reach, use, prices, change)
    _reprice(limits.size - 1, moved, limits, centre, reach, use, prices, change)
    return top - mean


@inner
def _reprice(
    w: int, moved: float, limits: Floats, centre: Floats, reach: float, use: Floats, prices: Floats, change: Floats
) -> None:
    use[w] += moved * change[w]
    change[w] = 0.0
    prices[w] = max(0.0, centre[w] - reach * (limits[w] - use[w]))
