"""Give the visits that stayed in their round their old hour back, where every rule of work allows it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np

from inspection.planning.problem import Round, RoundPolicy, Stop, TeamDay, TravelTimes, Visit, WeekPlan
from inspection.planning.replanning.events import Key, minute_of
from inspection.planning.search import Instance, Timing, build, fit_round, pack_week, read_times

SAME = 1e-3  # minutes below which two hours are the same
MOST_NEW = 2  # visits that came into a round, for which every place beside the old ones is tried

Held = Mapping[str, float]  # visit → the minute at which it started before


def keep_hours(
    plan: WeekPlan,
    before: WeekPlan,
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    frozen: Collection[Key] = (),
) -> WeekPlan:
    """Return the plan with the same visits in each round, at the old hours and in the old order as far as can be.

    The planner writes each round as early as it can be, so a visit that leaves or comes in moves the hours of all that
    follow; people were told the old ones. Stop by stop the old hour is asked for, and kept where exact times allow it
    beside the team's other rounds. What could take a visit's place was found for the planner's hours, so nothing is
    said of a round that has others.
    """
    placed = {stop.visit for each in plan.rounds for stop in each.stops}
    desk = _Desk(build([visit for visit in visits if visit.id in placed], team_days, travel, policy))
    old: dict[Key, dict[str, float]] = {
        (each.team, each.day): {stop.visit: stop.start for stop in each.stops} for each in before.rounds
    }
    rounds = {(each.team, each.day): each for each in plan.rounds}
    for key in sorted(rounds, key=lambda key: (key[1], key[0])):
        if key not in frozen and _has_moved(rounds[key], old.get(key, {})):
            rounds[key] = desk.timed(rounds[key], rounds, old[key])
    moved = {stop.visit for each in plan.rounds if rounds[each.team, each.day] is not each for stop in each.stops}
    return replace(
        plan,
        rounds=tuple(rounds[each.team, each.day] for each in plan.rounds),
        alternatives={name: other for name, other in plan.alternatives.items() if name not in moved},
    )


def _has_moved(each: Round, old: Held) -> bool:
    return any(abs(stop.start - old.get(stop.visit, stop.start)) > SAME for stop in each.stops)


def _kept(each: Round, old: Held) -> int:
    return sum(abs(stop.start - old.get(stop.visit, np.inf)) <= SAME for stop in each.stops)


def _orders(each: Round, old: Held) -> Iterator[list[str]]:
    """Yield the order that the planner gave, then the old one with each new visit in every place."""
    now = [stop.visit for stop in each.stops]
    yield now
    stayed = sorted((name for name in now if name in old), key=lambda name: old[name])
    new = [name for name in now if name not in old]
    if len(new) > MOST_NEW:
        return
    for ordered in permutations(new):
        for places in _places(len(new), len(stayed)):
            order = list(stayed)
            for name, place in reversed(list(zip(ordered, places, strict=True))):
                order.insert(place, name)
            if order != now:
                yield order


def _places(count: int, stayed: int, first: int = 0) -> Iterator[tuple[int, ...]]:
    if not count:
        yield ()
        return
    for place in range(first, stayed + 1):
        for rest in _places(count - 1, stayed, place):
            yield (place, *rest)


class _Desk:
    """Times rounds of given visits, with some stops held at a minute."""

    def __init__(self, instance: Instance) -> None:
        self._instance, self._week = instance, pack_week(instance.week)
        self._days = {(day.team, day.day): d for d, day in enumerate(instance.team_days)}
        self._visits = {visit.id: v for v, visit in enumerate(instance.visits)}

    def timed(self, each: Round, rounds: Mapping[Key, Round], old: Held) -> Round:
        """Return the round with as many stops at their old minute as can be."""
        d = self._days[each.team, each.day]
        bounds = self._bounds(d, rounds)
        best, most = each, _kept(each, old)
        for order in _orders(each, old):
            times = self._hold(d, order, bounds, self._wanted(each, old))
            if times is None:
                continue
            made = _written(each, order, times)
            if _kept(made, old) > most:
                best, most = made, _kept(made, old)
        return best

    def _wanted(self, each: Round, old: Held) -> Held:
        """Return the minute that each visit should start at: a joint one as it is now, since its twins do."""
        return {
            stop.visit: stop.start if self._instance.visits[self._visits[stop.visit]].teams > 1 else old[stop.visit]
            for stop in each.stops
            if stop.visit in old or self._instance.visits[self._visits[stop.visit]].teams > 1
        }

    def _hold(self, d: int, order: Sequence[str], bounds: tuple[float, float], wanted: Held) -> Timing | None:
        """Return times of this order that hold the wanted minutes; each that cannot be held is let go."""
        week = self._instance.week
        nodes = np.asarray([self._instance.nodes[self._visits[name]][0] for name in order], dtype=np.intp)
        opens, closes = week.opens.copy(), week.closes.copy()
        best = None
        joint = [name for name in order if self._instance.visits[self._visits[name]].teams > 1]
        for name in (*joint, *(name for name in order if name in wanted and name not in joint)):
            node = self._instance.nodes[self._visits[name]][0]
            kept = opens[node].copy(), closes[node].copy()
            opens[node], closes[node] = np.inf, -np.inf
            opens[node, 0] = closes[node, 0] = wanted[name]
            times = read_times(fit_round(self._week, opens, closes, d, nodes, *bounds), nodes.size)
            if times is not None:
                best = times
            elif name in joint:
                return None
            else:
                opens[node], closes[node] = kept
        return best

    def _bounds(self, d: int, rounds: Mapping[Key, Round]) -> tuple[float, float]:
        """Return what the team's other rounds, as they are timed now, leave of the shift."""
        day, rest = self._instance.team_days[d], self._instance.policy.rest_minutes
        lo, hi = float(self._instance.week.lo[d]), float(self._instance.week.hi[d])
        here = minute_of(day.day, 0)
        for (team, other), each in rounds.items():
            if team != day.team or not each.stops or other == day.day:
                continue
            leaves = each.stops[0].arrive if each.leaves is None else each.leaves
            back = each.stops[-1].leave if each.back is None else each.back
            if other < day.day:
                lo = max(lo, minute_of(other, back) - here + rest)
            else:
                hi = min(hi, minute_of(other, leaves) - here - rest)
        return lo, hi


def _written(each: Round, order: Sequence[str], times: Timing) -> Round:
    stops = tuple(
        Stop(visit=name, arrive=arrive, start=start, leave=leave)
        for name, (arrive, start, leave) in zip(order, times.stops, strict=True)
    )
    return replace(each, stops=stops, leaves=times.leaves, back=times.back, pauses=times.pauses)
