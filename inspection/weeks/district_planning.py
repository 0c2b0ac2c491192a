"""Districts planned side by side, each in a process of its own: they share no team and no visit."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Event

from inspection.errors import PlanningFault
from inspection.planning import problem, solve
from inspection.progress import say


@dataclass(frozen=True, kw_only=True)
class DistrictTask:
    """All that a process needs to plan one district: plain values, nothing about a person."""

    district: str
    visits: tuple[problem.Visit, ...]
    team_days: tuple[problem.TeamDay, ...]
    travel: problem.TravelTimes
    policy: problem.RoundPolicy
    seed: int
    seconds: float

    @property
    def iterations(self) -> int:
        """Steps of improvement, taken from the size, so that a week can be planned again; `seconds` only caps them."""
        return solve.iterations_for(len(self.visits))


def places_of(visits: Sequence[problem.Visit], team_days: Sequence[problem.TeamDay]) -> list[problem.Point]:
    """Return every place that a district's rounds may touch, each once."""
    ends = [end for day in team_days for end in (day.office, day.end) if end is not None]
    return list(dict.fromkeys([*(visit.point for visit in visits), *ends]))


def plan_one(task: DistrictTask) -> problem.WeekPlan:
    """Plan one district, and see that the plan keeps every rule; runs in a process of its own.

    Errors: PlanningFault PLAN-328, which names rules and no visit, for a plan of ours that breaks one: better no plan
    than a team at a closed door, or without its rest.
    """
    plan = solve.plan_rounds(
        task.visits,
        task.team_days,
        task.travel,
        task.policy,
        iterations=task.iterations,
        seconds=task.seconds,
        seed=task.seed,
    )
    refuse_broken(task.district, problem.verify(plan, task.visits, task.team_days, task.travel, task.policy))
    return plan


def refuse_broken(district: str, found: Sequence[problem.Violation]) -> None:
    """Raise PLAN-328 for a plan in which the verifier found something; it names rules, and no visit."""
    if found:
        raise PlanningFault("PLAN-328", rules=", ".join(sorted({each.rule for each in found})), district=district)


def plan_each(tasks: Sequence[DistrictTask], workers: int | None = None) -> dict[str, problem.WeekPlan]:
    """Return the plan of each district; as many at once as there are cores, the largest first.

    Ctrl-C ends the search of all: a district that is being planned has its best plan so far, one that was not begun its
    first.
    """
    plans: dict[str, problem.WeekPlan] = {}
    ordered = sorted(tasks, key=lambda t: (-len(t.visits), t.district))
    say("plan", 0, len(tasks))
    for district, plan in _planned(ordered, workers):
        plans[district] = plan
        say("plan", len(plans), len(tasks))
    for task in ordered:
        if task.district not in plans:
            plans[task.district] = _first_plan(task)
            say("plan", len(plans), len(tasks))
    return plans


def _planned(tasks: Sequence[DistrictTask], workers: int | None) -> Iterator[tuple[str, problem.WeekPlan]]:
    """Yield the plan of each district, or of those that an interrupt lets through."""
    count = min(len(tasks), workers or os.cpu_count() or 1)
    if count > 1:
        yield from _side_by_side(tasks, count)
        return
    for task in tasks:
        plan = plan_one(task)
        yield task.district, plan
        if plan.stopped_by == problem.StoppedBy.INTERRUPT:
            return


def _first_plan(task: DistrictTask) -> problem.WeekPlan:
    """Return the plan that a search begins from: what there is of a district when somebody will not wait for it."""
    return replace(plan_one(replace(task, seconds=0.0)), stopped_by=problem.StoppedBy.INTERRUPT)


def _side_by_side(tasks: Sequence[DistrictTask], count: int) -> Iterator[tuple[str, problem.WeekPlan]]:
    # spawn: a forked child would inherit Polars' and SQLite's threads and locks in an unknown state
    spawn = multiprocessing.get_context("spawn")
    stop = spawn.Event()
    with ProcessPoolExecutor(count, mp_context=spawn, initializer=_listen_to, initargs=(stop,)) as pool:
        with _ignoring_interrupts():
            running = {pool.submit(_plan_in_a_process, task): task.district for task in tasks}
        try:
            for future in as_completed(tuple(running)):
                yield running[future], future.result()
                del running[future]
        except KeyboardInterrupt:
            stop.set()
            pool.shutdown(cancel_futures=True)
            over = [future for future in running if not future.cancelled() and future.exception() is None]
            yield from ((running[future], future.result()) for future in over)


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Let processes that begin now ignore Ctrl-C: one that died loading its libraries would take all others along."""
    if threading.current_thread() is not threading.main_thread():  # only the main one may say so
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_stops: list[Event] = []  # in a process that plans: what the one that began it says to those that have yet to begin


def _listen_to(stop: Event) -> None:
    _stops.append(stop)


def _plan_in_a_process(task: DistrictTask) -> problem.WeekPlan:
    """Plan one district, listening to Ctrl-C for as long as that takes: the search then ends with its best plan."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _first_plan(task) if any(stop.is_set() for stop in _stops) else plan_one(task)
    finally:
        signal.signal(signal.SIGINT, before)
