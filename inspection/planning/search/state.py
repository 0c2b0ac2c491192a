"""The rounds of a week while a plan is made: begun, filled, improved and read again, one compiled move each."""

from collections.abc import Iterable, Sequence

import numpy as np

from inspection.planning.problem import strips
from inspection.planning.search.arrays import INF, Best, Bools, Floats, Ints, Rounds, Undo, Week, cache_rows, empty_rows
from inspection.planning.search.entry import Arrays, Move, act
from inspection.planning.search.instance import Instance, without
from inspection.planning.search.packing import pack_best, pack_rounds, pack_rows, pack_undo, pack_week
from inspection.planning.search.rng import seeded_rng
from inspection.planning.search.round_cache import cached_rounds
from inspection.planning.search.timing import Timing, fit_round, read_times

NO_NODES = np.empty(0, dtype=np.intp)


class State:
    """The week, its rounds, the best of them so far, and what a step back needs.

    spans
        (leaves, back) of frozen team-days that are out; the others of the instance's frozen ones stay in.
    done
        Visits in frozen rounds: they have their place for good.
    start
        (team-days, visits): where the start plan has a visit. None without a start plan.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        spans: dict[int, tuple[float, float]] | None = None,
        done: Iterable[int] = (),
        start: Bools | None = None,
        change_cost: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.instance = instance
        self.spans = spans or {}
        self.week: Week = instance.week
        self.rng = seeded_rng(seed)
        self.rounds = _rounds(instance, done, start, change_cost)
        days, nodes = self.week.compatible.shape
        stops, masks = self.rounds.rows.stops.shape[1], self.rounds.rows.ready.shape[1]
        undo = Undo(
            rows=empty_rows(days, nodes, stops, masks),
            trial=empty_rows(days, 0, stops, masks),
            is_touched=np.zeros(days, dtype=np.bool_),
            opens=self.week.opens[self.week.joint],
            closes=self.week.closes[self.week.joint],
        )
        self._is_touched = undo.is_touched
        self._undo = pack_undo(undo._replace(rows=pack_rows(undo.rows), trial=pack_rows(undo.trial)))
        self._rounds = pack_rounds(
            self.rounds._replace(rows=pack_rows(self.rounds.rows), cache=pack_rows(self.rounds.cache))
        )
        self._week = pack_week(self.week)
        for d, (leaves, back) in self.spans.items():
            self.rounds.rows.leaves[d], self.rounds.rows.back[d] = leaves, back
        self.best = Best(
            stops=self.rounds.rows.stops.copy(),
            count=self.rounds.rows.count.copy(),
            lo=self.rounds.rows.lo.copy(),
            hi=self.rounds.rows.hi.copy(),
            opens=self.rounds.opens.copy(),
            closes=self.rounds.closes.copy(),
            score=np.asarray([0.0, -INF, INF]),
        )
        self._best = pack_best(self.best)
        self._fit_each_alone()
        self.keep()

    def _fit_each_alone(self) -> None:
        """Ask what fits into each empty round; nothing else ever will, so nothing else is looked at again."""
        for d in range(len(self.instance.team_days)):
            if d not in self.instance.frozen:
                self._do(Move.REFRESH, d=d)
        self.week = without(self.week, np.isfinite(self.rounds.rows.cost))
        self._week = pack_week(self.week)

    def nodes_of(self, d: int) -> list[int]:
        """Return the nodes of one round in order."""
        return [int(node) for node in self.rounds.rows.stops[d, : self.rounds.rows.count[d]]]

    def score(self) -> Floats:
        """Return required visits placed, worth, minutes of the rounds as they are, added up as the search does."""
        rows, score = self.rounds.rows, np.zeros(3)
        for d in np.flatnonzero(rows.count):
            score += rows.musts[d], rows.gain[d], rows.work[d]
        return score

    def timing(self, d: int) -> Timing | None:
        """Return the exact times of round d beside the team's other rounds as they are."""
        rows, rounds = self.rounds.rows, self.rounds
        stops = rows.stops[d, : rows.count[d]]
        times = fit_round(self._week, rounds.opens, rounds.closes, d, stops, rows.lo[d], rows.hi[d])
        return read_times(times, stops.size)

    def _do(
        self,
        move: Move,
        *,
        d: int = 0,
        node: int = 0,
        nodes: Ints = NO_NODES,
        steps: int = 0,
        first: float = 0.0,
        total: float = 1.0,
    ) -> bool:
        """Make one compiled move; what a move does not ask for is left as it is."""
        arrays = Arrays(self._week, self._rounds, self._undo, self._best, self.rng)
        return bool(act(int(move), arrays, int(d), int(node), nodes, int(steps), first, total))

    def fill(self) -> None:
        """Place what fits into the rounds as they are, by value added a minute."""
        self._do(Move.BEGIN_STEP)
        self._is_touched[:] = True
        self._do(Move.FILL)

    def anneal(self, steps: int, first: float, total: float) -> None:
        """Search on from the rounds as they are, with steps `first` and on of `total`; what is found best is kept."""
        self._do(Move.ANNEAL, steps=steps, first=float(first), total=float(total))

    def keep(self) -> None:
        """Take the rounds as they are for the best."""
        self._do(Move.KEEP)

    def beats_best(self) -> bool:
        """Tell whether the rounds as they are are better than the best."""
        return self._do(Move.BEATS)

    def empty(self) -> None:
        """Take every visit out."""
        self._do(Move.BEGIN_STEP)
        self._do(Move.REMOVE, nodes=np.flatnonzero(self.rounds.where >= 0))

    def restore(self) -> None:
        """Go back to the best week."""
        rows, best = self.rounds.rows, self.best
        rows.stops[:], rows.count[:], rows.lo[:], rows.hi[:] = best.stops, best.count, best.lo, best.hi
        self.rounds.opens[:], self.rounds.closes[:] = best.opens, best.closes
        self._do(Move.REBUILD)

    def adopt(self, best: Best, numbers: Ints) -> None:
        """Go on from the best rounds of a week that shares visits with this one.

        numbers
            Which node here each node there is; below zero for those that have no place there and are unknown here.
        """
        rows, rounds, known = self.rounds.rows, self.rounds, numbers >= 0
        stops = min(rows.stops.shape[1], best.stops.shape[1])  # no round is longer than either table
        windows = min(rounds.opens.shape[1], best.opens.shape[1])
        rows.stops[:, :stops] = numbers[best.stops[:, :stops]]
        rows.count[:], rows.lo[:], rows.hi[:] = best.count, best.lo, best.hi
        rounds.opens[numbers[known], :windows] = best.opens[known, :windows]
        rounds.closes[numbers[known], :windows] = best.closes[known, :windows]
        self._do(Move.REBUILD)

    def load_plan(self, rounds: Sequence[Sequence[int]], starts: dict[int, float]) -> None:
        """Put the rounds of a start plan in, in their order, leaving out what no longer fits.

        A round that goes in before the next day's may take a break that it will not need once that day leaves it less
        time, and so bar the next. Where a day after the other leaves something out, the last day first may not.

        rounds
            Nodes for each team-day; starts: the minute of each joint visit's node, which its twins keep.
        """
        days = range(len(rounds))
        left_out = self._load(rounds, starts, days)
        if left_out and self._load_anew(rounds, starts, days[::-1]) >= left_out:
            self._load_anew(rounds, starts, days)

    def _load_anew(self, rounds: Sequence[Sequence[int]], starts: dict[int, float], days: Iterable[int]) -> int:
        self._do(Move.UNDO_STEP)
        return self._load(rounds, starts, days)

    def _load(self, rounds: Sequence[Sequence[int]], starts: dict[int, float], days: Iterable[int]) -> int:
        """Put the rounds in, taking the days in this order; return how many nodes are left out."""
        self._do(Move.BEGIN_STEP)
        for d in days:
            for node in rounds[d]:
                self._load_one(d, node, starts.get(node))
        joint = {int(self.week.first[node]) for node in starts}
        for first in sorted(joint):
            twins = np.arange(first, first + self.week.twins[first])
            if (self.rounds.where[twins] < 0).any():
                self._do(Move.REMOVE, nodes=twins)
        return sum(int(self.rounds.where[node] != d) for d in range(len(rounds)) for node in rounds[d])

    def _load_one(self, d: int, node: int, start: float | None) -> None:
        rounds, week = self.rounds, self.week
        free = rounds.active[node] and rounds.where[node] < 0
        if start is None:
            free = free and rounds.used[week.workplace[node]] == 0
        if not free or not week.compatible[d, node]:
            return
        if start is not None:
            rounds.opens[node], rounds.closes[node] = INF, -INF
            rounds.opens[node, 0], rounds.closes[node, 0] = start, start
        rounds.rows.gap[d, node] = rounds.rows.count[d]
        self._do(Move.INSERT, d=d, node=node)

    def make_room(self) -> None:
        """Place what is still absent of the required visits by taking out optional ones, round by round.

        No required visit is ever left out in favour of an optional one, whatever the search has tried.
        """
        week, rounds = self.week, self.rounds
        for node in np.flatnonzero(week.required & rounds.active & (week.first == np.arange(week.first.size))):
            if rounds.where[node] < 0:
                self.make_room_for(int(node))

    def make_room_for(self, node: int) -> None:
        """Place one required visit that is absent, if taking out the optional visits of one day allows it."""
        week = self.week
        days = [d for d in range(week.base.size) if week.compatible[:, node][d] or week.twins[node] > 1]
        groups = [[d] for d in days]
        if week.twins[node] > 1:
            groups = [[d for d in days if week.base[d] == base] for base in np.unique(week.base[days])]
        if any(self._make_room_on(node, group) for group in groups):
            self.fill()

    def place_at(self, first: int, days: Sequence[int], start: float) -> bool:
        """Put each twin of a visit into a round of its own at exactly that minute; optional visits make way for it."""
        week, rounds = self.week, self.rounds
        musts = self.score()[0]
        self._do(Move.BEGIN_STEP)
        self._clear(first, days)
        for twin, d in zip(range(first, first + len(days)), days, strict=True):
            self._load_one(d, twin, start)
        twins = np.arange(first, first + week.twins[first])
        if rounds.used[week.workplace[first]] == 1 and (rounds.where[twins] >= 0).all() and self.score()[0] > musts:
            return True
        self._do(Move.UNDO_STEP)
        return False

    def _clear(self, node: int, days: Sequence[int]) -> None:
        """Take the optional visits out of the rounds that these team-days bind, and out of the node's workplace."""
        self._do(Move.FREE_WORKPLACE, node=node)
        week = self.week
        near = {int(e) for d in days for e in week.bound[week.bound_from[d] : week.bound_from[d + 1]]}
        here = np.isin(self.rounds.where, sorted(near)) & ~week.required
        self._do(Move.REMOVE, nodes=np.flatnonzero(here))

    def _make_room_on(self, node: int, days: Sequence[int]) -> bool:
        week, rounds = self.week, self.rounds
        self._do(Move.BEGIN_STEP)
        self._clear(node, days)
        if rounds.where[node] < 0 and rounds.used[week.workplace[node]] == 0:
            if week.twins[node] > 1:
                if self._do(Move.PLACE_JOINT, node=node):
                    return True
            elif rounds.rows.cost[days[0], node] < INF and self._do(Move.INSERT, d=days[0], node=node):
                return True
        self._do(Move.UNDO_STEP)
        return False


def _rounds(instance: Instance, done: Iterable[int], start: Bools | None, change_cost: float) -> Rounds:
    week = instance.week
    days, nodes = week.compatible.shape
    masks = int(week.duties.max(initial=0)) + 1
    active, used = np.ones(nodes, dtype=np.bool_), np.zeros(week.at_workplace_from.size - 1, dtype=np.intp)
    for visit in done:
        active[instance.nodes[visit]] = False
        used[week.workplace[instance.nodes[visit][0]]] += 1
    most_stops = _most_stops(week)
    rows = empty_rows(days, nodes, most_stops, masks)
    kept = np.zeros(days, dtype=np.bool_)
    kept[sorted(instance.frozen)] = True
    return Rounds(
        rows=rows,
        cache=cache_rows(days * cached_rounds(days, nodes), rows),
        where=np.full(nodes, -1, dtype=np.intp),
        used=used,
        opens=week.opens.copy(),
        closes=week.closes.copy(),
        active=active,
        kept=kept,
        start=np.zeros((0, 0), dtype=np.bool_) if start is None else np.ascontiguousarray(start[:, instance.visit_of]),
        change_cost=float(change_cost),
        now=np.empty(masks),
        pool=np.empty(nodes, dtype=np.intp),
        known=np.empty(nodes, dtype=np.intp),
        begins=np.zeros(most_stops + 2, dtype=np.intp),
        ends=np.zeros(most_stops + 2, dtype=np.intp),
        before=np.empty((days, 2)),
    )


def _most_stops(week: Week) -> int:
    """Return how many stops the longest shift could hold, the shortest visits taken, and one more to try."""
    nodes = week.point.size
    if not nodes or not week.lo.size:
        return 1
    nearest = np.full(len(week.travel), INF)
    for rows in strips(nearest.size):
        apart = week.travel[rows].copy()
        np.fill_diagonal(apart[:, rows], INF)
        nearest = np.minimum(nearest, apart.min(axis=0))
    way = nearest[week.point]
    each = np.sort(week.service + np.where(np.isfinite(way), way, 0.0))
    return int((np.cumsum(each) <= (week.hi - week.lo).max()).sum()) + 2
