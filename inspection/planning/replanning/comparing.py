"""What changed between two plans of a week and why, as data: each change leads back to an event."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection.planning.problem import SAME_MINUTES, Key, RoundPolicy, Visit, WeekPlan
from inspection.planning.replanning.events import (
    Event,
    MovedShift,
    NewVisit,
    Overrun,
    SiteClosed,
    TeamAbsent,
    minute_of,
)


class ChangeKind(StrEnum):
    """What became of a workplace's visit when a week was planned again."""

    MOVED = "moved"  # another team or day
    HOUR = "hour"
    DROPPED = "dropped"
    ADDED = "added"


class CauseKind(StrEnum):
    """Why a visit changed."""

    EVENT = "event"  # what happened concerns it directly
    ROOM_FOR = "room_for"  # it made room for another visit
    PLACE_OF = "place_of"  # it took, or came closer to, what another visit left
    BETTER_USE = "better_use"  # the hours are worth more so


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place in a plan."""

    team: str
    day: date
    start: float

    @property
    def key(self) -> Key:
        """Return (team, day)."""
        return self.team, self.day


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why something changed.

    event
        The position of the event among those of the week; other: the workplace of the visit that is meant.
    """

    kind: CauseKind
    event: int | None = None
    other: str | None = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One workplace's visit that has another team or day ("moved"), another hour, no place any more, or a new one.

    before, after
        Its places, one for each of its teams; empty where it has none.
    """

    workplace: str
    kind: ChangeKind
    before: tuple[Slot, ...]
    after: tuple[Slot, ...]
    cause: Cause


Slots = Mapping[str, tuple[Slot, ...]]


def differences(
    before: WeekPlan, after: WeekPlan, visits: Iterable[Visit], events: Sequence[Event], policy: RoundPolicy
) -> tuple[Difference, ...]:
    """Return every difference between two plans of one week, by workplace, with its cause.

    Causes are found from the events outwards: first what an event concerns, then what made room for that or took its
    place, and so on; so a chain of causes always ends.
    """
    workplace = {visit.id: visit.workplace for visit in visits}
    old, new = _slots(before, workplace), _slots(after, workplace)
    changed = {name: kind for name in sorted({*old, *new}) if (kind := _kind(old.get(name, ()), new.get(name, ())))}
    late = _late_shifts(before, events, policy)
    causes = _causes(changed, old, new, lambda name: _event_of(name, old.get(name, ()), events, late))
    return tuple(
        Difference(workplace=name, kind=kind, before=old.get(name, ()), after=new.get(name, ()), cause=causes[name])
        for name, kind in changed.items()
    )


def _slots(plan: WeekPlan, workplace: Mapping[str, str]) -> dict[str, tuple[Slot, ...]]:
    found: dict[str, list[Slot]] = {}
    for each in sorted(plan.rounds, key=lambda r: (r.day, r.team)):
        for stop in each.stops:
            slot = Slot(team=each.team, day=each.day, start=stop.start)
            found.setdefault(workplace[stop.visit], []).append(slot)
    return {name: tuple(slots) for name, slots in found.items()}


def _kind(old: Sequence[Slot], new: Sequence[Slot]) -> ChangeKind | None:
    if not old or not new:
        return ChangeKind.ADDED if new else ChangeKind.DROPPED
    if [s.key for s in old] != [s.key for s in new]:
        return ChangeKind.MOVED
    is_other = any(abs(one.start - two.start) > SAME_MINUTES for one, two in zip(old, new, strict=True))
    return ChangeKind.HOUR if is_other else None


def _late_shifts(before: WeekPlan, events: Sequence[Event], policy: RoundPolicy) -> dict[Key, int]:
    """Return the team-days whose planned departure an overrun's rest forbids, and that overrun's position."""
    late: dict[Key, int] = {}
    for n, event in enumerate(events):
        if not isinstance(event, Overrun):
            continue
        free = minute_of(event.day, event.back) + policy.rest_minutes
        for each in before.rounds:
            leaves = each.leaves if each.leaves is not None else each.stops[0].arrive if each.stops else float("inf")
            if each.team == event.team and each.day > event.day and minute_of(each.day, leaves) < free:
                late[each.key] = n
    return late


def _event_of(name: str, old: Sequence[Slot], events: Sequence[Event], late: Mapping[Key, int]) -> int | None:
    """Return the position of the event that concerns this visit itself."""
    keys = {slot.key for slot in old}
    for n, event in enumerate(events):
        if isinstance(event, SiteClosed) and event.workplace == name:
            return n
        if isinstance(event, NewVisit) and event.visit.workplace == name:
            return n
        if isinstance(event, TeamAbsent) and any((event.team, day) in keys for day in event.days):
            return n
        if isinstance(event, MovedShift | Overrun) and (event.team, event.day) in keys:
            return n
    return next((late[key] for key in sorted(keys) if key in late), None)


def _causes(
    changed: Mapping[str, ChangeKind], old: Slots, new: Slots, event_of: Callable[[str], int | None]
) -> dict[str, Cause]:
    """Return a cause for each change, those of an event first and then ring by ring around them."""
    causes: dict[str, Cause] = {}
    for name in changed:
        event = event_of(name)
        if event is not None:
            causes[name] = Cause(kind=CauseKind.EVENT, event=event)
    while len(causes) < len(changed):
        came, left = _moves(causes, old, new)
        ring = {name: cause for name in changed if name not in causes and (cause := _next(name, old, new, came, left))}
        if not ring:
            first = next(name for name in changed if name not in causes)
            ring = {first: Cause(kind=CauseKind.BETTER_USE)}
        causes.update(ring)
    return causes


def _moves(known: Iterable[str], old: Slots, new: Slots) -> tuple[dict[Key, list[str]], dict[Key, list[str]]]:
    """Return which of the explained visits came into and left each team-day."""
    came: dict[Key, list[str]] = {}
    left: dict[Key, list[str]] = {}
    for name in sorted(known):
        was = {slot.key for slot in old.get(name, ())}
        now = {slot.key for slot in new.get(name, ())}
        for key in now - was:
            came.setdefault(key, []).append(name)
        for key in was - now:
            left.setdefault(key, []).append(name)
    return came, left


def _next(
    name: str, old: Slots, new: Slots, came: Mapping[Key, list[str]], left: Mapping[Key, list[str]]
) -> Cause | None:
    """Return the cause of a visit next to one whose cause is known."""
    for slot in old.get(name, ()):
        if slot.key in came:
            return Cause(kind=CauseKind.ROOM_FOR, other=_nearest(came[slot.key], slot, new))
    for slot in new.get(name, ()):
        if slot.key in left:
            return Cause(kind=CauseKind.PLACE_OF, other=_nearest(left[slot.key], slot, old))
    return None


def _nearest(names: Sequence[str], slot: Slot, places: Slots) -> str:
    """Return the visit whose hour in that team-day lies nearest."""

    def apart(name: str) -> tuple[float, str]:
        own = [abs(s.start - slot.start) for s in places[name] if s.key == slot.key]
        return min(own, default=float("inf")), name

    return min(names, key=apart)
