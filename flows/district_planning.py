"""Districts planned side by side, each in a process of its own: they share no team and no visit."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from flows.progress import say
from inspection.errors import PlanningFault
from inspection.planning import (
    Point,
    RoundPolicy,
    TeamDay,
    TravelTimes,
    Violation,
    Visit,
    WeekPlan,
    iterations_for,
    plan_rounds,
    verify,
)


@dataclass(frozen=True, kw_only=True)
class DistrictTask:
    """All that a process needs to plan one district: plain values, nothing about a person."""

    district: str
    visits: tuple[Visit, ...]
    team_days: tuple[TeamDay, ...]
    travel: TravelTimes
    policy: RoundPolicy
    seed: int
    seconds: float

    @property
    def iterations(self) -> int:
        """Steps of improvement, taken from the size, so that a week can be planned again; `seconds` only caps them."""
        return iterations_for(len(self.visits))


def places_of(visits: Sequence[Visit], team_days: Sequence[TeamDay]) -> list[Point]:
    """Return every place that a district's rounds may touch, each once."""
    ends = [end for day in team_days for end in (day.office, day.end) if end is not None]
    return list(dict.fromkeys([*(visit.point for visit in visits), *ends]))


def plan_one(task: DistrictTask) -> WeekPlan:
    """Plan one district, and see that the plan keeps every rule; runs in a process of its own.

    Errors: PlanningFault PLAN-328, which names rules and no visit, for a plan of ours that breaks one: better no plan
    than a team at a closed door, or without its rest.
    """
    plan = plan_rounds(
        task.visits,
        task.team_days,
        task.travel,
        task.policy,
        iterations=task.iterations,
        seconds=task.seconds,
        seed=task.seed,
    )
    refuse_broken(task.district, verify(plan, task.visits, task.team_days, task.travel, task.policy))
    return plan


def refuse_broken(district: str, found: Sequence[Violation]) -> None:
    """Raise PLAN-328 for a plan in which the verifier found something; it names rules, and no visit."""
    if found:
        what = f"The planner made a plan that breaks its rules: {', '.join(sorted({each.rule for each in found}))}"
        advice = "No plan was saved. Report it with the week: it is a fault of Vigie. Meanwhile, plan with a --seed."
        raise PlanningFault(what, where=district, advice=advice, code="328")


def plan_each(tasks: Sequence[DistrictTask], workers: int | None = None) -> dict[str, WeekPlan]:
    """Return the plan of each district; as many at once as there are cores, the largest first."""
    plans: dict[str, WeekPlan] = {}
    say("plan", 0, len(tasks))
    for district, plan in _planned(sorted(tasks, key=lambda t: (-len(t.visits), t.district)), workers):
        plans[district] = plan
        say("plan", len(plans), len(tasks))
    return plans


def _planned(tasks: Sequence[DistrictTask], workers: int | None) -> Iterator[tuple[str, WeekPlan]]:
    count = min(len(tasks), workers or os.cpu_count() or 1)
    if count <= 1:
        yield from ((task.district, plan_one(task)) for task in tasks)
        return
    # spawn: a forked child would inherit Polars' and SQLite's threads and locks in an unknown state
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(plan_one, task): task.district for task in tasks}
        for future in as_completed(running):
            yield running[future], future.result()
