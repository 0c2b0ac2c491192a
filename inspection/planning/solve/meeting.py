"""The exact minute at which the teams of a required visit can start together, where the search has found none.

The search tries a grid of minutes only; two narrow windows may meet between two of them.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

import numpy as np

from inspection.planning.explain import EmptyWeek, fails
from inspection.planning.search import State

MEETINGS = 32  # of one visit: minutes and sets of team-days that are tried


def meet_exactly(state: State) -> None:
    """Place required visits of several teams that are still absent at the minute that is right in an empty week.

    Optional visits make way. Afterwards a joint visit without a place is either impossible even in an empty week, or
    other required visits are in its way.
    """
    week, rounds = state.week, state.rounds
    nodes = np.flatnonzero(week.required & rounds.active & (week.twins > 1) & (rounds.where < 0))
    absent = [int(node) for node in nodes if week.first[node] == node]
    empty = EmptyWeek(state.instance, state.spans) if absent else None
    for first in absent:
        if empty is not None and any(
            state.place_at(first, days, start) for start, days in islice(_meetings(empty, first), MEETINGS)
        ):
            state.fill()


def _meetings(empty: EmptyWeek, first: int) -> Iterator[tuple[float, Sequence[int]]]:
    """Yield each minute with one team-day for each twin, the pinned one first."""
    instance = empty.instance
    visit = instance.visit_of[first]
    asked, days = instance.visits[visit], instance.team_days
    able = [d for d in range(len(days)) if not fails(empty, visit, d)]
    for on in sorted({days[d].day for d in able}):
        for start, here in empty.meetings(visit, [d for d in able if days[d].day == on]):
            for some in combinations(here, asked.teams):
                order = sorted(some, key=lambda d: days[d].key != asked.pinned)
                if instance.week.compatible[order[0], first]:
                    yield start, order
