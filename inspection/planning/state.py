"""The rounds while the search works on them: put a visit in, take one out, and always know what fits where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .instance import EPS, Bools, Floats, Instance, Ints
from .model import Window
from .tables import NEVER, Offers, Tables, insertions, tables
from .timing import Timing, fit

Place = tuple[int, int]  # (team-day, gap)


@dataclass(frozen=True, kw_only=True)
class Saved:
    """Everything that a step back needs."""

    routes: list[list[int]]
    where: Ints
    used: Ints
    windows: list[Sequence[Window]]
    rooms: list[Tables]
    spans: list[tuple[float, float]]
    cost: Floats
    gap: Ints


class State:
    """The rounds of a week, with the cheapest insertion of every visit into every round kept up to date.

    kept
        Team-days whose round is taken over as it is: (leaves, back), or None where the team stays in.
    base
        (team-days, visits): where the start plan has a visit. None without a start plan.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        kept: dict[int, tuple[float, float] | None] | None = None,
        done: Iterable[int] = (),
        base: Bools | None = None,
        change_cost: float = 0.0,
    ) -> None:
        self.instance = instance
        self.kept = kept or {}
        days, nodes = len(instance.days), len(instance.visit_of)
        self.routes: list[list[int]] = [[] for _ in range(days)]
        self.where: Ints = np.full(nodes, -1, dtype=np.intp)
        self.used: Ints = np.zeros(int(instance.workplace.max()) + 1 if nodes else 0, dtype=np.intp)
        self.windows: list[Sequence[Window]] = list(instance.windows)
        self.active: Bools = np.ones(nodes, dtype=np.bool_)
        for visit in done:
            self.active[instance.nodes[visit]] = False
            self.used[instance.workplace[instance.nodes[visit][0]]] += 1
        self.gain: Floats = np.tile(instance.value, (days, 1))
        if base is not None:
            self.gain += change_cost * base[:, instance.visit_of] / instance.teams
        self.cost: Floats = np.full((days, nodes), np.inf)
        self.gap: Ints = np.zeros((days, nodes), dtype=np.intp)
        self._asks = [
            np.flatnonzero(instance.compatible[d] & instance.single & self.active) if d not in self.kept else None
            for d in range(days)
        ]
        self._offers = [None if asks is None else self._offer(asks) for asks in self._asks]
        self.spans: list[tuple[float, float]] = [(NEVER, -NEVER)] * days
        self.rooms: list[Tables] = [tables(instance, day, [], self.windows, day.lo, day.hi) for day in instance.days]
        self._bound = [self._bound_days(d) for d in range(days)]
        for d in range(days):
            span = self.kept.get(d)
            if span is not None:
                self.spans[d] = span
        for d in range(days):
            if d not in self.kept:
                self.refresh(d)

    def _offer(self, asks: Ints) -> Offers:
        instance = self.instance
        return Offers(
            points=instance.point[asks],
            service=instance.service[asks],
            opens=instance.opens[:, asks],
            closes=instance.closes[:, asks],
        )

    # -- bounds that rest between days gives

    def bounds(self, d: int) -> tuple[float, float]:
        """Return the minutes between which the round of team-day d may run, given the team's other rounds."""
        day = self.instance.days[d]
        earlier, later = self._frozen(d)
        return self._between(d, [*day.earlier, *earlier], [*day.later, *later])

    def frozen_bounds(self, d: int) -> tuple[float, float]:
        """Return what the frozen rounds of the team alone leave of the shift of team-day d."""
        return self._between(d, *self._frozen(d))

    def _between(self, d: int, earlier: Sequence[int], later: Sequence[int]) -> tuple[float, float]:
        instance = self.instance
        day, rest = instance.days[d], instance.policy.rest_minutes
        lo, hi = day.lo, day.hi
        for e in earlier:
            if self.spans[e][1] > -NEVER:
                lo = max(lo, self.spans[e][1] + instance.days[e].base - day.base + rest)
        for e in later:
            if self.spans[e][0] < NEVER:
                hi = min(hi, self.spans[e][0] + instance.days[e].base - day.base - rest)
        return lo, hi

    def _frozen(self, d: int) -> tuple[list[int], list[int]]:
        """Return the team's frozen days before and after day d: a frozen round may have run past its shift."""
        days, team_days = self.instance.days, self.instance.team_days
        same = [e for e, span in self.kept.items() if span and team_days[e].team == team_days[d].team]
        earlier = [e for e in same if days[e].base < days[d].base]
        return earlier, [e for e in same if days[e].base > days[d].base]

    def timing(self, d: int, stops: Sequence[int]) -> Timing | None:
        """Return exact times for these stops on team-day d beside the team's other rounds as they are."""
        lo, hi = self.bounds(d)
        return fit(self.instance, self.instance.days[d], stops, self.windows, lo, hi)

    def refresh(self, d: int) -> bool:
        """Bring tables and insertions of team-day d up to date; False when its round cannot be kept any more.

        Days that rest binds together are settled backwards, which gives latest departures, and then forwards, which
        gives earliest returns: as if they were one long round.
        """
        bound = self._bound[d]
        if len(bound) > 1:
            for e in reversed(bound):
                self._settle(e)
        if not all(self._settle(e) for e in bound):
            return False
        for e in bound:
            self._ask(e)
        return True

    def _bound_days(self, d: int) -> list[int]:
        days = self.instance.days
        found, ahead = {d}, [d]
        while ahead:
            day = days[ahead.pop()]
            for e in (*day.earlier, *day.later):
                if e not in found:
                    found.add(e)
                    ahead.append(e)
        return sorted((e for e in found if e not in self.kept), key=lambda e: days[e].base)

    def _settle(self, d: int) -> bool:
        instance, day, stops = self.instance, self.instance.days[d], self.routes[d]
        lo, hi = self.bounds(d)
        room = tables(instance, day, stops, self.windows, lo, hi)
        self.rooms[d] = room
        if not stops:
            self.spans[d] = (NEVER, -NEVER)
            return True
        if room.is_firm and day.hi - day.lo <= day.longest + EPS:
            self.spans[d] = (max(lo, room.leaves), room.back)
            return True
        times = fit(instance, day, stops, self.windows, lo, hi)
        if times is None:
            return False
        self.spans[d] = (times.leaves, times.back)
        return True

    def _ask(self, d: int) -> None:
        asks, offers = self._asks[d], self._offers[d]
        if asks is None or offers is None or not asks.size:
            return
        self.cost[d, asks], self.gap[d, asks] = insertions(self.instance, self.instance.days[d], self.rooms[d], offers)

    # -- moves

    def free(self) -> Bools:
        """Return which nodes may be placed now: active, absent, and nobody else at their workplace."""
        free: Bools = self.active & (self.where < 0)
        free &= self.used[self.instance.workplace] == 0
        return free

    def insert(self, node: int, place: Place) -> bool:
        """Put a node into a gap; where exact timing refuses the gap, into the next cheapest, or leave all as it was."""
        d, gap = place
        if self._put(node, d, gap):
            return True
        if self._needs_search(d):
            for other in range(len(self.routes[d]) + 1):
                if other != gap and self._put(node, d, other):
                    return True
        self.cost[d, node] = np.inf
        return False

    def _needs_search(self, d: int) -> bool:
        day = self.instance.days[d]
        return bool(day.policy_bit) or day.hi - day.lo > day.longest or bool(day.earlier or day.later)

    def _put(self, node: int, d: int, gap: int) -> bool:
        route = self.routes[d]
        rooms, spans = list(self.rooms), list(self.spans)
        route.insert(gap, node)
        if self.refresh(d):
            self.where[node] = d
            first = self.instance.nodes[self.instance.visit_of[node]][0]
            self.used[self.instance.workplace[node]] += node == first
            return True
        del route[gap]
        self.rooms, self.spans = rooms, spans
        return False  # nothing was asked anew, so costs and refusals stand as they were

    def remove(self, nodes: Iterable[int]) -> None:
        """Take nodes out, each with its twins; a round that no longer holds without them is emptied."""
        gone = {twin for node in nodes for twin in self.instance.nodes[self.instance.visit_of[node]]}
        touched: set[int] = set()
        while gone:
            for node in gone:
                touched.add(self._drop(node))
            broken = [d for d in sorted(touched) if d >= 0 and not self.refresh(d)]
            left = {node for d in broken for node in self.routes[d]}
            gone = {twin for node in left for twin in self.instance.nodes[self.instance.visit_of[node]]}

    def _drop(self, node: int) -> int:
        d = int(self.where[node])
        if d >= 0:
            self.routes[d].remove(node)
            self.where[node] = -1
            first = self.instance.nodes[self.instance.visit_of[node]][0]
            self.used[self.instance.workplace[node]] -= node == first
            self.windows[node] = self.instance.windows[node]
        return d

    # -- worth

    def required_placed(self) -> int:
        """Return how many required visits have their place."""
        placed = self.where >= 0
        return len({self.instance.visit_of[node] for node in np.flatnonzero(placed & self.instance.required)})

    def worth(self) -> float:
        """Return the value of what is placed, a price off for each visit that left the place of the start plan."""
        nodes = np.flatnonzero(self.where >= 0)
        return float(np.sort(self.gain[self.where[nodes], nodes]).sum())

    def minutes(self) -> float:
        """Return the minutes of travel and service in all rounds."""
        return sum(room.work for room, route in zip(self.rooms, self.routes, strict=True) if route)

    def save(self) -> Saved:
        """Return a copy that `restore` goes back to."""
        return Saved(
            routes=[list(route) for route in self.routes],
            where=self.where.copy(),
            used=self.used.copy(),
            windows=list(self.windows),
            rooms=list(self.rooms),
            spans=list(self.spans),
            cost=self.cost.copy(),
            gap=self.gap.copy(),
        )

    def restore(self, saved: Saved) -> None:
        """Go back to a saved state, which stays usable."""
        self.routes = [list(route) for route in saved.routes]
        self.where, self.used = saved.where.copy(), saved.used.copy()
        self.windows, self.rooms, self.spans = list(saved.windows), list(saved.rooms), list(saved.spans)
        self.cost, self.gap = saved.cost.copy(), saved.gap.copy()
