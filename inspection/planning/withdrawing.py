"""Visits that leave a finished plan: a place that became unavailable, and visits that others may not see.

They leave as late as possible. Whatever is left out before planning changes all the rest: another frame, other lots,
other rounds; whoever compares two weeks would read from the difference what was left out. So a visit is planned like
any other, and then only its stops go. Every other stop keeps its minute, and the gap stays as waiting.
"""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

from .model import Round, Stop, Visit, WeekPlan, Why

DAY_MINUTES = 1440
UNAVAILABLE = "workplace_unavailable"  # said of every such place, whoever made it so and why: annual leave or a hold


def take_out(plan: WeekPlan, visits: Iterable[Visit], unavailable: AbstractSet[tuple[str, date]]) -> WeekPlan:
    """Return the plan without the visits that would be on site at a workplace on a day on which it is unavailable.

    A required visit that leaves is unplaced by the rule `UNAVAILABLE`, which names neither team nor day; an optional
    one is simply not there, as any that found no place. A joint visit leaves every round that it is in.

    Arguments: `unavailable` the pairs of workplace and calendar day.
    """
    known = {visit.id: visit for visit in visits}
    gone = {
        stop.visit
        for round_ in plan.rounds
        for stop in round_.stops
        if any((known[stop.visit].workplace, day) in unavailable for day in days_on_site(round_, stop))
    }
    if not gone:
        return plan
    missed = {name: Why(rule=UNAVAILABLE) for name in gone if known[name].required}
    left = _split(plan, known.values(), gone.__contains__)[0]
    return replace(left, unplaced=dict(sorted({**left.unplaced, **missed}.items())))


def set_apart(plan: WeekPlan, visits: Iterable[Visit], workplaces: AbstractSet[str]) -> tuple[WeekPlan, WeekPlan]:
    """Return the plan without the visits of some workplaces, and a plan of those visits alone, at the same minutes.

    Neither half tells of the other: what is unplaced goes with its visit.
    """
    known = list(visits)
    apart = {visit.id for visit in known if visit.workplace in workplaces}
    return _split(plan, known, apart.__contains__)


def days_on_site(round_: Round, stop: Stop) -> Iterator[date]:
    """Yield the calendar days on which a team is on site: two where the service runs past midnight."""
    first, last = int(stop.start // DAY_MINUTES), int(stop.leave // DAY_MINUTES)
    return (round_.day + timedelta(days=n) for n in range(first, last + 1))


def _split(plan: WeekPlan, visits: Iterable[Visit], leaves: Callable[[str], bool]) -> tuple[WeekPlan, WeekPlan]:
    value = {visit.id: visit.value for visit in visits}
    return (
        _only(plan, value, lambda name: not leaves(name)),
        _only(plan, value, leaves),
    )


def _only(plan: WeekPlan, value: dict[str, float], stays: Callable[[str], bool]) -> WeekPlan:
    """Return the plan with some of its visits; a round without any is no round, as the planner writes it."""
    rounds = [replace(each, stops=tuple(stop for stop in each.stops if stays(stop.visit))) for each in plan.rounds]
    placed = {stop.visit for each in rounds for stop in each.stops}
    return replace(
        plan,
        rounds=tuple(each for each in rounds if each.stops),
        value=sum(worth for name, worth in value.items() if name in placed),
        unplaced={name: why for name, why in plan.unplaced.items() if stays(name)},
    )
