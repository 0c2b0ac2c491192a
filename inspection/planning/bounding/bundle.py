"""The bound itself: prices go from one answer of the team-days to the next, and the lowest answer is kept."""

from collections.abc import Callable
from time import monotonic

import numpy as np

from ..arrays import Floats
from .prices import best_known, empty_pool, keep, profits, settle
from .pricing import STOPS, empty_labels, price
from .question import Question

ROUNDS = 120  # answers asked of all team-days, at most
FOUND = 8  # rounds kept of each answer
POOL = 160  # rounds known of each team-day
LABELS = 60_000  # begun rounds in one search; a fuller one ends with a looser bound
ENOUGH = 5e-4  # of the bound: what the known rounds still promise, at which it ends
SWEEPS = 300
SERIOUS = 0.1  # of what was promised: an answer that gives so much moves the centre


class Descent:
    """The search for the lowest bound."""

    def __init__(self, question: Question, required_placed: int, until: float | None) -> None:
        self.question, self.until = question, until
        self.limits = np.ones(question.workplaces + 1)
        self.limits[-1] = -float(required_placed)
        self.days = question.office.size
        self.pool = empty_pool(self.days, POOL, STOPS)
        self.labels = empty_labels(LABELS)
        self.found = np.full((FOUND, STOPS), -1, dtype=np.intp)
        self.log: Callable[..., None] | None = None

    def late(self) -> bool:
        return self.until is not None and monotonic() >= self.until

    def answer(self, prices: Floats, tolerance: float) -> float | None:
        """Return the bound at these prices, and learn the best rounds; None when time is over."""
        question = self.question
        profit = profits(question, prices)
        bound = float((self.limits * prices).sum())
        self.made = 0
        for d in range(self.days):
            if self.late():
                return None
            floor = best_known(question, self.pool, d, prices)
            most, _, made = price(question, d, profit, floor, tolerance, self.labels, self.found)
            self.made += made
            keep(question, self.pool, d, self.found, prices)
            bound += most + self._gifts(d, profit)
        return bound

    def _gifts(self, d: int, profit: Floats) -> float:
        gifts = self.question.gift[self.question.gift_from[d] : self.question.gift_from[d + 1]]
        return float(np.maximum(profit[gifts], 0.0).sum())

    def lowest(self, centre: Floats, reach: float) -> float:
        """Return the lowest bound found, from these prices on."""
        at_centre = self.answer(centre, 0.0)
        if at_centre is None:
            return float("inf")
        best = at_centre
        for n in range(ROUNDS):
            t0=monotonic()
            prices, model = settle(self.question, self.pool, self.limits, centre, reach, SWEEPS, 1e-4 * abs(best))
            promised = at_centre - model
            t1=monotonic()
            if promised <= ENOUGH * abs(best):
                break
            bound = self.answer(prices, 0.1 * promised / max(1, self.days))
            if bound is None:
                break
            if self.log:
                self.log(n, bound, model, at_centre, reach, t1-t0, monotonic()-t1, self.made)
            best = min(best, bound)
            if at_centre - bound >= SERIOUS * promised:
                if at_centre - bound >= 0.5 * promised:
                    reach *= 1.5
                centre, at_centre = prices, bound
            else:
                reach *= 0.8
        return best
