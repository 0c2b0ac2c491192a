"""The search for the prices with the lowest bound: a bundle method, with quick answers first and proven ones then."""

from time import monotonic

import numpy as np

from inspection.planning.bounding.prices import Limits, Pool, best_known, borrow, empty_pool, keep, next_prices, profits
from inspection.planning.bounding.pricing import STOPS, Memory, empty_labels, empty_watch, price
from inspection.planning.bounding.relaxation import Relaxed
from inspection.planning.search import Floats, Ints

FOUND = 8  # rounds kept of each answer
POOL = 160  # rounds known of each team-day
LABELS = 60_000  # begun rounds in one search; a fuller one ends with a looser bound
QUICK = (100, 200)  # stops that a quick answer looks at on each team-day; it finds rounds, and bounds nothing
ALL = 1 << 40
ROUNDS = 60  # answers of one kind, at most
PROVEN = 24  # the same for proven answers
SMALL = 5000  # candidates of all team-days together; below it the bound goes as low as it can
ENOUGH, SHARP = 2e-3, 1e-7  # of the bound: what the known rounds still promise, at which it ends
SWEEPS = 300  # over all team-days, at most, for one set of prices
SERIOUS, GOOD = 0.1, 0.5  # of what was promised: an answer that gives so much moves the centre, or lets prices go far
FURTHER, NEARER, PATIENCE = 1.5, 0.7, 3
HASTE = 0.1  # of what is promised: how far above its best round an answer may end


class Descent:
    """The search for the lowest bound; `lowest` holds it at every moment."""

    def __init__(self, relaxed: Relaxed, limits: Limits, until: float | None) -> None:
        self.relaxed, self.limits, self.until = relaxed, limits, until
        self.lowest = float("inf")
        self.is_over = False
        days = relaxed.office.size
        self._pool: Pool = empty_pool(days, POOL, STOPS)
        found = np.full((FOUND, STOPS), -1, dtype=np.intp)
        self._memory = Memory(empty_labels(LABELS), empty_watch(days, relaxed.workplaces), found)

    def run(self, centre: Floats, reach: float) -> None:
        """Lower the bound from these prices on, until little can be gained or time is over."""
        self._answer(centre, float("inf"), ALL)
        enough = SHARP if self.relaxed.cand.size < SMALL else ENOUGH
        widest = int(np.diff(self.relaxed.cand_from).max(initial=0))
        for stops in QUICK:
            if widest > stops:
                centre, reach = self._descend(centre, reach, stops, ROUNDS, ENOUGH)
        self._descend(centre, reach, ALL, ROUNDS if enough == SHARP else PROVEN, enough)

    def _descend(self, centre: Floats, reach: float, stops: int, rounds: int, enough: float) -> tuple[Floats, float]:
        """Return the best prices for answers of this kind, and how far to go from there."""
        at_centre, misses = self._answer(centre, 0.0, stops), 0
        for _ in range(rounds):
            if self.is_over:
                break
            near = enough * abs(at_centre) / 10
            prices, model = next_prices(self.relaxed, self._pool, self.limits, centre, reach, SWEEPS, near)
            promised = at_centre - model
            if promised <= enough * abs(at_centre):
                break
            bound = self._answer(prices, HASTE * promised / self.relaxed.office.size, stops)
            if at_centre - bound >= SERIOUS * promised:
                reach *= FURTHER if at_centre - bound >= GOOD * promised else 1.0
                centre, at_centre, misses = prices, bound, 0
            else:
                misses += 1
                reach *= NEARER if misses % PATIENCE == 0 else 1.0
        return centre, reach

    def _answer(self, prices: Floats, tolerance: float, stops: int) -> float:
        """Return what these prices bound, inf when time is over before; learn the best rounds of each team-day."""
        relaxed, profit = self.relaxed, profits(self.relaxed, prices)
        bound = float((self.limits.most * prices).sum() + np.maximum(profit[relaxed.free], 0.0).sum())
        fresh: dict[int, list[Ints]] = {}
        for d in range(relaxed.office.size):
            if self.until is not None and monotonic() >= self.until:
                self.is_over = True
                return float("inf")
            bound += self._answer_of(d, prices, profit, tolerance, stops, fresh.setdefault(int(relaxed.like[d]), []))
        if stops == ALL and bound < self.lowest:
            self.lowest = bound
        return bound

    def _answer_of(
        self, d: int, prices: Floats, profit: Floats, tolerance: float, stops: int, fresh: list[Ints]
    ) -> float:
        relaxed, pool = self.relaxed, self._pool
        if fresh:
            borrow(relaxed, pool, d, np.concatenate(fresh), prices)
        floor = best_known(relaxed, pool, d, prices)
        most: float = price(relaxed, d, profit, floor, tolerance, stops, self._memory)
        keep(relaxed, pool, d, self._memory.found, prices)
        fresh.append(self._memory.found[self._memory.found[:, 0] >= 0])
        return most
