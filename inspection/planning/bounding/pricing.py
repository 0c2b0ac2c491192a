"""The best round of one team-day at given prices: a best-first search under the outlook of each stop."""

from typing import NamedTuple

import numpy as np

from ..arrays import INF, Floats, Ints
from ..compiled import compiled, inner
from .outlook import Day, Outlook, look_ahead
from .question import Question

STOPS = 40  # longest round that is followed to its end


class Labels(NamedTuple):
    """Begun rounds: their last stop and all that bears on what follows; `heap` orders them by outlook."""

    stop: Ints
    parent: Ints
    depth: Ints
    due: Ints  # 1 while the break is still to be held
    time: Floats  # earliest minute of leaving the stop
    work: Floats  # minutes of travel, service and break
    play: Floats  # minutes by which the departure may be later
    gain: Floats
    bound: Floats
    heap: Ints
    count: Ints  # (2,): labels, and labels in the heap


def empty_labels(size: int) -> Labels:
    """Return room for so many begun rounds."""
    ints = [np.empty(size, dtype=np.intp) for _ in range(4)]
    floats = [np.empty(size) for _ in range(5)]
    return Labels(*ints, *floats, np.empty(size, dtype=np.intp), np.zeros(2, dtype=np.intp))


@compiled
def price(
    question: Question, d: int, profit: Floats, floor: float, tolerance: float, labels: Labels, found: Ints
) -> tuple[float, float, int]:
    """Return (a bound on the profit of any round of d, the profit of the best one found, labels made).

    floor
        The profit of a round that is already known; only better ones are looked for.
    tolerance
        The bound may lie so much above the best round; the search ends there.
    found
        (k, STOPS) rows for the best rounds found, -1 after the last stop, best first.
    """
    found[:] = -1
    gains = np.full(found.shape[0], -INF)
    best, bound, made = floor, floor, 0
    for k in range(question.kind_from[d], question.kind_from[d + 1]):
        day = _day(question, d, question.kinds[k], profit)
        if day.steps < 0 or day.visit.size == 0:
            continue
        look = look_ahead(question, day)
        most = _search(question, day, look, best, tolerance, labels, found, gains)
        best, bound, made = max(best, gains[0]), max(bound, most), made + labels.count[0]
    return max(bound, best), best, made


@inner
def _day(question: Question, d: int, kind: Floats, profit: Floats) -> Day:
    cand = question.cand[question.cand_from[d] : question.cand_from[d + 1]]
    visit = cand[profit[cand] > 0]
    there, home = np.empty(visit.size), np.empty(visit.size)
    for i in range(visit.size):
        there[i] = question.travel[question.office[d], visit[i]]
        home[i] = question.travel[visit[i], question.end[d]]
    tick = question.tick[d]
    steps = int((kind[2] - kind[0]) / tick) if kind[2] >= kind[0] else -1
    return Day(d, visit, profit[visit], there, home, kind, tick, steps, question.stride[d])


@inner
def _search(
    question: Question,
    day: Day,
    look: Outlook,
    floor: float,
    tolerance: float,
    labels: Labels,
    found: Ints,
    gains: Floats,
) -> float:
    """Return a bound on every round of this kind; what is found is noted."""
    labels.count[:] = 0
    best = max(floor, gains[0])
    _set_out(question, day, look, labels, best)
    while labels.count[1]:
        top = _pop(labels)
        if labels.bound[top] <= best + tolerance:
            return max(best, labels.bound[top])
        if labels.depth[top] == found.shape[1] or labels.count[0] + 2 * day.visit.size > labels.stop.size:
            return labels.bound[top]
        if _is_whole(day, labels, top):
            _note(labels, top, day, found, gains)
            best = max(best, gains[0])
        _go_on(question, day, look, labels, top, best)
    return best


@inner
def _set_out(question: Question, day: Day, look: Outlook, labels: Labels, best: float) -> None:
    for j in range(day.visit.size):
        if day.kind[6] < 0:
            arrive = day.kind[0] + day.there[j]
            _add(question, day, look, labels, -1, j, 0, arrive, day.there[j], best)
            continue
        arrive = day.kind[0] + day.there[j]
        _add(question, day, look, labels, -1, j, 1, arrive, day.there[j], best)
        arrive = _rested(day.kind, day.kind[0], day.there[j])
        _add(question, day, look, labels, -1, j, 0, arrive, day.there[j] + day.kind[6], best)


@inner
def _rested(kind: Floats, leaves: float, way: float) -> float:
    """Return the arrival after a way with the break held after it or before it; inf where neither can be."""
    begin = max(leaves + way, kind[4])
    if begin <= kind[5]:
        return begin + kind[6]
    begin = max(leaves, kind[4])
    if begin <= kind[5]:
        return begin + kind[6] + way
    return INF


@inner
def _go_on(question: Question, day: Day, look: Outlook, labels: Labels, top: int, best: float) -> None:
    v = day.visit[labels.stop[top]]
    for j in range(day.visit.size):
        w = day.visit[j]
        at = top
        while at >= 0 and question.workplace[day.visit[labels.stop[at]]] != question.workplace[w]:
            at = labels.parent[at]
        if at >= 0:
            continue
        way = question.travel[v, w]
        _add(question, day, look, labels, top, j, labels.due[top], labels.time[top] + way, way, best)
        if labels.due[top]:
            arrive = _rested(day.kind, labels.time[top], way)
            _add(question, day, look, labels, top, j, 0, arrive, way + day.kind[6], best)


@inner
def _add(
    question: Question,
    day: Day,
    look: Outlook,
    labels: Labels,
    parent: int,
    j: int,
    due: int,
    arrive: float,
    work: float,
    best: float,
) -> None:
    """Add a stop to a begun round, if that may still beat the best."""
    v, lo = day.visit[j], day.kind[0]
    start, last = INF, -INF
    for k in range(question.opens.shape[1]):
        last = max(last, question.closes[v, k])
        begin = max(arrive, question.opens[v, k])
        if begin <= question.closes[v, k]:
            start = min(start, begin)
    leave = start + question.service[v]
    if not leave + day.home[j] <= day.kind[2]:
        return
    gain, play = day.profit[j], day.kind[1] - lo
    if parent >= 0:
        gain, play, work = gain + labels.gain[parent], labels.play[parent], work + labels.work[parent]
    step = min(day.steps, int((leave - lo) / day.tick))
    bound = gain + look.after[due, j, step]
    if not bound > best:
        return
    play = min(play, last - lo - work)
    work += question.service[v]
    if max(work, leave - lo - play) + day.home[j] > day.kind[3]:
        return
    new = labels.count[0]
    labels.count[0] += 1
    labels.stop[new], labels.parent[new], labels.due[new] = j, parent, due
    labels.depth[new] = 1 if parent < 0 else labels.depth[parent] + 1
    labels.time[new], labels.work[new], labels.play[new] = leave, work, play
    labels.gain[new], labels.bound[new] = gain, bound
    _push(labels, new)


@inner
def _is_whole(day: Day, labels: Labels, top: int) -> bool:
    """Tell whether the begun round can go home from here, the break held on the way if it is still due."""
    j = labels.stop[top]
    back, work = labels.time[top] + day.home[j], labels.work[top] + day.home[j]
    if labels.due[top]:
        back, work = _rested(day.kind, labels.time[top], day.home[j]), work + day.kind[6]
    return bool(back <= day.kind[2] and max(work, back - day.kind[0] - labels.play[top]) <= day.kind[3])


@inner
def _note(labels: Labels, top: int, day: Day, found: Ints, gains: Floats) -> None:
    """Keep a whole round among the best found, in their order."""
    gain = labels.gain[top]
    k = gains.size - 1
    if gain <= gains[k]:
        return
    while k > 0 and gains[k - 1] < gain:
        gains[k] = gains[k - 1]
        found[k] = found[k - 1]
        k -= 1
    gains[k] = gain
    found[k] = -1
    at, i = top, labels.depth[top] - 1
    while at >= 0:
        found[k, i] = day.visit[labels.stop[at]]
        at, i = labels.parent[at], i - 1


@inner
def _push(labels: Labels, new: int) -> None:
    heap, bound = labels.heap, labels.bound
    i = labels.count[1]
    labels.count[1] += 1
    while i > 0 and bound[heap[(i - 1) // 2]] < bound[new]:
        heap[i] = heap[(i - 1) // 2]
        i = (i - 1) // 2
    heap[i] = new


@inner
def _pop(labels: Labels) -> int:
    heap, bound = labels.heap, labels.bound
    top = heap[0]
    labels.count[1] -= 1
    size = labels.count[1]
    moved, i = heap[size], 0
    while 2 * i + 1 < size:
        child = 2 * i + 1
        if child + 1 < size and bound[heap[child + 1]] > bound[heap[child]]:
            child += 1
        if bound[heap[child]] <= bound[moved]:
            break
        heap[i] = heap[child]
        i = child
    heap[i] = moved
    return top
