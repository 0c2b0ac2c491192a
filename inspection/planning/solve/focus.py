"""Search among the most promising candidates alone: most of a district's are never worth a team's way.

What a step costs grows with the candidates, what a good week is made of hardly does. In five made-up weeks of 5,000
candidates, nine in ten of the 90 stops that half a minute's search of the whole had chosen were among the 200 that
bring most for each minute beside a greedy week.
"""

import numpy as np
import numpy.typing as npt

from inspection.planning.problem import Point
from inspection.planning.search import INF, Bools, Floats, Instance, Ints, State, Week, build

# Tuning constants.
FEWEST, A_STOP = 300, 1.7  # candidates looked at: so many, and so many for each stop of the week as it is
A_DAY = 40  # best candidates of each team-day among them, so that no team is left without a choice
AROUND = 3.0  # minutes added to each visit, so that a short one next door is not worth everything


class Focus:
    """A week, and the part of it that is searched.

    The part holds whatever has a place, had one in the start plan or must have one, and of the others those that bring
    most for each minute beside the rounds as they are. A small week is searched whole.
    """

    def __init__(self, whole: State) -> None:
        self._whole = self._part = whole
        self._nodes = np.arange(whole.week.value.size)  # of the whole week, for each of the part

    @property
    def size(self) -> int:
        """Return how many candidates are searched, those for several teams counted once for each."""
        return int(self._part.week.value.size)

    def anneal(self, steps: int, first: float, total: float) -> None:
        """Search on in the part, with steps `first` and on of `total`."""
        self._part.anneal(steps, first, total)

    def choose_candidates(self) -> None:
        """Choose anew, by the best rounds found so far, which candidates are searched."""
        self.widen()
        visits = _promising(self._whole)
        if 0 < visits.size < len(self._whole.instance.visits):
            self._nodes = np.concatenate([self._whole.instance.nodes[v] for v in visits])
            self._part = _part_of(self._whole, visits, self._nodes)

    def widen(self) -> None:
        """Take the best rounds of the part over, then ask all other candidates whether they fit beside them.

        Whatever interrupts this, the part is let go only once its rounds are kept.
        """
        if self._part is self._whole:
            return
        self._whole.adopt(self._part.best, self._nodes)
        self._keep_if_better()
        self._part = self._whole
        self._whole.fill()
        self._keep_if_better()

    def _keep_if_better(self) -> None:
        if self._whole.beats_best():
            self._whole.keep()
        else:
            self._whole.restore()


def _promising(state: State) -> Ints:
    """Return the visits to search among, in their order."""
    most = max(FEWEST, int(A_STOP * state.rounds.rows.count.sum()))
    if len(state.instance.visits) <= most:
        return np.arange(len(state.instance.visits))
    week = state.week
    detours, is_best = _detours(state)
    worth = _worth(week, detours, np.arange(week.value.size))
    had = state.rounds.start.any(axis=0) if state.rounds.start.size else False
    worth[is_best | had | week.required | (week.twins > 1) | (state.rounds.where >= 0)] = INF
    worth[~_free(state)] = -INF
    worth = worth[[nodes[0] for nodes in state.instance.nodes]]
    best = np.argsort(-worth, kind="stable")[: max(most, np.count_nonzero(worth == INF))]
    return np.sort(best[worth[best] > 0])


def _free(state: State) -> Bools:
    """Return the nodes that frozen rounds leave to choose from: neither done there nor at a workplace that is."""
    done = np.zeros(state.rounds.used.size, dtype=np.bool_)
    done[state.week.workplace[~state.rounds.active]] = True
    return ~done[state.week.workplace]


def _worth(week: Week, detours: Floats, nodes: Ints) -> Floats:
    """Return what each node brings for each minute that it takes with such a detour."""
    worth: Floats = week.value[nodes] / (np.maximum(week.service[nodes] + detours, 0.0) + AROUND)
    return worth


def _detours(state: State) -> tuple[Floats, Bools]:
    """Return the fewest minutes of travel that each node adds to any round as it is, and who is best for some round.

    Hours are not asked; a node that fits into no empty round adds inf.
    """
    week, rows = state.week, state.rounds.rows
    found, is_best = np.full(week.value.size, INF), np.zeros(week.value.size, dtype=np.bool_)
    for d in range(rows.count.size):
        nodes = week.cand[week.cand_from[d] : week.cand_from[d + 1]]
        stops = week.point[rows.stops[d, : rows.count[d]]]
        before, after = np.append(week.office[d], stops), np.append(stops, week.end[d])
        there = week.point[nodes]
        ways = week.travel[np.ix_(before, there)] + week.onward[np.ix_(after, there)]
        here = (ways - week.travel[before, after][:, None]).min(axis=0)
        found[nodes] = np.minimum(found[nodes], here)
        is_best[nodes[np.argsort(-_worth(week, here, nodes), kind="stable")[:A_DAY]]] = True
    return found, is_best


class _Known:
    """Travel times that have been asked for already."""

    name, version = "known", "1"

    def __init__(self, table: Floats) -> None:
        self._table = table

    def minutes(self, points: list[Point], depart: float | None = None) -> npt.NDArray[np.float64]:  # noqa: ARG002
        """Return the table, whose points are those asked for."""
        return self._table


def _part_of(whole: State, visits: Ints, nodes: Ints) -> State:
    """Return the week of these visits alone with the whole week's best rounds and its random numbers."""
    given, numbers = whole.rounds.start, np.full(whole.week.value.size, -1, dtype=np.intp)
    numbers[nodes] = np.arange(nodes.size)
    part = State(
        _instance(whole.instance, visits),
        spans=whole.spans,
        start=given[:, [whole.instance.nodes[v][0] for v in visits]] if given.size else None,
        change_cost=whole.rounds.change_cost,
    )
    part.rng = whole.rng
    part.adopt(whole.best, numbers)
    part.keep()
    return part


def _instance(whole: Instance, visits: Ints) -> Instance:
    table, days = whole.week.travel, whole.team_days
    points = np.append(visits, np.arange(len(whole.visits), len(table)))
    frozen = [days[d].key for d in whole.frozen]
    known = _Known(table[np.ix_(points, points)])
    return build([whole.visits[v] for v in visits], days, known, whole.policy, frozen)
