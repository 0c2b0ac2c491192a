"""What an engine gives back, and how one is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.planning.problem import Problem
from inspection.planning.problem import WeekPlan


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A plan and how it came about.

    setup_seconds, search_seconds
        Building the engine's own model (and compiling, for ours), and the search that the limit is about.
    trace
        (seconds of search, value) whenever the engine told of a better plan that keeps every rule; empty when it tells
        nothing.
    status
        "optimal" only when the engine proved it; "nothing" when it found no plan at all; otherwise "found".
    """

    plan: WeekPlan
    setup_seconds: float
    search_seconds: float
    status: str = "found"
    trace: Sequence[tuple[float, float]] = field(default=())

    def seconds_to_99(self) -> float | None:
        """Return when the value first reached 99 % of its last."""
        final = max((value for _, value in self.trace), default=None)
        if final is None:
            return None
        return next(seconds for seconds, value in self.trace if value >= 0.99 * final)


class Solve(Protocol):
    """The one face of every engine: one thread, this limit for the search, an optional plan to start from."""

    def __call__(self, problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:
        """Return the best plan within the limit."""
        ...
