"""Why a required visit has no place: a named rule and the team-day where it came closest, as data."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .instance import UNREACHABLE, Day, Instance, misfits
from .joint import place_joint
from .model import Why
from .state import State
from .timing import fit

# In the order in which a rule is named where relaxing any one of several would do: what the roster lacks, then hours,
# then the days that were asked for.
ALONE = (
    "no_team_speaks_the_language",
    "no_team_has_the_skill",
    "no_team_is_large_enough",
    "place_unreachable",
    "no_shift_reaches_the_window",
    "day_too_long",
    "no_time_for_the_break",
    "no_rest_between_days",
    "team_days_are_frozen",
    "no_team_works_on_that_day",
    "pinned_team_absent",
)
TOGETHER = (
    "several_conditions_fail",
    "too_few_teams_on_that_day",
    "no_common_minute",
    "workplace_has_another_required_visit",
    "other_required_visits_fill_the_time",
)
RULES: tuple[str, ...] = tuple(sorted(ALONE + TOGETHER))


@dataclass(frozen=True, kw_only=True)
class _Try:
    """One team-day and the rules by which it cannot make the visit alone."""

    day: int
    fails: frozenset[str]
    short: float


def why(instance: Instance, state: State, visit: int) -> Why:
    """Return the reason for one required visit that `state` leaves without a place.

    A rule of ALONE means that on no team-day the visit fits into an otherwise empty round, and that on the named
    team-day this rule is the only one in the way; `detail["also"]` names others of which the same is true elsewhere.
    """
    asked = instance.visits[visit]
    if asked.pinned is not None and asked.pinned not in {(day.team, day.day) for day in instance.team_days}:
        return Why(rule="pinned_team_absent", team=asked.pinned[0], day=asked.pinned[1])
    if not instance.team_days:
        return Why(rule="no_team_works_on_that_day", detail={"days": _join(str(day) for day in asked.days)})
    tries = [_try(instance, state, visit, day) for day in instance.days]
    able = [each for each in tries if not each.fails]
    if not able:
        return _alone(instance, visit, tries)
    if asked.teams > 1:
        found = _joint(instance, state, visit, able)
        if found is not None:
            return found
    return _conflict(instance, state, visit, able)


def _try(instance: Instance, state: State, visit: int, day: Day) -> _Try:
    node = instance.nodes[visit][0]
    fails = set(misfits(instance.visits[visit], instance.team_days[day.index]))
    if day.index in state.kept:
        fails.add("team_days_are_frozen")
    hours = _hours(instance, state, day, node)
    if hours is not None:
        fails.add(hours)
    return _Try(day=day.index, fails=frozenset(fails), short=_short(instance, day, [node]))


def _hours(instance: Instance, state: State, day: Day, node: int) -> str | None:
    """Return the rule of time that keeps the visit out of an otherwise empty round."""
    point = int(instance.point[node])
    if instance.travel[day.office, point] >= UNREACHABLE or instance.travel[point, day.end] >= UNREACHABLE:
        return "place_unreachable"

    def fits(tried: Day, lo: float = day.lo, hi: float = day.hi) -> bool:
        return fit(instance, tried, [node], instance.windows, lo, hi) is not None

    endless = replace(day, longest=float("inf"))
    restless = replace(day, pauses=(), full=0, policy_bit=0)
    if fits(day):
        return None if day.index in state.kept or fits(day, *state.frozen_bounds(day.index)) else "no_rest_between_days"
    if not fits(replace(endless, pauses=(), full=0, policy_bit=0)):
        return "no_shift_reaches_the_window"
    return "no_time_for_the_break" if fits(restless) else "day_too_long"


def _alone(instance: Instance, visit: int, tries: Sequence[_Try]) -> Why:
    one = [each for each in tries if len(each.fails) == 1]
    if not one:
        closest = min(tries, key=lambda each: (len(each.fails), each.short, each.day))
        return _say(instance, "several_conditions_fail", closest, {"rules": _join(closest.fails)})
    closest = min(one, key=lambda each: (_rank(each), each.short, each.day))
    rule = next(iter(closest.fails))
    also = _join({next(iter(each.fails)) for each in one} - {rule})
    return _say(instance, rule, closest, {**_detail(instance, visit, rule, closest), "also": also})


def _rank(each: _Try) -> int:
    return ALONE.index(next(iter(each.fails)))


def _detail(instance: Instance, visit: int, rule: str, closest: _Try) -> dict[str, str | float]:
    asked, day = instance.visits[visit], instance.team_days[closest.day]
    details: dict[str, dict[str, str | float]] = {
        "no_team_speaks_the_language": {"languages": _join(asked.languages)},
        "no_team_has_the_skill": {"skills": _join(asked.skills - day.skills)},
        "no_team_is_large_enough": {
            "needed": float(asked.team_size),
            "largest": float(max(day.size for day in instance.team_days)),
        },
        "no_team_works_on_that_day": {"days": _join(str(day) for day in asked.days)},
        "no_shift_reaches_the_window": {"minutes_short": closest.short},
    }
    return details.get(rule, {})


def _joint(instance: Instance, state: State, visit: int, able: Sequence[_Try]) -> Why | None:
    """Return why so many teams cannot meet even in an empty week; None when they could."""
    asked = instance.visits[visit]
    together: dict[float, list[_Try]] = {}
    for each in able:
        together.setdefault(instance.days[each.day].base, []).append(each)
    most = max(together.values(), key=len)
    if len(most) < asked.teams:
        detail: dict[str, str | float] = {"needed": float(asked.teams), "available": float(len(most))}
        return _say(instance, "too_few_teams_on_that_day", most[0], detail)
    empty = State(instance, kept=state.kept)
    if not place_joint(empty, visit):
        return _say(instance, "no_common_minute", most[0], {"needed": float(asked.teams)})
    return None


def _conflict(instance: Instance, state: State, visit: int, able: Sequence[_Try]) -> Why:
    node = instance.nodes[visit][0]
    same = (instance.workplace == instance.workplace[node]) & ((state.where >= 0) | ~state.active)
    same &= instance.required | ~state.active
    for other in np.flatnonzero(same):
        d = int(state.where[other])
        other_id = instance.visits[instance.visit_of[int(other)]].id
        return Why(
            rule="workplace_has_another_required_visit",
            team=instance.team_days[d].team if d >= 0 else None,
            day=instance.team_days[d].day if d >= 0 else None,
            detail={"visit": other_id},
        )
    held = {each.day: [n for n in state.routes[each.day] if instance.required[n]] for each in able}
    shorts = {
        d: min(_short(instance, instance.days[d], [*stops[:i], node, *stops[i:]]) for i in range(len(stops) + 1))
        for d, stops in held.items()
    }
    closest = min(able, key=lambda each: (shorts[each.day], len(held[each.day]), each.day))
    detail: dict[str, str | float] = {
        "minutes_short": shorts[closest.day],
        "required_visits": float(len(held[closest.day])),
        "team_days": float(len(able)),
    }
    return _say(instance, "other_required_visits_fill_the_time", closest, detail)


def _short(instance: Instance, day: Day, stops: Sequence[int]) -> float:
    """Return by how many minutes these stops miss their windows and the end of the shift, breaks left aside."""
    now, here, short = day.lo, day.office, 0.0
    for node in stops:
        there = int(instance.point[node])
        now += instance.travel_list[here][there]
        spans = instance.windows[node]
        late = max(0.0, now - max((last for _, last in spans), default=now))
        opening = [first if first > now else now for first, last in spans if last >= now]
        short += late
        now = min(opening, default=now) + instance.service_list[node]
        here = there
    short += max(0.0, now + instance.travel_list[here][day.end] - day.hi)
    return float(np.ceil(short))


def _say(instance: Instance, rule: str, closest: _Try, detail: dict[str, str | float]) -> Why:
    day = instance.team_days[closest.day]
    return Why(rule=rule, team=day.team, day=day.day, detail={k: v for k, v in detail.items() if v != ""})


def _join(words: Collection[str] | Iterator[str]) -> str:
    return ", ".join(sorted(words))
