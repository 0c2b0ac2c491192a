"""What would take a placed visit's place if it fell away: the best candidate without a place, with exact times."""

from collections.abc import Iterable, Mapping

import numpy as np

from inspection.planning.problem import Alternative
from inspection.planning.search import Bools, Floats, Ints, State, first_fit, pack_week


def alternatives(
    state: State, spans: Mapping[int, tuple[float, float]], days: Iterable[int] | None = None
) -> dict[str, Alternative]:
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
    instance, week, rounds = state.instance, state.instance.week, state.rounds
    packed, free = pack_week(week), rounds.active & (rounds.where < 0) & (week.twins == 1)
    found: dict[str, Alternative] = {}
    for d in range(len(instance.team_days)) if days is None else days:
        lo, hi = instance.rest_bounds(d, (float(week.lo[d]), float(week.hi[d])), spans)
        stops = np.asarray(state.nodes_of(d), dtype=np.intp)
        for place, gone in enumerate(stops.tolist()):
            nodes, added = _candidates(state, free, d, stops, place)
            best = first_fit(packed, rounds.opens, rounds.closes, d, stops, place, nodes, lo, hi)
            name = instance.visits[instance.visit_of[gone]].id
            if best < 0 or (name in found and found[name].value >= week.value[nodes[best]]):
                continue
            visit = instance.visits[instance.visit_of[nodes[best]]].id
            value, minutes = float(week.value[nodes[best]]), round(float(added[best]), 3)
            found[name] = Alternative(visit=visit, value=value, minutes=minutes)
    return dict(sorted(found.items()))


def _candidates(state: State, free: Bools, d: int, stops: Ints, place: int) -> tuple[Ints, Floats]:
    """Return who may stand at one place of a round, hours aside, in order of worth; and the minutes that each adds."""
    week, gone = state.instance.week, stops[place]
    used = state.rounds.used[week.workplace] - (week.workplace == week.workplace[gone])
    nodes = np.flatnonzero(free & week.compatible[d] & (used == 0))
    before = week.office[d] if place == 0 else week.point[stops[place - 1]]
    after = week.end[d] if place == stops.size - 1 else week.point[stops[place + 1]]
    here, there = week.point[gone], week.point[nodes]
    was = float(week.travel[before, here] + week.service[gone] + week.travel[here, after])
    added = week.travel[before, there] + week.service[nodes] + week.travel[there, after] - was
    order = np.lexsort((nodes, np.round(added, 6), -week.value[nodes], ~week.required[nodes]))
    return nodes[order], added[order]
