"""Districts planned side by side, each by a worker of its own: they share no team and no visit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspection.errors import PlanningFault
from inspection.executing import executor_for, is_stopping
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
    def name(self) -> str:
        """What progress and errors call it."""
        return self.district

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


def plan_each(
    tasks: Sequence[DistrictTask], workers: int | None = None, address: str | None = None
) -> dict[str, problem.WeekPlan]:
    """Return the plan of each district, the largest begun first: the same plans, whoever makes them.

    workers
        How many at once on this machine; by default as many as there are cores.
    address
        Of the scheduler whose machines plan them; see `Settings.executor`.
    Ctrl-C ends the search of all: a district that is being planned has its best plan so far, one that was not begun its
    first. A worker that dies costs its district, which is planned anew; PlanningFault PLAN-431 where that is no help.
    """
    plans: dict[str, problem.WeekPlan] = {}
    ordered = sorted(tasks, key=lambda t: (-len(t.visits), t.district))
    say("plan", 0, len(tasks))
    executor = executor_for(address, len(tasks), workers=workers, warm=solve.warm)
    for task, plan in executor.map(plan_or_begin, ordered, is_last=_is_interrupted):
        plans[task.district] = plan
        say("plan", len(plans), len(tasks))
    for task in ordered:
        if task.district not in plans:
            plans[task.district] = _first_plan(task)
            say("plan", len(plans), len(tasks))
    return plans


def plan_or_begin(task: DistrictTask) -> problem.WeekPlan:
    """Plan one district, or only begin it where somebody pressed Ctrl-C before; runs wherever the executor has it."""
    return _first_plan(task) if is_stopping() else plan_one(task)


def _is_interrupted(plan: problem.WeekPlan) -> bool:
    return plan.stopped_by == problem.StoppedBy.INTERRUPT


def _first_plan(task: DistrictTask) -> problem.WeekPlan:
    """Return the plan that a search begins from: what there is of a district when somebody will not wait for it."""
    return replace(plan_one(replace(task, seconds=0.0)), stopped_by=problem.StoppedBy.INTERRUPT)
