"""Annealing in turns of a tenth of a second, so that a time limit or Ctrl-C ends it soon, with time left for the plan.

Compiled code cannot be interrupted: Python is asked between two turns only.
"""

from dataclasses import dataclass
from math import ceil, inf, sqrt
from time import monotonic
from typing import Protocol

import numpy as np

from inspection.planning.explain import alternatives, reasons
from inspection.planning.problem import StoppedBy
from inspection.planning.search import State

MOST_STEPS = 60_000  # steps towards which a search without a number of steps begins to cool, before its pace is known
SURE_STEPS = 500  # steps after which its pace is known
COOLING = 75.0  # steps for each visit that one cooling is worth
TURN_SECONDS = 0.1
SAMPLED = 2  # rounds, and visits without a place, of which reading out is tried
MARGIN = 1.15  # what is kept back, by what the trial says: a sample is a sample


def coolings_left(steps_a_visit: float) -> int:
    """Return into how many coolings so many steps for each visit are divided; the first of them is the next.

    A cooling ends near one good week, whose neighbours it knows well; the best of a few weeks is better than one known
    better still. It is asked again after each, of the steps that are left: the later coolings are the shorter ones.
    """
    return max(1, round(sqrt(steps_a_visit / COOLING)))


@dataclass
class _Cooling:
    """The cooling that a search among so many visits is in: from its first step to before its last.

    By a clock, `ends` is the moment that counts, and the last step an estimate.
    """

    visits: int
    first: int = 0
    last: float = 0.0
    ends: float = -inf
    is_sure: bool = False

    def by_steps(self, done: int, steps: int) -> None:
        """Go on to the next where this one is done."""
        if done >= self.last:
            left = steps - done
            self.first, self.last = done, done + ceil(left / coolings_left(left / self.visits))

    def by_clock(self, done: int, now: float, until: float, pace: float) -> None:
        """Go on to the next where this one's time is over; how many there are is known once the pace is."""
        is_over, was_sure = now >= self.ends, self.is_sure
        self.is_sure = done >= SURE_STEPS
        if is_over or self.is_sure != was_sure:
            parts = coolings_left((until - now) / pace / self.visits)
            if is_over or parts > 1:
                self.first = done
            self.ends = now + (until - now) / parts
        self.last = done + max(1.0, (self.ends - now) / pace)


class Searchable(Protocol):
    """What `run_annealing` improves: a week, searched among candidates of whom there are `size`."""

    @property
    def size(self) -> int:
        """How many candidates are searched."""
        ...

    def choose_candidates(self) -> None:
        """Choose the candidates, before a cooling begins."""
        ...

    def anneal(self, steps: int, first: float, total: float) -> None:
        """Do so many steps, the first being step `first` of `total`."""
        ...


def run_annealing(week: Searchable, iterations: int | None, until: float | None) -> StoppedBy:
    """Improve a week in turns short enough for a clock or an interrupt to be heard; return what ended it.

    With a number of iterations the search cools by them, and the clock only caps it; without, it cools by the clock.
    A turn never takes more than half of the time that is left, by the pace of the turn before it.
    """
    if iterations == 0 or (until is not None and monotonic() >= until):
        return StoppedBy.ITERATIONS if iterations == 0 else StoppedBy.SECONDS
    week.choose_candidates()
    now, spent, done, turn, last = monotonic(), 0.0, 0, 1, TURN_SECONDS
    looked, cooling = 0, _Cooling(week.size)
    while iterations is None or done < iterations:
        if until is not None and (now >= until or (done and now + last > until)):
            return StoppedBy.SECONDS
        if iterations is not None:
            cooling.by_steps(done, iterations)
        elif until is not None:
            cooling.by_clock(done, now, until, spent / done if done else TURN_SECONDS)
        if looked != cooling.first:
            looked = cooling.first
            week.choose_candidates()
            now = monotonic()
            continue
        turn = max(1, min(2 * turn, int(TURN_SECONDS / last), (iterations or done + MOST_STEPS) - done))
        if until is not None:
            turn = max(1, min(turn, int((until - now) / last / 2)))
        if iterations is not None:
            turn = min(turn, int(cooling.last) - done)
        elif until is not None:
            turn = max(1, min(turn, int((cooling.ends - now) / last)))
        week.anneal(turn, done - cooling.first, cooling.last - cooling.first)
        done, before, now = done + turn, now, monotonic()
        spent, last = spent + now - before, (now - before) / turn
    return StoppedBy.ITERATIONS


def seconds_to_read_out(state: State) -> float:
    """Return how long the best week will take from the end of the search to the plan, as a short trial tells.

    Each stop and each required visit without a place takes its own time, so a few are tried and the rest is counted.
    They are tried twice, since the first time may load compiled code. The week and its random numbers are as before:
    a cap that does not bite changes nothing.
    """
    rng = state.rng.copy()
    _try(state)
    seconds = _try(state)
    state.rng[:] = rng
    return MARGIN * seconds


def _try(state: State) -> float:
    week, rounds, rows = state.week, state.rounds, state.rounds.rows
    stops, began = max(1, int(rows.count.sum())), monotonic()
    busy = np.argsort(-rows.count, kind="stable")[:SAMPLED].tolist()
    alternatives(state, state.spans, busy)
    a_stop = (monotonic() - began) / max(1, int(rows.count[busy].sum()))
    firsts = week.first == np.arange(week.first.size)
    missing = np.flatnonzero(week.required & rounds.active & firsts & (rounds.where < 0)).tolist()
    began = monotonic()
    reasons(state, [state.instance.visit_of[node] for node in missing[:SAMPLED]])
    for node in missing[:SAMPLED]:
        state.make_room_for(node)
    a_reason = (monotonic() - began) / max(1, len(missing[:SAMPLED]))
    began = monotonic()
    state.fill()
    state.restore()
    return stops * a_stop + len(missing) * a_reason + 3 * (monotonic() - began)
