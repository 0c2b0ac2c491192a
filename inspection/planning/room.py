"""How much room each round has: earliest and latest times by duty fulfilled, and every insertion into it at once.

`ready[m][i]` is the earliest minute at which stop i is behind us with the break duties m fulfilled (i = 0: the office),
`until[m][i]` the latest minute of arriving at stop i with m fulfilled so that the rest still fits (last i: the office).
A visit fits between two stops if it turns a ready time into an arrival before the latest one; with numpy that is asked
for every visit and every gap of a round in one go, which is what makes the search fast without a compiler.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .instance import EPS, Day, Floats, Instance, Ints, Pause
from .model import Window
from .timing import earliest_start, latest_start

NEVER = float("inf")


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The room of one round.

    lenient
        `until` for a day short enough to need no break of the policy; only an exact timing can confirm it.
    work
        Minutes of travel and service, without any wait.
    back, leaves
        Earliest return and latest departure.
    is_firm
        A schedule exists by these tables alone, breaks included.
    """

    lo: float
    hi: float
    ready: list[list[float]]
    until: list[list[float]]
    lenient: list[list[float]] | None
    gaps: list[tuple[int, int]]
    work: float
    back: float
    leaves: float
    is_firm: bool


@dataclass(frozen=True, kw_only=True)
class Offers:
    """Nodes that ask for a place, with the windows they ask it for: columns of arrays."""

    points: Ints
    service: Floats
    opens: Floats
    closes: Floats


def tables(
    instance: Instance, day: Day, stops: Sequence[int], windows: Sequence[Sequence[Window]], lo: float, hi: float
) -> Tables:
    """Return the room of a round that may leave at `lo` and must be back by `hi`."""
    at = [day.office, *(int(instance.point[node]) for node in stops), day.end]
    legs = [instance.travel_list[a][b] for a, b in pairwise(at)]
    ready = _ready(instance, day, stops, windows, legs, lo)
    until = _until(instance, day, stops, windows, legs, hi, day.full)
    lenient = None
    if day.policy_bit:
        lenient = _until(instance, day, stops, windows, legs, hi, day.full & ~day.policy_bit)
    back, is_firm = NEVER, False
    for row, bounds in zip(ready, until, strict=True):
        if row[-1] + legs[-1] <= bounds[-1] + EPS:
            back, is_firm = min(back, row[-1] + legs[-1]), True
    leaves = max(bounds[1] - legs[0] if stops else bounds[-1] for bounds in until[:1])
    return Tables(
        lo=lo,
        hi=hi,
        ready=ready,
        until=until,
        lenient=lenient,
        gaps=list(pairwise(at)),
        work=sum(legs) + sum(instance.service_list[node] for node in stops),
        back=back,
        leaves=leaves,
        is_firm=is_firm,
    )


def _ready(
    instance: Instance,
    day: Day,
    stops: Sequence[int],
    windows: Sequence[Sequence[Window]],
    legs: list[float],
    lo: float,
) -> list[list[float]]:
    now = [NEVER] * (day.full + 1)
    now[0] = lo
    for leaves in sorted({lo, *(max(lo, p.earliest + p.minutes) for p in day.pauses if p.earliest > -NEVER)}):
        had = sum(1 << b for b, p in enumerate(day.pauses) if p.earliest + p.minutes <= leaves and _is_own(day, b))
        now[had] = min(now[had], leaves)
    columns = [now]
    for i, node in enumerate(stops):
        now = [t + legs[i] for t in now]
        _pause(now, day.pauses)
        starts = [earliest_start(windows[node], t) if t < NEVER else None for t in now]
        now = [NEVER if s is None else s + instance.service_list[node] for s in starts]
        _pause(now, day.pauses)
        columns.append(now)
    return [list(row) for row in zip(*columns, strict=True)]


def _is_own(day: Day, b: int) -> bool:
    """Tell whether duty b is a break of the team-day, which the office can give, and not the policy's."""
    return 1 << b != day.policy_bit


def _pause(now: list[float], pauses: Sequence[Pause]) -> None:
    """Hold a break here wherever that fulfils a duty, keeping the earliest time for each set of duties."""
    for mask in range(len(now) - 1):
        for pause in pauses:
            if pause.bits & ~mask and now[mask] < NEVER:
                start = max(now[mask], pause.earliest)
                if start <= pause.latest + EPS:
                    now[mask | pause.bits] = min(now[mask | pause.bits], start + pause.minutes)


def _until(
    instance: Instance,
    day: Day,
    stops: Sequence[int],
    windows: Sequence[Sequence[Window]],
    legs: list[float],
    hi: float,
    needed: int,
) -> list[list[float]]:
    now = [_latest_return(day, mask, hi, needed) for mask in range(day.full + 1)]
    columns = [now]
    for i in range(len(stops) - 1, -1, -1):
        now = [t - legs[i + 1] for t in now]
        _pause_back(now, day.pauses)
        node = stops[i]
        starts = [latest_start(windows[node], t - instance.service_list[node]) for t in now]
        now = [-NEVER if s is None else s for s in starts]
        _pause_back(now, day.pauses)
        columns.append(now)
    columns.append([-NEVER] * len(now))
    return [list(row) for row in zip(*reversed(columns), strict=True)]


def _latest_return(day: Day, mask: int, hi: float, needed: int) -> float:
    missing = needed & ~mask
    if missing & day.policy_bit:
        return -NEVER
    return min([hi, *(pause.latest for b, pause in enumerate(day.pauses) if missing & (1 << b))])


def _pause_back(now: list[float], pauses: Sequence[Pause]) -> None:
    for mask in range(len(now) - 2, -1, -1):
        for pause in pauses:
            if pause.bits & ~mask:
                start = min(pause.latest, now[mask | pause.bits] - pause.minutes)
                if start >= pause.earliest and start > now[mask]:
                    now[mask] = start


def insertions(instance: Instance, day: Day, room: Tables, offers: Offers) -> tuple[Floats, Ints]:
    """Return for each offer its cheapest added minutes in this round (inf: no place) and the gap it goes into."""
    before = np.asarray([gap[0] for gap in room.gaps], dtype=np.intp)
    after = np.asarray([gap[1] for gap in room.gaps], dtype=np.intp)
    there = instance.travel[before[:, None], offers.points]
    onward = instance.travel[offers.points, after[:, None]]
    detour = there + onward - instance.travel[before, after][:, None]
    added = detour + offers.service
    done = _done(day, room, offers, there)
    fits = np.zeros(there.shape, dtype=np.bool_)
    short = np.zeros(there.shape, dtype=np.bool_)
    for mask, leave in enumerate(done):
        if leave is None:
            continue
        arrive = leave + onward - EPS
        fits |= arrive <= np.asarray(room.until[mask][1:])[:, None]
        if room.lenient is not None:
            short |= arrive <= np.asarray(room.lenient[mask][1:])[:, None]
    if room.lenient is not None:
        fits |= short & (added + room.work <= day.break_after + EPS)
    if day.longest < NEVER:
        fits &= added + room.work <= day.longest + EPS
    cost = np.where(fits, added, np.inf)
    gap = cost.argmin(axis=0)
    return cost[gap, np.arange(gap.size)], gap


def _done(day: Day, room: Tables, offers: Offers, there: Floats) -> list[Floats | None]:
    """Return the earliest minute at which each offer is behind us in each gap, for each set of duties fulfilled."""
    now: list[Floats | None] = []
    for row in room.ready:
        gap_ready = np.asarray(row)
        now.append(gap_ready[:, None] + there if np.isfinite(gap_ready).any() else None)
    _pause_all(now, day.pauses)
    now = [None if arrive is None else _start(arrive, offers) + offers.service for arrive in now]
    _pause_all(now, day.pauses)
    return now


def _start(arrive: Floats, offers: Offers) -> Floats:
    best = np.full(arrive.shape, np.inf)
    for opens, closes in zip(offers.opens, offers.closes, strict=True):
        start = np.maximum(arrive, opens)
        np.minimum(best, np.where(start <= closes + EPS, start, np.inf), out=best)
    return best


def _pause_all(now: list[Floats | None], pauses: Sequence[Pause]) -> None:
    for mask in range(len(now) - 1):
        here = now[mask]
        if here is None:
            continue
        for pause in pauses:
            if pause.bits & ~mask:
                start = np.maximum(here, pause.earliest)
                ends = np.where(start <= pause.latest + EPS, start + pause.minutes, np.inf)
                known = now[mask | pause.bits]
                now[mask | pause.bits] = ends if known is None else np.minimum(known, ends)
