"""What a round can still gain after a stop, seen through a coarse clock that never runs fast: an upper bound for each."""

from typing import NamedTuple

import numpy as np

from ..arrays import INF, Floats, Ints
from ..compiled import inner
from .question import Question


class Day(NamedTuple):
    """One team-day at today's prices: its m candidates worth a stop, and one way of keeping its hours."""

    d: int
    visit: Ints
    profit: Floats
    there: Floats  # minutes from the office
    home: Floats  # minutes to the end
    kind: Floats  # a row of Question.kinds
    tick: float
    steps: int  # of the clock, from the earliest departure to the latest return
    stride: int


class Outlook(NamedTuple):
    """The most that can still be gained, break had (0) or due (1).

    after
        (2, m, steps + 1): having left a stop at that step of the clock or later; -inf where there is no way home.
    at
        (2, m, steps + 1): arriving at a stop, that stop's profit included.
    """

    after: Floats
    at: Floats


@inner
def look_ahead(question: Question, day: Day) -> Outlook:
    """Return the outlook of every stop, working back from the end of the day in spans shorter than any stop."""
    size, steps = day.visit.size, day.steps
    layers = 2 if day.kind[6] >= 0 else 1
    look = Outlook(np.full((layers, size, steps + 1), -INF), np.full((layers, size, steps + 1), -INF))
    finish = _finishes(question, day)
    first = np.empty(size, dtype=np.intp)
    for i in range(size):
        first[i] = steps + 1
        for a in range(int(day.there[i] / day.tick), steps + 1):
            if finish[i, a] <= steps:
                first[i] = finish[i, a]
                break
    known = np.full(size, steps + 1, dtype=np.intp)
    until = steps + 1
    while until > 0:
        since = max(0, until - day.stride)
        _arrive(question, day, look, finish, known, until)
        for layer in range(layers):
            _leave(question, day, look, layer, since, until, first)
        until = since
    _arrive(question, day, look, finish, known, 0)
    return look


@inner
def _finishes(question: Question, day: Day) -> Ints:
    """Return for each stop and step of arrival the step in which its service ends; beyond the clock where it cannot."""
    finish = np.full((day.visit.size, day.steps + 1), day.steps + 1, dtype=np.intp)
    for i in range(day.visit.size):
        v = day.visit[i]
        for k in range(question.opens.shape[1]):
            for a in range(day.steps + 1):
                start = max(question.opens[v, k], day.kind[0] + a * day.tick)
                if start <= question.closes[v, k]:
                    end = (start + question.service[v] - day.kind[0]) / day.tick
                    if end < finish[i, a]:
                        finish[i, a] = int(end)
    return finish


@inner
def _arrive(question: Question, day: Day, look: Outlook, finish: Ints, known: Ints, until: int) -> None:
    """Fill in what arriving is worth, as early as what follows is known: leaving at `until` or later."""
    for j in range(day.visit.size):
        low = max(0, until - int(question.service[day.visit[j]] / day.tick)) if until > 0 else 0
        for layer in range(look.at.shape[0]):
            after, at = look.after[layer, j], look.at[layer, j]
            for a in range(low, known[j]):
                if finish[j, a] <= day.steps:
                    at[a] = day.profit[j] + after[finish[j, a]]
        known[j] = min(known[j], low)


@inner
def _leave(question: Question, day: Day, look: Outlook, layer: int, since: int, until: int, first: Ints) -> None:
    """Fill in what leaving each stop between two steps of the clock is worth: going home, or on to any other stop."""
    lo, hi, pause = day.kind[0], day.kind[2], day.kind[6]
    for i in range(day.visit.size):
        v, after = day.visit[i], look.after[layer, i]
        begin = max(since, first[i])
        last = (hi - day.home[i] - (pause if layer else 0.0) - lo) / day.tick
        for b in range(begin, min(until, int(last) + 1) if last >= 0 else begin):
            after[b] = 0.0
        if begin >= until:
            continue
        ways = question.travel[v]
        for j in range(day.visit.size):
            w = day.visit[j]
            if question.workplace[w] == question.workplace[v]:
                continue
            _take(after, look.at[layer, j], int(ways[w] / day.tick), begin, until, day.steps)
            if layer:
                _take(after, look.at[0, j], int((ways[w] + pause) / day.tick), begin, until, day.steps)


@inner
def _take(after: Floats, at: Floats, way: int, begin: int, until: int, steps: int) -> None:
    stop = min(until, steps + 1 - way)
    for b in range(begin, stop):
        after[b] = max(after[b], at[b + way])
