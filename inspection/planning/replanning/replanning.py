"""Plan the rest of a week again: what has begun stays, the old plan is the start, and each change has a price."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from inspection.errors import PlanningFault
from inspection.planning.problem import RoundPolicy, TeamDay, TravelTimes, Visit, WeekPlan
from inspection.planning.replanning.comparing import Difference, differences
from inspection.planning.replanning.events import Event, Moment, check_events
from inspection.planning.replanning.hours import keep_hours
from inspection.planning.replanning.remaining import Remaining, remaining
from inspection.planning.solve import plan_rounds


@dataclass(frozen=True, kw_only=True)
class Replanned:
    """The whole week as it stands after the events, what changed and why, and the question that was asked."""

    plan: WeekPlan
    differences: tuple[Difference, ...]
    question: Remaining


def replan(
    plan: WeekPlan,
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    events: Sequence[Event],
    at: Moment,
    *,
    change_cost: float,
    done: Collection[str] = (),
    announced: Collection[str] = (),
    iterations: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
) -> Replanned:
    """Return the week after what happened: begun rounds as they were, the rest with as few changes as are worth it.

    at
        Day and minute, as the teams' clock shows it: every shift that has begun by then is frozen.
    change_cost
        What each visit of the old plan costs, in value, that changes team or day or loses its place.
    done, announced
        See `remaining`.

    Without an event the plan comes back as it is. Errors: `PlanningFault` PLAN-310 to PLAN-320.
    """
    check_events(events, plan, visits, team_days, at)
    known = plan.placed
    for name in sorted(set(announced) - known):
        raise PlanningFault("PLAN-320", visit=name)
    asked = remaining(plan, visits, team_days, events, at, done=done, announced=announced)
    if not events:
        return Replanned(plan=plan, differences=(), question=asked)
    found = plan_rounds(
        asked.visits,
        asked.team_days,
        travel,
        policy,
        iterations=iterations,
        seconds=seconds,
        seed=seed,
        start=asked.start,
        frozen=asked.frozen,
        change_cost=change_cost,
    )
    timed = keep_hours(found, plan, asked.visits, asked.team_days, travel, policy, asked.frozen)
    changed = differences(plan, timed, (*visits, *asked.visits), events, policy)
    return Replanned(plan=timed, differences=changed, question=asked)
