"""Why a required visit has no place: a named rule and the team-day where it came closest, as data."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from .arrays import Week
from .instance import UNREACHABLE, Instance, build, misfits
from .model import Point, RoundPolicy, TeamDay, Visit, Why
from .packing import pack_week
from .state import State
from .timing import fit_round

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
    tries = [_try(instance, state, visit, d) for d in range(len(instance.team_days))]
    able = [each for each in tries if not each.fails]
    if not able:
        return _alone(instance, visit, tries)
    if asked.teams > 1:
        found = _joint(instance, state, visit, able)
        if found is not None:
            return found
    return _conflict(instance, state, visit, able)


def _try(instance: Instance, state: State, visit: int, d: int) -> _Try:
    node = instance.nodes[visit][0]
    fails = set(misfits(instance.visits[visit], instance.team_days[d]))
    if d in instance.frozen:
        fails.add("team_days_are_frozen")
    hours = _hours(instance, state, d, visit)
    if hours is not None:
        fails.add(hours)
    return _Try(day=d, fails=frozenset(fails), short=_short(instance.week, d, [node]))


class _Given:
    """Travel times that are known already: from the office to the visit and on to the end."""

    name, version = "given", ""

    def __init__(self, table: np.ndarray) -> None:
        self._table = table

    def minutes(self, points: list[Point], depart: float | None = None) -> np.ndarray:  # noqa: ARG002 (protocol)
        """Return the table; its points are told apart by their order alone."""
        return self._table[: len(points), : len(points)]


def _hours(instance: Instance, state: State, d: int, visit: int) -> str | None:
    """Return the rule of time that keeps the visit out of an otherwise empty round."""
    week, asked, day, policy = instance.week, instance.visits[visit], instance.team_days[d], instance.policy
    at = [visit, int(week.office[d]), int(week.end[d])]
    if week.travel[at[1], visit] >= UNREACHABLE or week.travel[visit, at[2]] >= UNREACHABLE:
        return "place_unreachable"
    table = week.travel[np.ix_(at, at)]

    def fits(day: TeamDay, policy: RoundPolicy, lo: float = day.shift[0], hi: float = day.shift[1]) -> bool:
        return _fits(asked, day, policy, table, lo, hi)

    endless = replace(policy, longest_day_minutes=float("inf"))
    restless = replace(policy, break_after_minutes=float("inf"))
    if fits(day, policy):
        lo, hi = state.bounds_by_frozen(d)
        return None if d in instance.frozen or fits(day, policy, lo, hi) else "no_rest_between_days"
    if not fits(replace(day, breaks=(), longest=None), replace(endless, break_after_minutes=float("inf"))):
        return "no_shift_reaches_the_window"
    return "no_time_for_the_break" if fits(replace(day, breaks=()), restless) else "day_too_long"


def _fits(asked: Visit, day: TeamDay, policy: RoundPolicy, table: np.ndarray, lo: float, hi: float) -> bool:
    """Tell whether a round of this visit alone keeps all rules of time between `lo` and `hi`."""
    alone = replace(asked, teams=1, pinned=None, point=(0.0, 0.0))
    there = replace(day, office=(1.0, 0.0), end=(2.0, 0.0))
    week = build([alone], [there], _Given(table), policy).week
    return bool(fit_round(pack_week(week), week.opens, week.closes, 0, np.zeros(1, dtype=np.intp), lo, hi).shape[0])


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
    together: dict[date, list[_Try]] = {}
    for each in able:
        together.setdefault(instance.team_days[each.day].day, []).append(each)
    most = max(together.values(), key=len)
    if len(most) < asked.teams:
        detail: dict[str, str | float] = {"needed": float(asked.teams), "available": float(len(most))}
        return _say(instance, "too_few_teams_on_that_day", most[0], detail)
    empty = State(instance, spans=state.spans)
    if not empty.place_joint(instance.nodes[visit][0]):
        return _say(instance, "no_common_minute", most[0], {"needed": float(asked.teams)})
    return None


def _conflict(instance: Instance, state: State, visit: int, able: Sequence[_Try]) -> Why:
    week, rounds, node = instance.week, state.rounds, instance.nodes[visit][0]
    same = (week.workplace == week.workplace[node]) & ((rounds.where >= 0) | ~rounds.active)
    for other in np.flatnonzero(same & (week.required | ~rounds.active)):
        d = int(rounds.where[other])
        return Why(
            rule="workplace_has_another_required_visit",
            team=instance.team_days[d].team if d >= 0 else None,
            day=instance.team_days[d].day if d >= 0 else None,
            detail={"visit": instance.visits[instance.visit_of[int(other)]].id},
        )
    held = {each.day: [n for n in state.nodes_of(each.day) if week.required[n]] for each in able}
    shorts = {
        d: min(_short(week, d, [*stops[:i], node, *stops[i:]]) for i in range(len(stops) + 1))
        for d, stops in held.items()
    }
    closest = min(able, key=lambda each: (shorts[each.day], len(held[each.day]), each.day))
    detail: dict[str, str | float] = {
        "minutes_short": shorts[closest.day],
        "required_visits": float(len(held[closest.day])),
        "team_days": float(len(able)),
    }
    return _say(instance, "other_required_visits_fill_the_time", closest, detail)


def _short(week: Week, d: int, stops: Sequence[int]) -> float:
    """Return by how many minutes these stops miss their windows and the end of the shift, breaks left aside."""
    now, here, short = float(week.lo[d]), week.office[d], 0.0
    for node in stops:
        now += float(week.travel[here, week.point[node]])
        spans = [span for span in zip(week.opens[node], week.closes[node], strict=True) if span[0] <= span[1]]
        short += max(0.0, now - max((last for _, last in spans), default=now))
        now = min((max(first, now) for first, last in spans if last >= now), default=now) + float(week.service[node])
        here = week.point[node]
    short += max(0.0, now + float(week.travel[here, week.end[d]]) - float(week.hi[d]))
    return float(np.ceil(short))


def _say(instance: Instance, rule: str, closest: _Try, detail: dict[str, str | float]) -> Why:
    day = instance.team_days[closest.day]
    return Why(rule=rule, team=day.team, day=day.day, detail={k: v for k, v in detail.items() if v != ""})


def _join(words: Collection[str] | Iterator[str]) -> str:
    return ", ".join(sorted(words))
