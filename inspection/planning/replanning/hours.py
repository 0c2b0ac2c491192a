"""Give the visits that stayed in their round their old hour back, where every rule of work allows it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, permutations

import numpy as np

from inspection.planning.problem import Key, Round, RoundPolicy, TeamDay, TravelTimes, Visit, WeekPlan
from inspection.planning.search import Instance, Timing, build, fit_round, pack_week, read_times, timed_round

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
    follow; people know the old ones. Stop by stop the old hour is asked for, and kept where exact times allow it
    beside the team's other rounds. What could take a visit's place was found for the planner's hours, so none is
    named for a round that has others.
    """
    placed = plan.placed
    times = _Timekeeper(build([visit for visit in visits if visit.id in placed], team_days, travel, policy))
    old: dict[Key, dict[str, float]] = {
        each.key: {stop.visit: stop.start for stop in each.stops} for each in before.rounds
    }
    rounds = {each.key: each for each in plan.rounds}
    for key in sorted(rounds, key=lambda key: (key[1], key[0])):
        if key not in frozen and _has_moved(rounds[key], old.get(key, {})):
            rounds[key] = times.timed(rounds[key], rounds, old[key])
    moved = {stop.visit for each in plan.rounds if rounds[each.key] is not each for stop in each.stops}
    return replace(
        plan,
        rounds=tuple(rounds[each.key] for each in plan.rounds),
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
        for places in combinations_with_replacement(range(len(stayed) + 1), len(new)):
            order = list(stayed)
            for name, place in reversed(list(zip(ordered, places, strict=True))):
                order.insert(place, name)
            if order != now:
                yield order


class _Timekeeper:
    """Times rounds of given visits, with some stops held at a minute."""

    def __init__(self, instance: Instance) -> None:
        self._instance, self._week = instance, pack_week(instance.week)

    def timed(self, each: Round, rounds: Mapping[Key, Round], old: Held) -> Round:
        """Return the round with as many stops at their old minute as can be."""
        d = self._instance.day_index[each.key]
        bounds = self._bounds(d, rounds)
        best, most = each, _kept(each, old)
        for order in _orders(each, old):
            times = self._hold(d, order, bounds, self._wanted(each, old))
            if times is None:
                continue
            made = timed_round(each.team, each.day, order, times)
            if _kept(made, old) > most:
                best, most = made, _kept(made, old)
        return best

    def _wanted(self, each: Round, old: Held) -> Held:
        """Return the minute that each visit should start at: a joint one as it is now, since its twins do."""
        return {
            stop.visit: stop.start if self._is_joint(stop.visit) else old[stop.visit]
            for stop in each.stops
            if stop.visit in old or self._is_joint(stop.visit)
        }

    def _is_joint(self, name: str) -> bool:
        return self._instance.visits[self._instance.visit_index[name]].teams > 1

    def _hold(self, d: int, order: Sequence[str], bounds: tuple[float, float], wanted: Held) -> Timing | None:
        """Return times of this order that hold the wanted minutes; each minute that cannot be held is given up."""
        week = self._instance.week
        node_of = {name: self._instance.nodes[self._instance.visit_index[name]][0] for name in order}
        nodes = np.asarray([node_of[name] for name in order], dtype=np.intp)
        opens, closes = week.opens.copy(), week.closes.copy()
        best = None
        joint = [name for name in order if self._is_joint(name)]
        for name in (*joint, *(name for name in order if name in wanted and name not in joint)):
            node = node_of[name]
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
        week, index = self._instance.week, self._instance.day_index
        spans = {
            index[key]: (
                each.stops[0].arrive if each.leaves is None else each.leaves,
                each.stops[-1].leave if each.back is None else each.back,
            )
            for key, each in rounds.items()
            if each.stops and key in index
        }
        return self._instance.rest_bounds(d, (float(week.lo[d]), float(week.hi[d])), spans)
