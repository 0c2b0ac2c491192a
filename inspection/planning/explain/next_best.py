"""What would take a placed visit's place if it fell away: the best candidate without a place, with exact times."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from inspection.planning.problem import Alternative
from inspection.planning.search import EPS, Bools, Floats, Ints, State, fit_round, pack_week

Spans = Mapping[int, tuple[float, float]]


def alternatives(state: State, spans: Spans, days: Iterable[int] | None = None) -> dict[str, Alternative]:
    """Return for each placed visit the best unplaced one that could stand at its position, by its id.

    Required before optional, then by value, then by the fewest added minutes. They are tried in that order until one
    fits, so none that fits is worth more. Every other stop keeps its place, the other rounds their times, and all rules
    are kept. Frozen rounds are over and have none; of a visit of several teams
    the best for any of its rounds is named.

    spans
        When each round of the plan, frozen ones too, leaves and is back.
    days
        The team-days whose stops are asked about; all of them by default.
    """
    instance, search = state.instance, _Search(state, spans)
    found: dict[str, Alternative] = {}
    for d in range(len(instance.team_days)) if days is None else days:
        for place, node in enumerate(state.nodes_of(d)):
            better = search.best(d, place)
            name = instance.visits[instance.visit_of[node]].id
            if better is not None and (name not in found or better.value > found[name].value):
                found[name] = better
    return dict(sorted(found.items()))


class _Search:
    def __init__(self, state: State, spans: Spans) -> None:
        week, rounds = state.instance.week, state.rounds
        self._state, self._week, self._packed, self._spans = state, week, pack_week(week), spans
        self._free: Bools = rounds.active & (rounds.where < 0) & (week.twins == 1)

    def best(self, d: int, place: int) -> Alternative | None:
        """Return the best candidate for one stop; None where none fits."""
        rounds, (lo, hi) = self._state.rounds, self._bounds(d)
        stops = np.asarray(self._state.nodes_of(d), dtype=np.intp)
        found = self._worth_trying(d, place, stops, lo, hi)
        for node, minutes in zip(found.nodes.tolist(), found.added.tolist(), strict=True):
            stops[place] = node
            if fit_round(self._packed, rounds.opens, rounds.closes, d, stops, lo, hi).shape[0]:
                visit = self._state.instance.visits[self._state.instance.visit_of[node]].id
                return Alternative(visit=visit, value=float(self._week.value[node]), minutes=round(minutes, 3))
        return None

    def _bounds(self, d: int) -> tuple[float, float]:
        """Return what the shift and the rest beside the team's other rounds leave of team-day d."""
        week, days = self._week, self._state.instance.team_days
        lo, hi = float(week.lo[d]), float(week.hi[d])
        for e, (leaves, back) in self._spans.items():
            apart = float(week.base[e] - week.base[d])
            if days[e].team == days[d].team and apart < 0:
                lo = max(lo, back + apart + week.rest)
            elif days[e].team == days[d].team and apart > 0:
                hi = min(hi, leaves + apart - week.rest)
        return lo, hi

    def _worth_trying(self, d: int, place: int, stops: Ints, lo: float, hi: float) -> "_Candidates":
        """Return the candidates in order of worth, without those that cheap bounds show not to fit."""
        week, gone = self._week, int(stops[place])
        used = self._state.rounds.used[week.workplace] - (week.workplace == week.workplace[gone])
        nodes = np.flatnonzero(self._free & week.compatible[d] & (used == 0))
        before = week.office[d] if place == 0 else week.point[stops[place - 1]]
        after = week.end[d] if place == stops.size - 1 else week.point[stops[place + 1]]
        way, onward = week.travel[before, week.point[nodes]], week.travel[week.point[nodes], after]
        here = week.point[gone]
        was = float(week.travel[before, here] + week.service[gone] + week.travel[here, after])
        asked = _Candidates(nodes, way, onward, way + week.service[nodes] + onward - was)
        order = np.lexsort((nodes, np.round(asked.added, 6), -week.value[nodes], ~week.required[nodes]))
        return self._short_enough(d, place, stops, lo, hi, asked.at(order))

    def _short_enough(
        self, d: int, place: int, stops: Ints, lo: float, hi: float, asked: "_Candidates"
    ) -> "_Candidates":
        """Leave out what cannot be back in time or in a day as long as it may be, with the break that such a day owes.

        No round is shorter than its ways, services and breaks, nor than from its latest departure to its earliest
        return, both without breaks.
        """
        week, first, last = self._week, stops[:place], stops[place + 1 :]
        due = self._latest(d, last, hi) - asked.onward
        ends = self._starts(asked.nodes, self._ready(d, first, lo) + asked.way) + week.service[asked.nodes]
        on_time = ends <= due + EPS
        asked, ends, due = asked.at(on_time), ends[on_time], due[on_time]
        leaves = self._leaves(d, first, self._lasts(asked.nodes, due - week.service[asked.nodes]) - asked.way)
        back = self._back(d, last, ends + asked.onward)
        moving = self._moving(d, stops) + asked.added
        shortest = np.maximum(back - leaves, moving)
        shortest = np.maximum(shortest, moving + self._pause(d, shortest))
        return asked.at(shortest <= min(float(week.longest[d]), hi - lo) + EPS)

    def _pause(self, d: int, minutes: Floats) -> Floats:
        """Return the minutes of the break that rounds of at least so many minutes owe; the day's own are left aside."""
        week = self._week
        serves = (week.bits[d, : week.pauses[d]] & week.policy_bit[d]) != 0
        fewest = float(week.breaks[d, : week.pauses[d], 2][serves].min(initial=np.inf)) if serves.any() else 0.0
        found: Floats = np.where(minutes > week.break_after + EPS, fewest, 0.0)
        return found

    def _moving(self, d: int, stops: Ints) -> float:
        """Return the minutes of a round's ways and services."""
        week = self._week
        points = np.concatenate(([week.office[d]], week.point[stops], [week.end[d]]))
        return float(week.travel[points[:-1], points[1:]].sum() + week.service[stops].sum())

    def _starts(self, nodes: Ints, ready: Floats) -> Floats:
        """Return the earliest start of each node's service at or after its minute; inf where no window is left."""
        rounds = self._state.rounds
        starts = np.maximum(rounds.opens[nodes], ready[:, None])
        found: Floats = np.where(starts <= rounds.closes[nodes] + EPS, starts, np.inf).min(axis=1)
        return found

    def _lasts(self, nodes: Ints, latest: Floats) -> Floats:
        """Return the latest start of each node's service at or before its minute; -inf where no window is open yet."""
        rounds = self._state.rounds
        starts = np.minimum(rounds.closes[nodes], latest[:, None])
        found: Floats = np.where(starts >= rounds.opens[nodes] - EPS, starts, -np.inf).max(axis=1)
        return found

    def _ready(self, d: int, stops: Ints, lo: float) -> float:
        """Return the earliest minute of leaving the last of these first stops, or the office."""
        week, now, here = self._week, np.asarray([lo]), self._week.office[d]
        for node in stops:
            now = self._starts(np.asarray([node]), now + week.travel[here, week.point[node]]) + week.service[node]
            here = week.point[node]
        return float(now[0])

    def _latest(self, d: int, stops: Ints, hi: float) -> float:
        """Return the latest minute of arriving at the first of these last stops, or at the end."""
        week, now, ahead = self._week, np.asarray([hi]), self._week.end[d]
        for node in stops[::-1]:
            last = now - (week.travel[week.point[node], ahead] + week.service[node])
            now, ahead = self._lasts(np.asarray([node]), last), week.point[node]
        return float(now[0])

    def _back(self, d: int, stops: Ints, now: Floats) -> Floats:
        """Return the earliest minutes of being back after these last stops, the first place ahead being reached now."""
        week = self._week
        for place, node in enumerate(stops):
            ahead = week.end[d] if place == stops.size - 1 else week.point[stops[place + 1]]
            now = self._starts(np.asarray([node]), now) + week.service[node] + week.travel[week.point[node], ahead]
        return now

    def _leaves(self, d: int, stops: Ints, now: Floats) -> Floats:
        """Return the latest minutes of leaving the office that let the last of these first stops be left by now."""
        week = self._week
        for place in range(stops.size - 1, -1, -1):
            node, before = stops[place], week.office[d] if place == 0 else week.point[stops[place - 1]]
            now = self._lasts(np.asarray([node]), now - week.service[node]) - week.travel[before, week.point[node]]
        return now


class _Candidates(NamedTuple):
    """Nodes that could stand at one place, with the ways to and from each and the minutes that it would add."""

    nodes: Ints
    way: Floats
    onward: Floats
    added: Floats

    def at(self, which: Ints | Bools) -> "_Candidates":
        """Return some of them."""
        return _Candidates(self.nodes[which], self.way[which], self.onward[which], self.added[which])
