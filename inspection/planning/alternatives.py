"""What would take a placed visit's place if it fell away: the best candidate without a place, with exact times."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from .arrays import EPS, Bools, Floats, Ints
from .model import Alternative
from .packing import pack_week
from .state import State
from .timing import fit_round

TRIES = 24  # candidates whose exact times are asked for one stop, in order of their worth


Spans = Mapping[int, tuple[float, float]]


def alternatives(state: State, spans: Spans, days: Iterable[int] | None = None) -> dict[str, Alternative]:
    """Return for each placed visit the best unplaced one that could stand at its position, by its id.

    Required before optional, then by value, then by the fewest added minutes. Every other stop keeps its place, the
    other rounds their times, and all rules are kept. Frozen rounds are over and have none; of a visit of several teams
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
        for node, minutes in self._worth_trying(d, place, stops, lo, hi):
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

    def _worth_trying(self, d: int, place: int, stops: Ints, lo: float, hi: float) -> Iterator[tuple[int, float]]:
        """Yield (candidate, minutes that it adds) in order of worth: those that fit, breaks and longest day aside."""
        week, gone = self._week, int(stops[place])
        used = self._state.rounds.used[week.workplace] - (week.workplace == week.workplace[gone])
        nodes = np.flatnonzero(self._free & week.compatible[d] & (used == 0))
        before = week.office[d] if place == 0 else week.point[stops[place - 1]]
        after = week.end[d] if place == stops.size - 1 else week.point[stops[place + 1]]
        way, onward = week.travel[before, week.point[nodes]], week.travel[week.point[nodes], after]
        ends = self._starts(nodes, self._ready(d, stops[:place], lo) + way) + week.service[nodes]
        fits = ends + onward <= self._latest(d, stops[place + 1 :], hi) + EPS
        here = week.point[gone]
        was = float(week.travel[before, here] + week.service[gone] + week.travel[here, after])
        added = way + week.service[nodes] + onward - was
        order = np.lexsort((nodes, np.round(added, 6), -week.value[nodes], ~week.required[nodes], ~fits))
        for i in order[: min(TRIES, int(fits.sum()))]:
            yield int(nodes[i]), float(added[i])

    def _starts(self, nodes: Ints, ready: Floats) -> Floats:
        """Return the earliest start of each node's service at or after its minute; inf where no window is left."""
        rounds = self._state.rounds
        starts = np.maximum(rounds.opens[nodes], ready[:, None])
        found: Floats = np.where(starts <= rounds.closes[nodes] + EPS, starts, np.inf).min(axis=1)
        return found

    def _ready(self, d: int, stops: Ints, lo: float) -> float:
        """Return the earliest minute of leaving the last of these first stops, or the office."""
        week, now, here = self._week, lo, self._week.office[d]
        for node in stops:
            arrives = np.asarray([now + week.travel[here, week.point[node]]])
            now = float(self._starts(np.asarray([node]), arrives)[0] + week.service[node])
            here = week.point[node]
        return now

    def _latest(self, d: int, stops: Ints, hi: float) -> float:
        """Return the latest minute of arriving at the first of these last stops, or at the end."""
        week, rounds, now, ahead = self._week, self._state.rounds, hi, self._week.end[d]
        for node in stops[::-1]:
            last = now - float(week.travel[week.point[node], ahead] + week.service[node])
            starts = np.minimum(rounds.closes[node], last)
            now = float(np.where(starts >= rounds.opens[node] - EPS, starts, -np.inf).max())
            ahead = week.point[node]
        return now
