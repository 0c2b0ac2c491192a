"""Nobody goes to a joint action without the other district: what a replanning closes to teams that are left alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from inspection.errors import PlanningFault
from inspection.planning.problem import WeekPlan
from inspection.planning.replanning import Event, NewVisit, SiteClosed, workplace_of
from inspection.store.queries import ActionView
from inspection.time_of import day_in_brussels, moment_of


def left_alone(
    standing: Mapping[str, WeekPlan], booked: Iterable[ActionView], at: datetime
) -> dict[str, list[SiteClosed]]:
    """Return, by district, the places of joint actions to which its teams would go without those of another district.

    Districts are replanned apart: where one has no team left for a joint action, nobody else goes there either.

    standing
        The plan of each district as it would be after the replanning.
    """
    found: dict[str, list[SiteClosed]] = {}
    for action in {one.id: one for one in booked if one.is_open and len(one.shares) > 1}.values():
        going = {name: _days_at(standing[name], action.workplace, at) for name in action.shares if name in standing}
        if all(len(days) >= action.shares[name] for name, days in going.items()):
            continue
        for name, days in going.items():
            if days:
                found.setdefault(name, []).append(SiteClosed(workplace=action.workplace, days=frozenset(days)))
    return found


def _days_at(plan: WeekPlan, workplace: str, at: datetime) -> list[date]:
    """Return the day of each team's stop at a workplace that is still to come, but for a night's round under way."""
    return [
        each.day
        for each in plan.rounds
        for stop in each.stops
        if stop.visit.partition("#")[0] == workplace
        and moment_of(each.day, stop.start) > at
        and each.day >= day_in_brussels(at)
    ]


def with_closed(
    events: Mapping[str, Sequence[Event]], alone: Mapping[str, Sequence[SiteClosed]]
) -> dict[str, list[Event]]:
    """Return the events with the places that are closed to teams left alone; one place has one event.

    Errors: `PlanningFault` PLAN-329 where a visit to that place came in, or its round is not to be moved.
    """
    found = {name: list(said) for name, said in events.items()}
    for name, closed in alone.items():
        for one in closed:
            found[name] = _closed_too(found.get(name, []), one, name)
    return found


def _closed_too(said: Sequence[Event], closed: SiteClosed, district: str) -> list[Event]:
    same = [event for event in said if workplace_of(event) == closed.workplace]
    before = frozenset[date]().union(*(event.days for event in same if isinstance(event, SiteClosed)))
    if closed.days <= before or any(isinstance(event, NewVisit) for event in same):
        raise PlanningFault("PLAN-329", district=district, workplace=closed.workplace)
    return [*(event for event in said if event not in same), replace(closed, days=closed.days | before)]
