"""What of a week is still open at a moment: rounds that have begun stay, all else may be planned again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspection.planning.problem import Key, Round, Stop, TeamDay, Visit, WeekPlan, Window
from inspection.planning.replanning.events import (
    Event,
    Moment,
    MovedShift,
    NewVisit,
    Overrun,
    SiteClosed,
    TeamAbsent,
    has_begun,
    minute_of,
)


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """The question that is left, as `plan_rounds` takes it.

    start
        The old plan after the events: without the rounds of absent teams, without stops at closed sites.
    frozen
        (team, day) of every round that has begun, and of those that share a joint visit with one.
    """

    visits: tuple[Visit, ...]
    team_days: tuple[TeamDay, ...]
    start: WeekPlan
    frozen: frozenset[Key]


def remaining(
    plan: WeekPlan,
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    events: Sequence[Event],
    at: Moment,
    *,
    done: Collection[str] = (),
    announced: Collection[str] = (),
) -> Remaining:
    """Return what may still be planned at a moment, after what happened.

    done
        Workplaces that were controlled already, or whose visit failed: nobody goes there again this week.
    announced
        Visits of which somebody outside knows: they keep team, day and hour; when the team is absent, day and hour.
    """
    week = _Week(plan, visits, team_days, events, at)
    rounds = [_after(each, week) for each in plan.rounds if each.key not in week.absent - week.begun]
    start = replace(plan, rounds=tuple(each for each in rounds if each.stops))
    frozen = _frozen(start, week)
    kept = {stop.visit for each in start.rounds if each.key in frozen for stop in each.stops}
    return Remaining(
        visits=tuple(_visits(week, kept, frozenset(done), _pins(week, announced))),
        team_days=tuple(_team_days(team_days, events, week.absent - frozen)),
        start=start,
        frozen=frozen,
    )


class _Week:
    """The week at a moment: which rounds have begun, and what the events take out of them."""

    def __init__(
        self,
        plan: WeekPlan,
        visits: Sequence[Visit],
        team_days: Sequence[TeamDay],
        events: Sequence[Event],
        at: Moment,
    ) -> None:
        self.plan, self.visits, self.events, self._now = plan, visits, events, minute_of(*at)
        self.begun = {day.key for day in team_days if has_begun(day, at)}
        self.absent = {(e.team, day) for e in events if isinstance(e, TeamAbsent) for day in e.days}
        self.joint = {visit.id for visit in visits if visit.teams > 1}
        self.missed = frozenset(self._missed({day.key: day.shift for day in team_days}))
        self.gone = self.missed.union(self._gone())

    def _is_to_come(self, day: date, stop: Stop) -> bool:
        return minute_of(day, stop.start) > self._now

    def _gone(self) -> Iterator[str]:
        """Yield visits that fall out of begun rounds: still to come, and the team is absent or the site closed."""
        closed = {(e.workplace, day) for e in self.events if isinstance(e, SiteClosed) for day in e.days}
        workplace = {visit.id: visit.workplace for visit in self.visits}
        left_alone = {s.visit for r in self.plan.rounds if r.key in self.absent for s in r.stops} & self.joint
        for each in self.plan.rounds:
            for stop in each.stops if each.key in self.begun else ():
                is_closed = (workplace.get(stop.visit, ""), each.day) in closed
                is_hit = each.key in self.absent or stop.visit in left_alone or is_closed
                if is_hit and self._is_to_come(each.day, stop):
                    yield stop.visit

    def _missed(self, shifts: Mapping[Key, Window]) -> Iterator[str]:
        """Yield visits still to come that a team no longer makes, since it is back at another minute than planned.

        The first stop stays in any case: something of the round took the time, and the rest after it is owed.
        """
        known, rounds = {visit.id: visit for visit in self.visits}, {r.key: r for r in self.plan.rounds}
        for event in (event for event in self.events if isinstance(event, Overrun)):
            key = (event.team, event.day)
            for stop in rounds[key].stops[1:]:
                is_open = self._is_to_come(event.day, stop) and stop.visit in known
                if is_open and not _still_makes(rounds[key], stop, known[stop.visit], event.back, shifts[key]):
                    yield stop.visit


def _still_makes(each: Round, stop: Stop, visit: Visit, back: float, shift: Window) -> bool:
    """Tell whether a visit can follow as late as its team runs: at an hour of its own, and all within the shift."""
    planned = each.stops[-1].leave if each.back is None else each.back
    late = max(0.0, back - planned)
    is_in_shift = not late or back <= shift[1]
    is_open = any(opens <= stop.start + late <= closes for opens, closes in visit.windows)
    return is_in_shift and is_open and stop.leave + late <= back


def _after(each: Round, week: _Week) -> Round:
    """Return a round of the old plan as it stands after the events; what nothing touches is the same object."""
    key = each.key
    late = [e for e in week.events if isinstance(e, Overrun) and (e.team, e.day) == key]
    if any(stop.visit in week.gone for stop in each.stops):
        each = _cut(each, week.gone, ends_early=key in week.begun)
    return replace(each, back=late[0].back) if late else each


def _cut(each: Round, gone: frozenset[str], *, ends_early: bool) -> Round:
    """Take visits out of a round; the others keep their hours, and a team whose last stop fell away is back sooner."""
    stops: tuple[Stop, ...] = tuple(stop for stop in each.stops if stop.visit not in gone)
    is_shorter = bool(stops) and stops[-1] != each.stops[-1]
    back = None if ends_early and is_shorter else each.back
    pauses = tuple(pause for pause in each.pauses if stops and (not is_shorter or pause[1] <= stops[-1].start))
    return replace(each, stops=stops, back=back, pauses=pauses)


def _frozen(start: WeekPlan, week: _Week) -> frozenset[Key]:
    """Return the begun team-days and, as long as there are such, those that share a joint visit with them."""
    held = {r.key: week.joint & {stop.visit for stop in r.stops} for r in start.rounds}
    frozen = set(week.begun)
    while True:
        bound = {visit for key in frozen for visit in held.get(key, ())}
        more = {key for key, own in held.items() if own & bound} - frozen
        if not more:
            return frozenset(frozen)
        frozen |= more


def _pins(week: _Week, announced: Collection[str]) -> dict[str, tuple[Key, float, bool]]:
    """Return where and when each announced visit was, and whether its team is absent then, or too late for it.

    A joint visit is pinned to one of its teams; to one that is there, if any is.
    """
    pins: dict[str, tuple[Key, float, bool]] = {}
    for each in week.plan.rounds:
        key = each.key
        for stop in each.stops:
            if stop.visit in announced and (stop.visit not in pins or pins[stop.visit][2]):
                pins[stop.visit] = (key, stop.start, key in week.absent or stop.visit in week.missed)
    return pins


def _visits(
    week: _Week, kept: Collection[str], done: Collection[str], pins: Mapping[str, tuple[Key, float, bool]]
) -> Iterator[Visit]:
    new = {e.visit.workplace: e.visit for e in week.events if isinstance(e, NewVisit)}
    closed = {e.workplace: e.days for e in week.events if isinstance(e, SiteClosed)}
    for visit in (*week.visits, *new.values()):
        if visit.id in kept:
            yield visit
        elif visit.workplace not in done and new.get(visit.workplace, visit) is visit:
            yield _open(_announced(visit, pins), closed.get(visit.workplace, frozenset()), week)


def _announced(visit: Visit, pins: Mapping[str, tuple[Key, float, bool]]) -> Visit:
    if visit.id not in pins:
        return visit
    key, start, is_absent = pins[visit.id]
    days = frozenset({key[1]})
    return replace(visit, pinned=None if is_absent else key, days=days, windows=((start, start),), required=True)


def _open(visit: Visit, closed: frozenset[date], week: _Week) -> Visit:
    """Take closed days away, and a pin that nobody can keep any more: the day of it stays where it can."""
    if visit.pinned is not None and visit.pinned[1] in closed:
        visit = replace(visit, pinned=None)
    is_lost = visit.id in week.missed or (visit.pinned in week.absent and visit.teams == 1)
    if visit.pinned is not None and is_lost:
        visit = replace(visit, pinned=None, days=frozenset({visit.pinned[1]}))
    return replace(visit, days=visit.days - closed) if visit.days & closed else visit


def _team_days(team_days: Sequence[TeamDay], events: Sequence[Event], absent: Collection[Key]) -> Iterator[TeamDay]:
    moved = {(e.team, e.day): e.shift for e in events if isinstance(e, MovedShift)}
    for day in team_days:
        key = day.key
        if key not in absent:
            yield replace(day, shift=moved[key]) if key in moved else day
