"""Visits of several teams: one day and one minute for all of them, found by trying some and taking the cheapest."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .instance import EPS, Floats, Ints
from .state import State
from .tables import Offers, insertions
from .timing import earliest_start

MOMENTS = 24  # starts tried a day
GRID = 12  # of which so many lie evenly over each window, the rest where a team would arrive


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One way of holding a joint visit: the minute, and the team-days and gaps that make it."""

    added: float
    start: float
    places: tuple[tuple[int, int], ...]


def place_joint(state: State, visit: int, noise: Floats | None = None) -> bool:
    """Put all twins of a visit into rounds of one day with the same start; False leaves everything as it was."""
    options = sorted(moments(state, visit), key=lambda m: (m.added, m.start, m.places))
    if noise is not None and options:
        weights = np.asarray([m.added for m in options]) * (0.7 + 0.6 * np.resize(noise, len(options)))
        options = [options[int(i)] for i in np.argsort(weights, kind="stable")]
    return any(_take(state, visit, moment) for moment in options[:8])


def moments(state: State, visit: int) -> Iterator[Moment]:
    """Yield the cheapest choice of team-days for each day and start that is tried."""
    instance = state.instance
    nodes = instance.nodes[visit]
    by_day: dict[float, list[int]] = {}
    for d, day in enumerate(instance.days):
        if instance.compatible[d, nodes[0]] and d not in state.kept:
            by_day.setdefault(day.base, []).append(d)
    for _, days in sorted(by_day.items()):
        if len(days) >= len(nodes):
            starts = _starts(state, visit, days)
            if starts:
                yield from _cheapest(state, visit, days, starts)


def _starts(state: State, visit: int, days: list[int]) -> list[float]:
    """Return minutes worth trying: where some team would arrive, and a grid over each window."""
    instance = state.instance
    point = instance.visit_of[instance.nodes[visit][0]]
    windows = instance.visits[visit].windows
    natural: set[float] = set()
    for d in days:
        room = state.rooms[d]
        for row in room.ready:
            for gap, ready in zip(room.gaps, row, strict=True):
                start = earliest_start(sorted(windows), ready + instance.travel_list[gap[0]][point])
                if start is not None and np.isfinite(start):
                    natural.add(round(start, 6))
    even = {float(t) for first, last in windows for t in np.linspace(first, last, GRID)}
    room_left = max(MOMENTS - len(even), GRID)
    chosen = sorted(natural)
    if len(chosen) > room_left:
        chosen = [chosen[int(i)] for i in np.linspace(0, len(chosen) - 1, room_left)]
    spans = [(first - EPS, last + EPS) for first, last in windows]
    return [t for t in sorted(even | set(chosen)) if any(first <= t <= last for first, last in spans)]


def _cheapest(state: State, visit: int, days: list[int], starts: list[float]) -> Iterator[Moment]:
    instance = state.instance
    node = instance.nodes[visit][0]
    at = np.asarray([starts])
    offers = Offers(
        points=np.full(len(starts), instance.point[node]),
        service=np.full(len(starts), instance.service[node]),
        opens=at,
        closes=at,
    )
    found: list[tuple[Floats, Ints]] = [insertions(instance, instance.days[d], state.rooms[d], offers) for d in days]
    cost = np.asarray([each[0] for each in found])
    order = np.argsort(cost, axis=0, kind="stable")[: len(instance.nodes[visit])]
    for i, start in enumerate(starts):
        added = float(cost[order[:, i], i].sum())
        if np.isfinite(added):
            places = tuple((days[int(k)], int(found[int(k)][1][i])) for k in order[:, i])
            yield Moment(added=added, start=start, places=places)


def _take(state: State, visit: int, moment: Moment) -> bool:
    nodes = state.instance.nodes[visit]
    placed: list[int] = []
    for node in nodes:
        state.windows[node] = ((moment.start, moment.start),)
    for node, place in zip(nodes, moment.places, strict=True):
        if not state.insert(node, place):
            if placed:
                state.remove(placed)
            for twin in nodes:
                state.windows[twin] = state.instance.windows[twin]
            return False
        placed.append(node)
    return True
