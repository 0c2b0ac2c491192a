"""What would take a placed visit's place if it fell away: the best candidate without a place, with exact times."""

from collections.abc import Iterator

import numpy as np

from .arrays import EPS, Bools, Floats, Ints
from .model import Alternative
from .packing import pack_week
from .state import State
from .timing import fit_round

TRIES = 24  # candidates whose exact times are asked for one stop, in order of their worth


def alternatives(state: State) -> dict[str, Alternative]:
    """Return for each placed visit the best unplaced one that could stand at its position, by its id.

    Required before optional, then by value, then by the fewest added minutes. Every other stop keeps its order, the
    other rounds their times, and all rules are kept. Frozen rounds are over and have none; of a visit of several teams
    the best for any of its rounds is named.
    """
    instance, search = state.instance, _Search(state)
    found: dict[str, Alternative] = {}
    for d in range(len(instance.team_days)):
        for place, node in enumerate(state.nodes_of(d)):
            better = search.best(d, place)
            name = instance.visits[instance.visit_of[node]].id
            if better is not None and (name not in found or better.value > found[name].value):
                found[name] = better
    return dict(sorted(found.items()))


class _Search:
    def __init__(self, state: State) -> None:
        week, rounds = state.instance.week, state.rounds
        self._state, self._week, self._packed = state, week, pack_week(week)
        self._free: Bools = rounds.active & (rounds.where < 0) & (week.twins == 1)

    def best(self, d: int, place: int) -> Alternative | None:
        """Return the best candidate for one stop; None where none fits."""
        week, rows, rounds = self._week, self._state.rounds.rows, self._state.rounds
        stops = rows.stops[d, : rows.count[d]].copy()
        for node, minutes in self._worth_trying(d, place, stops):
            stops[place] = node
            times = fit_round(self._packed, rounds.opens, rounds.closes, d, stops, rows.lo[d], rows.hi[d])
            if times.shape[0]:
                visit = self._state.instance.visits[self._state.instance.visit_of[node]].id
                return Alternative(visit=visit, value=float(week.value[node]), minutes=round(minutes, 3))
        return None

    def _worth_trying(self, d: int, place: int, stops: Ints) -> Iterator[tuple[int, float]]:
        """Yield (candidate, minutes that it adds) in order of worth: those for which the round's tables leave room."""
        week, gone = self._week, int(stops[place])
        mine = week.workplace == week.workplace[gone]
        used = self._state.rounds.used[week.workplace] - mine
        nodes = np.flatnonzero(self._free & week.compatible[d] & (used == 0))
        before = week.office[d] if place == 0 else week.point[stops[place - 1]]
        after = week.end[d] if place == stops.size - 1 else week.point[stops[place + 1]]
        way, onward = week.travel[before, week.point[nodes]], week.travel[week.point[nodes], after]
        fits = self._ends(d, place, nodes, way) + onward <= self._latest(d, place) + EPS
        here = week.point[gone]
        was = float(week.travel[before, here] + week.service[gone] + week.travel[here, after])
        added = way + week.service[nodes] + onward - was
        order = np.lexsort((nodes, np.round(added, 6), -week.value[nodes], ~week.required[nodes], ~fits))
        for i in order[: min(TRIES, int(fits.sum()))]:
            yield int(nodes[i]), float(added[i])

    def _ends(self, d: int, place: int, nodes: Ints, way: Floats) -> Floats:
        """Return the earliest end of each candidate's service here, breaks left aside; inf where no window is met."""
        rows, rounds = self._state.rounds.rows, self._state.rounds
        ready = rows.ready[d, :, place].min()
        starts = np.maximum(rounds.opens[nodes], (ready + way)[:, None])
        starts = np.where(starts <= rounds.closes[nodes] + EPS, starts, np.inf)
        ends: Floats = starts.min(axis=1) + self._week.service[nodes]
        return ends

    def _latest(self, d: int, place: int) -> float:
        """Return the latest minute of arriving at the next stop, or at the end, with whatever breaks."""
        rows = self._state.rounds.rows
        return float(max(rows.until[d, :, place + 1].max(), rows.lenient[d, :, place + 1].max()))
