"""Our own core through its public face, and its plain greedy start.

The compiled code is loaded, and compiled where this machine has not done so yet, on a week of a few visits before the
clock starts: that is set-up, like the others' building of their models. The limit then holds for the whole call, so
what the others may do as set-up, reading visits into arrays, is inside the limit here. The core tells nothing while it
runs; how fast it comes near its final value is read from runs with shorter limits.
"""

from time import perf_counter

from benchmarks.planning.engines.outcome import Outcome
from benchmarks.planning.problem import Problem, district
from inspection.planning.problem import WeekPlan
from inspection.planning.solve import plan_rounds

STEPS = 2000  # of improvement, the same at every size, to measure how the cost of a step grows


def warm() -> float:
    """Run every part once on a small week; return how long it took."""
    began = perf_counter()
    week = district(0, 30, "three", breaks=True)
    plan_rounds(week.visits, week.team_days, week.travel, week.policy, iterations=5)
    return perf_counter() - began


def _timed(
    problem: Problem, start: WeekPlan | None, seed: int, *, iterations: int | None = None, seconds: float | None = None
) -> Outcome:
    setup, began = warm(), perf_counter()
    plan = plan_rounds(
        problem.visits,
        problem.team_days,
        problem.travel,
        problem.policy,
        iterations=iterations,
        seconds=seconds,
        seed=seed,
        start=start,
    )
    return Outcome(plan=plan, setup_seconds=setup, search_seconds=perf_counter() - began)


def solve(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:
    """Return what the core finds within the limit."""
    return _timed(problem, start, seed, seconds=seconds)


def greedy(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:  # noqa: ARG001
    """Return the greedy plan, which takes what it takes and no limit."""
    return _timed(problem, None, seed, iterations=0)


def steps(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:  # noqa: ARG001
    """Return the plan after a fixed number of steps, however long they take: the same plan on every machine."""
    return _timed(problem, start, seed, iterations=STEPS)
