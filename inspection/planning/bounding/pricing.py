"""The best round of one team-day at given prices: a best-first search under the outlook of each stop."""

from typing import NamedTuple

import numpy as np

from inspection.planning.bounding.outlook import Day, Outlook, look_ahead
from inspection.planning.bounding.relaxation import Relaxed
from inspection.planning.search import INF, Floats, Ints, compiled, inner

HOP = 15.0  # minutes on the way to a stop, as good as any for an order in which to look at stops
STOPS = 40  # longest round that is followed to its end
WATCHED = 62  # bits of a whole number
REPEATS = 5  # searches for one answer, each watching more workplaces


class Labels(NamedTuple):
    """Begun rounds: their last stop and all that bears on what follows; `heap` orders them by outlook."""

    stop: Ints
    parent: Ints
    depth: Ints
    due: Ints  # 1 while the break is still to be held
    other: Ints  # the next begun round with the same last stop
    seen: Ints  # bits of the watched workplaces that it has been to
    time: Floats  # earliest minute of leaving the stop
    work: Floats  # minutes of travel, service and break
    spare: Floats  # minutes by which the departure may be later
    gain: Floats
    bound: Floats
    heap: Ints
    made: Ints  # (2,): labels, and labels in the heap


class Watch(NamedTuple):
    """The workplaces of each team-day that a round may not visit twice; the others it may, until that is tempting.

    To forbid every second visit would make the search as slow as trying all rounds. A round with one is no plan, but it
    only raises the bound: so a workplace is watched once the best round has visited it twice.
    """

    bit: Ints  # (d, w): the bit of a watched workplace, or 0
    place: Ints  # (d, WATCHED)
    next: Ints  # where the next one goes


class Memory(NamedTuple):
    """What is kept from one search for a best round to the next."""

    labels: Labels
    watch: Watch
    found: Ints


class Search(NamedTuple):
    """One search for the best round of a team-day: what it reads, and what it writes down."""

    relaxed: Relaxed
    day: Day
    look: Outlook
    labels: Labels
    watch: Watch
    heads: Ints  # (due, stop): the last begun round that ends there


def empty_labels(size: int) -> Labels:
    """Return room for so many begun rounds."""
    ints, floats = np.empty((7, size), dtype=np.intp), np.empty((5, size))
    return Labels(
        stop=ints[0],
        parent=ints[1],
        depth=ints[2],
        due=ints[3],
        other=ints[4],
        seen=ints[5],
        time=floats[0],
        work=floats[1],
        spare=floats[2],
        gain=floats[3],
        bound=floats[4],
        heap=ints[6],
        made=np.zeros(2, dtype=np.intp),
    )


def empty_watch(days: int, workplaces: int) -> Watch:
    """Return a watch over nothing."""
    place = np.full((days, WATCHED), -1, dtype=np.intp)
    return Watch(np.zeros((days, workplaces), dtype=np.intp), place, np.zeros(days, dtype=np.intp))


@compiled
def price(
    relaxed: Relaxed, d: int, profit: Floats, floor: float, tolerance: float, most_stops: int, memory: Memory
) -> float:
    """Return a bound on the profit of any round of d, and write down the best rounds found.

    floor
        The profit of a round that is already known; only better ones are looked for.
    tolerance
        The bound may lie so much above the best round; the search ends there.
    most_stops
        Look only at so many stops, those that pay best by the minute; the answer is then no bound.
    memory
        Its `found` holds (k, STOPS) rows for the best rounds found, -1 after the last stop, best first.
    """
    labels, watch, found = memory
    found[:] = -1
    gains = np.full(found.shape[0], -INF)
    best, bound = floor, floor
    for k in range(relaxed.kind_from[d], relaxed.kind_from[d + 1]):
        day = _day(relaxed, d, relaxed.kinds[k], profit, most_stops)
        if day.steps < 0 or day.visit.size == 0:
            continue
        heads = np.empty((2, day.visit.size), dtype=np.intp)
        search = Search(relaxed, day, look_ahead(relaxed, day), labels, watch, heads)
        for _ in range(REPEATS):
            most, last = _run(search, best, tolerance, found, gains)
            best = max(best, gains[0])
            if last < 0 or most <= best + tolerance or not _watch_more(search, last):
                break
        bound = max(bound, most)
    return float(max(bound, best))


@inner
def _day(relaxed: Relaxed, d: int, kind: Floats, profit: Floats, most_stops: int) -> Day:
    cand = relaxed.cand[relaxed.cand_from[d] : relaxed.cand_from[d + 1]]
    visit = cand[profit[cand] > 0]
    visit = visit[np.argsort(-profit[visit] / (relaxed.service[visit] + HOP), kind="mergesort")][:most_stops]
    there, home = np.empty(visit.size), np.empty(visit.size)
    for i in range(visit.size):
        there[i] = relaxed.travel[relaxed.office[d], visit[i]]
        home[i] = relaxed.travel[visit[i], relaxed.end[d]]
    tick = relaxed.tick[d]
    steps = int((kind[2] - kind[0]) / tick) if kind[2] >= kind[0] else -1
    return Day(d, visit, profit[visit], there, home, kind, tick, steps, relaxed.stride[d])


@inner
def _twin(search: Search, one: int) -> int:
    """Return the part of a begun round that was at the same workplace before; -1 where none was."""
    workplace, visit, labels = search.relaxed.workplace, search.day.visit, search.labels
    w, two = workplace[visit[labels.stop[one]]], labels.parent[one]
    while two >= 0 and workplace[visit[labels.stop[two]]] != w:
        two = labels.parent[two]
    return int(two)


@inner
def _watch_more(search: Search, last: int) -> bool:
    """Watch the workplaces that this round visits twice; False where there are none."""
    day, watch, more, one = search.day, search.watch, False, last
    while one >= 0:
        w = search.relaxed.workplace[day.visit[search.labels.stop[one]]]
        if _twin(search, one) >= 0 and watch.bit[day.d, w] == 0:
            slot = watch.next[day.d]
            watch.next[day.d] = (slot + 1) % WATCHED
            old = watch.place[day.d, slot]
            if old >= 0:
                watch.bit[day.d, old] = 0
            watch.place[day.d, slot] = w
            watch.bit[day.d, w] = 1 << slot
            more = True
        one = search.labels.parent[one]
    return more


@inner
def _repeats(search: Search, last: int) -> bool:
    one = last
    while one >= 0:
        if _twin(search, one) >= 0:
            return True
        one = search.labels.parent[one]
    return False


@inner
def _run(search: Search, floor: float, tolerance: float, found: Ints, gains: Floats) -> tuple[float, int]:
    """Return a bound on every round of this kind, and the round with a repeated stop that it comes from, or -1."""
    day, labels = search.day, search.labels
    labels.made[:] = 0
    search.heads[:] = -1
    best, top_gain, twice = max(floor, gains[0]), -INF, -1
    _set_out(search, best)
    while labels.made[1]:
        top = _pop(labels)
        if labels.bound[top] <= max(best + tolerance, top_gain):
            return float(max(best, labels.bound[top])), twice
        if labels.depth[top] == found.shape[1] or labels.made[0] + 2 * day.visit.size > labels.stop.size:
            return float(labels.bound[top]), -1
        if labels.gain[top] > best and _is_whole(day, labels, top):
            if not _repeats(search, top):
                _note(labels, top, day, found, gains)
                best = max(best, gains[0])
            elif labels.gain[top] > top_gain:
                top_gain, twice = labels.gain[top], top
        _go_on(search, top, max(best, top_gain))
    return max(best, top_gain), twice


@inner
def _set_out(search: Search, best: float) -> None:
    day = search.day
    for j in range(day.visit.size):
        due = 1 if day.kind[6] >= 0 else 0
        _add(search, -1, j, due, day.kind[0] + day.there[j], day.there[j], best)
        if due:
            arrive = _rested(day.kind, day.kind[0], day.there[j])
            _add(search, -1, j, 0, arrive, day.there[j] + day.kind[6], best)


@inner
def _rested(kind: Floats, leaves: float, way: float) -> float:
    """Return the arrival after a way with the break held after it or before it; inf where neither can be."""
    begin = max(leaves + way, kind[4])
    if begin <= kind[5]:
        return float(begin + kind[6])
    begin = max(leaves, kind[4])
    if begin <= kind[5]:
        return float(begin + kind[6] + way)
    return INF


@inner
def _go_on(search: Search, top: int, best: float) -> None:
    relaxed, day, labels = search.relaxed, search.day, search.labels
    v = day.visit[labels.stop[top]]
    here, seen, due, time = relaxed.workplace[v], labels.seen[top], labels.due[top], labels.time[top]
    for j in range(day.visit.size):
        w = day.visit[j]
        place = relaxed.workplace[w]
        if place == here or seen & search.watch.bit[day.d, place]:
            continue
        way = relaxed.travel[v, w]
        _add(search, top, j, due, time + way, way, best)
        if due:
            _add(search, top, j, 0, _rested(day.kind, time, way), way + day.kind[6], best)


@inner
def _add(search: Search, parent: int, j: int, due: int, arrive: float, work: float, best: float) -> None:
    """Add a stop to a begun round, if that may still beat the best."""
    relaxed, day, look, labels, heads = search.relaxed, search.day, search.look, search.labels, search.heads
    v, lo = day.visit[j], day.kind[0]
    step = int((arrive - lo) / day.tick) if arrive < day.kind[2] else day.steps + 1
    if step > day.steps:
        return
    before = labels.gain[parent] if parent >= 0 else 0.0
    if not before + look.at[due, j, step] > best:
        return
    start, last = INF, -INF
    for k in range(relaxed.opens.shape[1]):
        last = max(last, relaxed.closes[v, k])
        begin = max(arrive, relaxed.opens[v, k])
        if begin <= relaxed.closes[v, k]:
            start = min(start, begin)
    leave = start + relaxed.service[v]
    if not leave + day.home[j] <= day.kind[2]:
        return
    spare, seen = day.kind[1] - lo, search.watch.bit[day.d, relaxed.workplace[v]]
    if parent >= 0:
        spare, work, seen = labels.spare[parent], work + labels.work[parent], seen | labels.seen[parent]
    gain = before + day.profit[j]
    bound = gain + look.after[due, j, min(day.steps, int((leave - lo) / day.tick))]
    if not bound > best:
        return
    spare = min(spare, last - lo - work)
    work += relaxed.service[v]
    if max(work, leave - lo - spare) + day.home[j] > day.kind[3]:
        return
    if _is_beaten(labels, heads[due, j], seen, leave, gain, work, spare, day.kind[3] < INF):
        return
    new = labels.made[0]
    labels.made[0] += 1
    labels.stop[new], labels.parent[new], labels.due[new], labels.seen[new] = j, parent, due, seen
    labels.depth[new] = 1 if parent < 0 else labels.depth[parent] + 1
    labels.time[new], labels.work[new], labels.spare[new] = leave, work, spare
    labels.gain[new], labels.bound[new] = gain, bound
    labels.other[new], heads[due, j] = heads[due, j], new
    _push(labels, new)


@inner
def _is_beaten(
    labels: Labels, other: int, seen: int, time: float, gain: float, work: float, spare: float, limited: bool
) -> bool:
    """Tell whether a begun round with the same last stop is as good in everything."""
    while other >= 0:
        as_good = labels.time[other] <= time and labels.gain[other] >= gain and labels.seen[other] & ~seen == 0
        if as_good and (not limited or (labels.work[other] <= work and labels.spare[other] >= spare)):
            return True
        other = labels.other[other]
    return False


@inner
def _is_whole(day: Day, labels: Labels, top: int) -> bool:
    """Tell whether the begun round can go home from here, the break held on the way if it is still due."""
    j = labels.stop[top]
    back, work = labels.time[top] + day.home[j], labels.work[top] + day.home[j]
    if labels.due[top]:
        back, work = _rested(day.kind, labels.time[top], day.home[j]), work + day.kind[6]
    return bool(back <= day.kind[2] and max(work, back - day.kind[0] - labels.spare[top]) <= day.kind[3])


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
    i = labels.made[1]
    labels.made[1] += 1
    while i > 0 and bound[heap[(i - 1) // 2]] < bound[new]:
        heap[i] = heap[(i - 1) // 2]
        i = (i - 1) // 2
    heap[i] = new


@inner
def _pop(labels: Labels) -> int:
    heap, bound = labels.heap, labels.bound
    top = int(heap[0])
    labels.made[1] -= 1
    size = labels.made[1]
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
