"""The best round of one team-day at given prices: a best-first search under the outlook of each stop."""

from typing import NamedTuple

import numpy as np

from inspection.planning.bounding.loosened import Loosened
from inspection.planning.bounding.outlook import Day, Outlook, look_ahead
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
    play: Floats  # minutes by which the departure may be later
    gain: Floats
    bound: Floats
    heap: Ints
    made: Ints  # (2,): labels, and labels in the heap


class Watch(NamedTuple):
    """The workplaces of each team-day that a round may not visit twice; the others it may, until that is tempting."""

    bit: Ints  # (d, w): the bit of a watched workplace, or 0
    place: Ints  # (d, WATCHED)
    next: Ints  # where the next one goes


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
        play=floats[2],
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
    loose: Loosened,
    d: int,
    profit: Floats,
    floor: float,
    tolerance: float,
    most_stops: int,
    labels: Labels,
    watch: Watch,
    found: Ints,
) -> float:
    """Return a bound on the profit of any round of d, and write down the best rounds found.

    floor
        The profit of a round that is already known; only better ones are looked for.
    tolerance
        The bound may lie so much above the best round; the search ends there.
    most_stops
        Look only at so many stops, those that pay best by the minute; the answer is then no bound.
    found
        (k, STOPS) rows for the best rounds found, -1 after the last stop, best first.
    """
    found[:] = -1
    gains = np.full(found.shape[0], -INF)
    best, bound = floor, floor
    for k in range(loose.kind_from[d], loose.kind_from[d + 1]):
        day = _day(loose, d, loose.kinds[k], profit, most_stops)
        if day.steps < 0 or day.visit.size == 0:
            continue
        look = look_ahead(loose, day)
        heads = np.empty((2, day.visit.size), dtype=np.intp)
        for _ in range(REPEATS):
            most, last = _search(loose, day, look, best, tolerance, labels, watch, heads, found, gains)
            best = max(best, gains[0])
            if last < 0 or most <= best + tolerance or not _watch_more(loose, day, labels, watch, last):
                break
        bound = max(bound, most)
    return float(max(bound, best))


@inner
def _day(loose: Loosened, d: int, kind: Floats, profit: Floats, most_stops: int) -> Day:
    cand = loose.cand[loose.cand_from[d] : loose.cand_from[d + 1]]
    visit = cand[profit[cand] > 0]
    visit = visit[np.argsort(-profit[visit] / (loose.service[visit] + HOP), kind="mergesort")][:most_stops]
    there, home = np.empty(visit.size), np.empty(visit.size)
    for i in range(visit.size):
        there[i] = loose.travel[loose.office[d], visit[i]]
        home[i] = loose.travel[visit[i], loose.end[d]]
    tick = loose.tick[d]
    steps = int((kind[2] - kind[0]) / tick) if kind[2] >= kind[0] else -1
    return Day(d, visit, profit[visit], there, home, kind, tick, steps, loose.stride[d])


@inner
def _watch_more(loose: Loosened, day: Day, labels: Labels, watch: Watch, last: int) -> bool:
    """Watch the workplaces that this round visits twice; False where there are none."""
    more, one = False, last
    while one >= 0:
        w, two = loose.workplace[day.visit[labels.stop[one]]], labels.parent[one]
        while two >= 0 and loose.workplace[day.visit[labels.stop[two]]] != w:
            two = labels.parent[two]
        if two >= 0 and watch.bit[day.d, w] == 0:
            slot = watch.next[day.d]
            watch.next[day.d] = (slot + 1) % WATCHED
            old = watch.place[day.d, slot]
            if old >= 0:
                watch.bit[day.d, old] = 0
            watch.place[day.d, slot] = w
            watch.bit[day.d, w] = 1 << slot
            more = True
        one = labels.parent[one]
    return more


@inner
def _repeats(loose: Loosened, day: Day, labels: Labels, last: int) -> bool:
    one = last
    while one >= 0:
        w, two = loose.workplace[day.visit[labels.stop[one]]], labels.parent[one]
        while two >= 0:
            if loose.workplace[day.visit[labels.stop[two]]] == w:
                return True
            two = labels.parent[two]
        one = labels.parent[one]
    return False


@inner
def _search(
    loose: Loosened,
    day: Day,
    look: Outlook,
    floor: float,
    tolerance: float,
    labels: Labels,
    watch: Watch,
    heads: Ints,
    found: Ints,
    gains: Floats,
) -> tuple[float, int]:
    """Return a bound on every round of this kind, and the round with a repeated stop that it comes from, or -1."""
    labels.made[:] = 0
    heads[:] = -1
    best, top_gain, twice = max(floor, gains[0]), -INF, -1
    _set_out(loose, day, look, labels, watch, heads, best)
    while labels.made[1]:
        top = _pop(labels)
        if labels.bound[top] <= max(best + tolerance, top_gain):
            return float(max(best, labels.bound[top])), twice
        if labels.depth[top] == found.shape[1] or labels.made[0] + 2 * day.visit.size > labels.stop.size:
            return float(labels.bound[top]), -1
        if labels.gain[top] > best and _is_whole(day, labels, top):
            if not _repeats(loose, day, labels, top):
                _note(labels, top, day, found, gains)
                best = max(best, gains[0])
            elif labels.gain[top] > top_gain:
                top_gain, twice = labels.gain[top], top
        _go_on(loose, day, look, labels, watch, heads, top, max(best, top_gain))
    return max(best, top_gain), twice


@inner
def _set_out(loose: Loosened, day: Day, look: Outlook, labels: Labels, watch: Watch, heads: Ints, best: float) -> None:
    for j in range(day.visit.size):
        due = 1 if day.kind[6] >= 0 else 0
        arrive = day.kind[0] + day.there[j]
        _add(loose, day, look, labels, watch, heads, -1, j, due, arrive, day.there[j], best)
        if due:
            arrive = _rested(day.kind, day.kind[0], day.there[j])
            _add(loose, day, look, labels, watch, heads, -1, j, 0, arrive, day.there[j] + day.kind[6], best)


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
def _go_on(
    loose: Loosened, day: Day, look: Outlook, labels: Labels, watch: Watch, heads: Ints, top: int, best: float
) -> None:
    v = day.visit[labels.stop[top]]
    here, seen, due, time = loose.workplace[v], labels.seen[top], labels.due[top], labels.time[top]
    for j in range(day.visit.size):
        w = day.visit[j]
        place = loose.workplace[w]
        if place == here or seen & watch.bit[day.d, place]:
            continue
        way = loose.travel[v, w]
        _add(loose, day, look, labels, watch, heads, top, j, due, time + way, way, best)
        if due:
            arrive = _rested(day.kind, time, way)
            _add(loose, day, look, labels, watch, heads, top, j, 0, arrive, way + day.kind[6], best)


@inner
def _add(
    loose: Loosened,
    day: Day,
    look: Outlook,
    labels: Labels,
    watch: Watch,
    heads: Ints,
    parent: int,
    j: int,
    due: int,
    arrive: float,
    work: float,
    best: float,
) -> None:
    """Add a stop to a begun round, if that may still beat the best."""
    v, lo = day.visit[j], day.kind[0]
    step = int((arrive - lo) / day.tick) if arrive < day.kind[2] else day.steps + 1
    if step > day.steps:
        return
    before = labels.gain[parent] if parent >= 0 else 0.0
    if not before + look.at[due, j, step] > best:
        return
    start, last = INF, -INF
    for k in range(loose.opens.shape[1]):
        last = max(last, loose.closes[v, k])
        begin = max(arrive, loose.opens[v, k])
        if begin <= loose.closes[v, k]:
            start = min(start, begin)
    leave = start + loose.service[v]
    if not leave + day.home[j] <= day.kind[2]:
        return
    play, seen = day.kind[1] - lo, watch.bit[day.d, loose.workplace[v]]
    if parent >= 0:
        play, work, seen = labels.play[parent], work + labels.work[parent], seen | labels.seen[parent]
    gain = before + day.profit[j]
    bound = gain + look.after[due, j, min(day.steps, int((leave - lo) / day.tick))]
    if not bound > best:
        return
    play = min(play, last - lo - work)
    work += loose.service[v]
    if max(work, leave - lo - play) + day.home[j] > day.kind[3]:
        return
    if _is_beaten(labels, heads[due, j], seen, leave, gain, work, play, day.kind[3] < INF):
        return
    new = labels.made[0]
    labels.made[0] += 1
    labels.stop[new], labels.parent[new], labels.due[new], labels.seen[new] = j, parent, due, seen
    labels.depth[new] = 1 if parent < 0 else labels.depth[parent] + 1
    labels.time[new], labels.work[new], labels.play[new] = leave, work, play
    labels.gain[new], labels.bound[new] = gain, bound
    labels.other[new], heads[due, j] = heads[due, j], new
    _push(labels, new)


@inner
def _is_beaten(
    labels: Labels, other: int, seen: int, time: float, gain: float, work: float, play: float, limited: bool
) -> bool:
    """Tell whether a begun round with the same last stop is as good in everything."""
    while other >= 0:
        as_good = labels.time[other] <= time and labels.gain[other] >= gain and labels.seen[other] & ~seen == 0
        if as_good and (not limited or (labels.work[other] <= work and labels.play[other] >= play)):
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
