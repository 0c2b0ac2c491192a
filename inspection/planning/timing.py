"""The exact times of one round whose order is known: earliest return, then latest departure, every rule kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from .instance import EPS, Day, Instance, Pause
from .model import Window

BREAKPOINTS = (
    16  # departures tried for one order of stops and breaks; each is the next later one that changes the round
)
NUDGE = 1e-5  # minutes past a departure that just still caught a window


@dataclass(frozen=True, kw_only=True)
class Timing:
    """When a round leaves and is back, and (arrive, start, leave) of each stop."""

    leaves: float
    back: float
    stops: tuple[tuple[float, float, float], ...]
    pauses: tuple[Window, ...]


@dataclass(frozen=True, kw_only=True)
class _Item:
    """A stop, or a break (`node` -1) held where the team happens to be; it `drives` there from the item before."""

    node: int
    leg: float
    windows: tuple[Window, ...]
    minutes: float
    drives: bool


def fit(
    instance: Instance, day: Day, stops: Sequence[int], windows: Sequence[Sequence[Window]], lo: float, hi: float
) -> Timing | None:
    """Return the times of a round that leaves at `lo` or later and is back by `hi`, or None where no times do.

    Every way of putting the breaks between the stops is tried, so the answer is exact; that costs some 10 microseconds
    for each, and the search asks only where its tables cannot tell.
    """
    best: tuple[tuple[float, int, float], Timing] | None = None
    for items, missing in _placements(instance, day, stops, windows):
        found = _shortest(day, items, _last_leg(instance, day, stops), missing, lo, hi)
        if found is None:
            continue
        middle = (found.leaves + found.back) / 2
        apart = sum(abs((first + last) / 2 - middle) for first, last in found.pauses)
        key = (round(found.back, 6), len(found.pauses), apart)
        if best is None or key < best[0]:
            best = key, found
        if not found.pauses:
            break
    return best[1] if best else None


def earliest_start(windows: Sequence[Window], ready: float) -> float | None:
    """Return the earliest minute at or after `ready` in one of the windows (sorted by start)."""
    best: float | None = None
    for first, last in windows:
        start = first if first > ready else ready
        if start <= last + EPS and (best is None or start < best):
            best = start
    return best


def latest_start(windows: Sequence[Window], bound: float) -> float | None:
    """Return the latest minute at or before `bound` in one of the windows."""
    best: float | None = None
    for first, last in windows:
        start = last if last < bound else bound
        if start >= first - EPS and (best is None or start > best):
            best = start
    return best


def _last_leg(instance: Instance, day: Day, stops: Sequence[int]) -> float:
    last = int(instance.point[stops[-1]]) if stops else day.office
    return instance.travel_list[last][day.end]


def _placements(
    instance: Instance, day: Day, stops: Sequence[int], windows: Sequence[Sequence[Window]]
) -> Iterator[tuple[list[_Item], int]]:
    """Yield each order of stops and breaks, with the duties that it leaves unfulfilled."""
    plain = []
    here = day.office
    for node in stops:
        there = int(instance.point[node])
        leg = instance.travel_list[here][there]
        plain.append(
            _Item(node=node, leg=leg, windows=tuple(windows[node]), minutes=instance.service_list[node], drives=True)
        )
        here = there
    slots = range(-1, 2 * len(plain))
    for chosen in product(slots, repeat=len(day.pauses)):
        missing = day.full
        needless = False
        for slot, pause in zip(chosen, day.pauses, strict=True):
            if slot >= 0:
                needless = needless or not missing & pause.bits
                missing &= ~pause.bits
        if not needless:
            yield _with_pauses(plain, [p for p in zip(chosen, day.pauses, strict=True) if p[0] >= 0]), missing


def _with_pauses(plain: list[_Item], pauses: list[tuple[int, Pause]]) -> list[_Item]:
    """Put breaks before (even slot) or after (odd slot) the service of the stop with number slot // 2."""
    items = []
    for i, stop in enumerate(plain):
        before = [_rest(pause) for slot, pause in pauses if slot == 2 * i]
        after = [_rest(pause) for slot, pause in pauses if slot == 2 * i + 1]
        if before:
            items += [replace(before[0], leg=stop.leg, drives=True), *before[1:]]
        items += [replace(stop, leg=0.0, drives=False) if before else stop, *after]
    return items


def _rest(pause: Pause) -> _Item:
    return _Item(node=-1, leg=0.0, windows=((pause.earliest, pause.latest),), minutes=pause.minutes, drives=False)


def _shortest(day: Day, items: list[_Item], last_leg: float, missing: int, lo: float, hi: float) -> Timing | None:
    """Return the earliest return whose departure keeps every limit, going from one breakpoint to the next."""
    nonstop = sum(item.leg + item.minutes for item in items) + last_leg
    leaves = lo
    for _ in range(BREAKPOINTS):
        starts = _forward(items, leaves)
        if starts is None:
            return None
        back = _leave(items, starts, leaves) + last_leg
        if back > hi + EPS:
            return None
        latest = max(leaves, _latest_departure(items, back - last_leg))
        later = _must_leave(day, missing, latest, back)
        if later is None and _is_short_enough(day, missing, back - latest):
            return _timing(items, latest, last_leg)
        if later is None and back - latest <= nonstop + EPS:
            return None  # it never waits: no other departure makes the day shorter
        leaves = max(latest + NUDGE, later or 0.0)
    return None


def _must_leave(day: Day, missing: int, leaves: float, back: float) -> float | None:
    """Return the departure at which the next unfulfilled break has been had in the office; None when all have."""
    later = None
    for b, pause in enumerate(day.pauses):
        if missing & (1 << b) and back > pause.latest + EPS and leaves < pause.earliest + pause.minutes - EPS:
            later = max(later or 0.0, pause.earliest + pause.minutes)
    return later


def _is_short_enough(day: Day, missing: int, minutes: float) -> bool:
    return minutes <= day.longest + EPS and (not missing & day.policy_bit or minutes <= day.break_after + EPS)


def _forward(items: list[_Item], leaves: float) -> list[float] | None:
    starts = []
    now = leaves
    for item in items:
        start = earliest_start(item.windows, now + item.leg)
        if start is None:
            return None
        starts.append(start)
        now = start + item.minutes
    return starts


def _leave(items: list[_Item], starts: list[float], leaves: float) -> float:
    return starts[-1] + items[-1].minutes if items else leaves


def _latest_departure(items: list[_Item], leave: float) -> float:
    """Return the latest departure with which the last item is still left at `leave`."""
    for item in reversed(items):
        start = latest_start(item.windows, leave - item.minutes)
        if start is None:
            return float("-inf")
        leave = start - item.leg
    return leave


def _timing(items: list[_Item], leaves: float, last_leg: float) -> Timing | None:
    starts = _forward(items, leaves)
    if starts is None:
        return None
    stops, pauses = [], []
    now, arrived = leaves, leaves
    for item, start in zip(items, starts, strict=True):
        if item.drives:
            arrived = now + item.leg
        if item.node >= 0:
            stops.append((arrived, start, start + item.minutes))
        else:
            pauses.append((start, start + item.minutes))
        now = start + item.minutes
    return Timing(leaves=leaves, back=now + last_leg, stops=tuple(stops), pauses=tuple(pauses))
