"""Visits that leave a finished plan: a place that became unavailable, visits that others may not see, teams left alone.

They leave as late as possible. Whatever is left out before planning changes all the rest: another frame, other lots,
other rounds; whoever compares two weeks would read from the difference what was left out. So a visit is planned like
any other, and then only its stops go. Every other stop keeps its minute, and the gap stays as waiting.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

from inspection.planning.problem import DAY_MINUTES, Round, Stop, Visit, WeekPlan, Why

UNAVAILABLE = "workplace_unavailable"  # one word for every such place, so that nobody can tell annual leave from a hold


def take_out(plan: WeekPlan, visits: Iterable[Visit], unavailable: AbstractSet[tuple[str, date]]) -> WeekPlan:
    """Return the plan without the visits that would be on site at a workplace on a day on which it is unavailable.

    A required visit that leaves is unplaced by the rule `UNAVAILABLE`, which names neither team nor day; an optional
    one is simply not there, as any that found no place, and stands in for no other. A joint visit leaves every round
    that it is in. Reasons and helps of other visits stay as they were found.

    Arguments: `unavailable` the pairs of workplace and calendar day.
    """
    known = {visit.id: visit for visit in visits}
    stops = [(round_, stop) for round_ in plan.rounds for stop in round_.stops]

    def is_closed(visit: str, round_: Round, stop: Stop) -> bool:
        return any((known[visit].workplace, day) in unavailable for day in days_on_site(round_, stop))

    gone = {stop.visit for round_, stop in stops if is_closed(stop.visit, round_, stop)}
    other = plan.alternatives
    idle = {s.visit for r, s in stops if s.visit in other and is_closed(other[s.visit].visit, r, s)}
    if not gone and not idle:
        return plan
    missed = {name: Why(rule=UNAVAILABLE) for name in gone if known[name].required}
    left = _only(plan, {visit.id: visit.value for visit in known.values()}, lambda name: name not in gone)
    return replace(
        left,
        unplaced=dict(sorted({**left.unplaced, **missed}.items())),
        alternatives={name: each for name, each in left.alternatives.items() if name not in idle},
    )


def take_out_incomplete(plans: Mapping[str, WeekPlan], offered: Mapping[str, Collection[Visit]]) -> dict[str, WeekPlan]:
    """Return the plans of districts without a shared visit for which one of them found no place, or too few teams.

    Districts are planned apart, and only here their plans are compared: nobody is sent to a joint action alone. Where a
    district could not place its teams, its own reason stands; where it could, that the teams have no minute in common.
    """
    shares: dict[str, dict[str, int]] = {}
    for district, visits in offered.items():
        for visit in visits:
            shares.setdefault(visit.id, {})[district] = visit.teams
    placed = {name: Counter(stop.visit for each in plan.rounds for stop in each.stops) for name, plan in plans.items()}
    needed = {
        name: sum(teams.values())
        for name, teams in shares.items()
        if len(teams) > 1 and any(placed[district][name] < count for district, count in teams.items())
    }
    return {district: _without_shared(plan, offered[district], needed) for district, plan in plans.items()}


def _without_shared(plan: WeekPlan, visits: Collection[Visit], needed: Mapping[str, int]) -> WeekPlan:
    """Return a district's plan without some visits; `needed` says how many teams of all districts each takes."""
    days = {stop.visit: each.day for each in plan.rounds for stop in each.stops if stop.visit in needed}
    if not days:
        return plan
    known = {visit.id: visit for visit in visits}
    left = _only(plan, {name: visit.value for name, visit in known.items()}, lambda name: name not in days)
    missed = {
        name: Why(rule="no_common_minute", day=day, detail={"needed": float(needed[name])})
        for name, day in days.items()
        if known[name].required
    }
    return replace(left, unplaced=dict(sorted({**plan.unplaced, **missed}.items())))


def set_apart(plan: WeekPlan, visits: Iterable[Visit], workplaces: AbstractSet[str]) -> tuple[WeekPlan, WeekPlan]:
    """Return the plan without the visits of some workplaces, and a plan of those visits alone, at the same minutes.

    Neither half tells of the other: what is unplaced goes with its visit, and no reason, help or alternative names a
    visit of the other half.
    """
    known = list(visits)
    apart = {visit.id for visit in known if visit.workplace in workplaces}
    value = {visit.id: visit.value for visit in known}
    shown, kept = _only(plan, value, lambda name: name not in apart), _only(plan, value, apart.__contains__)
    return _silent(shown, set(value) - apart), _silent(kept, apart)


def days_on_site(round_: Round, stop: Stop) -> Iterator[date]:
    """Yield the calendar days on which a team is on site: two where the service runs past midnight."""
    first, last = int(stop.start // DAY_MINUTES), int(stop.leave // DAY_MINUTES)
    return (round_.day + timedelta(days=n) for n in range(first, last + 1))


def _only(plan: WeekPlan, value: Mapping[str, float], stays: Callable[[str], bool]) -> WeekPlan:
    """Return the plan with some of its visits; a round without any is no round, as the planner writes it."""
    rounds = [replace(each, stops=tuple(stop for stop in each.stops if stays(stop.visit))) for each in plan.rounds]
    placed = {stop.visit for each in rounds for stop in each.stops}
    return replace(
        plan,
        rounds=tuple(each for each in rounds if each.stops),
        value=sum(worth for name, worth in value.items() if name in placed),
        unplaced={name: why for name, why in plan.unplaced.items() if stays(name)},
        alternatives={name: other for name, other in plan.alternatives.items() if name in placed},
    )


def _silent(plan: WeekPlan, own: AbstractSet[str]) -> WeekPlan:
    """Return the plan without any word of visits that are not its own."""
    return replace(
        plan,
        unplaced={name: _silent_why(why, own) for name, why in plan.unplaced.items()},
        alternatives={name: other for name, other in plan.alternatives.items() if other.visit in own},
    )


def _silent_why(why: Why, own: AbstractSet[str]) -> Why:
    """Return the reason without visits of others, in its own words and its helps; their count goes down with them."""
    named = [name for name in str(why.detail.get("visits", "")).split(", ") if name]
    left = [name for name in named if name in own]
    detail = {key: value for key, value in why.detail.items() if key != "visit" or value in own}
    if len(left) < len(named):
        detail = {**detail, "visits": ", ".join(left)} if left else {k: v for k, v in detail.items() if k != "visits"}
        if "required_visits" in detail:
            detail["required_visits"] = float(len(left))
    helps = tuple(each for each in why.helps if each.detail.get("visit", "") in {"", *own})
    return replace(why, detail=detail, helps=helps)
