"""Completion bounds: the most that a round can still gain after a stop, by a coarse clock that is never ahead of time.

Every way and service is rounded down to steps of the clock, so that the bound may be too high and is never too low.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from inspection.planning.bounding.relaxation import Relaxed
from inspection.planning.search import INF, Floats, Ints, inner

Steps = npt.NDArray[np.int32]


class Day(NamedTuple):
    """One team-day at today's prices: its m candidates worth a stop, and one way of keeping its hours."""

    d: int
    visit: Ints
    profit: Floats
    there: Floats  # minutes from the office
    home: Floats  # minutes to the end
    kind: Floats  # a row of Relaxed.kinds
    tick: float
    steps: int  # of the clock, from the earliest departure to the latest return
    stride: int


class Outlook(NamedTuple):
    """The most that can still be gained by ways that never go straight back to the stop they come from.

    Arrays are (2, m, steps + 1): with the break had (0) or due (1), having left a stop, or arriving at it, at that step
    of the clock or later; -inf where there is no way home.
    """

    after: Floats  # having left
    second: Floats  # the same with another next stop
    next: Steps  # the next stop of `after`, -1 for home
    at: Floats  # arriving, the stop's own profit included
    second_at: Floats
    next_at: Steps


@inner
def look_ahead(relaxed: Relaxed, day: Day) -> Outlook:
    """Return the outlook of every stop, working back from the end of the day in spans shorter than any stop."""
    look = _blank(2 if day.kind[6] >= 0 else 1, day.visit.size, day.steps + 1)
    finish = _finishes(relaxed, day)
    first, known = _first(day, finish), np.full(day.visit.size, day.steps + 1, dtype=np.intp)
    until = day.steps + 1
    while until > 0:
        since = max(0, until - day.stride)
        _arrive(relaxed, day, look, finish, known, until)
        for layer in range(look.at.shape[0]):
            for i in range(day.visit.size):
                if first[i] < until:
                    _leave(relaxed, day, look, layer, i, max(since, first[i]), until)
        until = since
    _arrive(relaxed, day, look, finish, known, 0)
    return look


@inner
def _blank(layers: int, size: int, steps: int) -> Outlook:
    shape = (layers, size, steps)
    return Outlook(
        np.full(shape, -INF),
        np.full(shape, -INF),
        np.full(shape, -1, dtype=np.int32),
        np.full(shape, -INF),
        np.full(shape, -INF),
        np.full(shape, -1, dtype=np.int32),
    )


@inner
def _first(day: Day, finish: Ints) -> Ints:
    """Return the first step in which each stop can have been left."""
    first = np.full(day.visit.size, day.steps + 1, dtype=np.intp)
    for i in range(day.visit.size):
        for a in range(int(day.there[i] / day.tick), day.steps + 1):
            if finish[i, a] <= day.steps:
                first[i] = finish[i, a]
                break
    return first


@inner
def _finishes(relaxed: Relaxed, day: Day) -> Ints:
    """Return for each stop and step of arrival the step in which its service ends; beyond the clock where it cannot."""
    finish = np.full((day.visit.size, day.steps + 1), day.steps + 1, dtype=np.intp)
    for i in range(day.visit.size):
        v = day.visit[i]
        for k in range(relaxed.opens.shape[1]):
            for a in range(day.steps + 1):
                start = max(relaxed.opens[v, k], day.kind[0] + a * day.tick)
                if start <= relaxed.closes[v, k]:
                    end = (start + relaxed.service[v] - day.kind[0]) / day.tick
                    if end < finish[i, a]:
                        finish[i, a] = int(end)
    return finish


@inner
def _arrive(relaxed: Relaxed, day: Day, look: Outlook, finish: Ints, known: Ints, until: int) -> None:
    """Fill in what arriving is worth, as early as what follows is known: leaving at `until` or later."""
    for j in range(day.visit.size):
        low = max(0, until - int(relaxed.service[day.visit[j]] / day.tick)) if until > 0 else 0
        for layer in range(look.at.shape[0]):
            for a in range(low, known[j]):
                left = finish[j, a]
                if left <= day.steps:
                    look.at[layer, j, a] = day.profit[j] + look.after[layer, j, left]
                    look.second_at[layer, j, a] = day.profit[j] + look.second[layer, j, left]
                    look.next_at[layer, j, a] = look.next[layer, j, left]
        known[j] = min(known[j], low)


@inner
def _leave(relaxed: Relaxed, day: Day, look: Outlook, layer: int, i: int, since: int, until: int) -> None:
    """Fill in what leaving a stop between two steps of the clock is worth: going home, or on to any other stop.

    Arriving later is never worth more, so the first step of a span tells whether any of it can count.
    """
    pause, second = day.kind[6] if layer else 0.0, look.second[layer, i]
    last = (day.kind[2] - day.home[i] - pause - day.kind[0]) / day.tick
    for b in range(since, min(until, int(last) + 1) if last >= 0 else since):
        look.after[layer, i, b] = 0.0
    here, ways = relaxed.workplace[day.visit[i]], relaxed.travel[day.visit[i]]
    for j in range(day.visit.size):
        w = day.visit[j]
        way, rested = int(ways[w] / day.tick), int((ways[w] + pause) / day.tick)
        if since + way > day.steps or relaxed.workplace[w] == here:
            continue
        most = look.at[layer, j, since + way]
        if layer and since + rested <= day.steps:
            most = max(most, look.at[0, j, since + rested])
        if most > second[until - 1]:
            _take(day, look, layer, i, j, way, rested, since, until)


@inner
def _take(day: Day, look: Outlook, layer: int, i: int, j: int, way: int, rested: int, since: int, until: int) -> None:
    after, second, onward = look.after[layer, i], look.second[layer, i], look.next[layer, i]
    at, second_at, next_at = look.at[layer, j], look.second_at[layer, j], look.next_at[layer, j]
    had, second_had, next_had = look.at[0, j], look.second_at[0, j], look.next_at[0, j]
    for b in range(since, min(until, day.steps + 1 - way)):
        worth = second_at[b + way] if next_at[b + way] == i else at[b + way]
        if layer and b + rested <= day.steps:
            worth = max(worth, second_had[b + rested] if next_had[b + rested] == i else had[b + rested])
        if worth > after[b]:
            second[b], after[b], onward[b] = after[b], worth, j
        elif worth > second[b]:
            second[b] = worth
