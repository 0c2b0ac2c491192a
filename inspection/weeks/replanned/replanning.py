"""A week that is under way, replanned after what happened; no flow, since a person says what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inspection import acts
from inspection.errors import PlanningFault
from inspection.planning.problem import RoundPolicy, TravelTimes, Visit, verify
from inspection.planning.replanning import (
    Difference,
    Event,
    Moment,
    NewVisit,
    Replanned,
    SiteClosed,
    replan,
)
from inspection.planning.solve import iterations_for
from inspection.progress import say
from inspection.reporting.week import BookRound, WeekBook
from inspection.store.views import ReplanView
from inspection.time_of import BRUSSELS, IsoWeek, moment_of, now
from inspection.trust import Context
from inspection.weeks import district_planning, travelling
from inspection.weeks.parts import policies
from inspection.weeks.replanned import replan_alone
from inspection.weeks.replanned.happening import WeekEvents, events_of
from inspection.weeks.replanned.replan_parts import OpenPart, new_book, open_parts, places_of, without_gone
from inspection.weeks.replanned.replan_secrecy import guarded, shown, untouched
from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """A new version of a week, proposed."""

    plan_id: str
    book: WeekBook
    changes: ReplanView


def replan_week(context: Context, week: str, happened: WeekEvents, district: str | None = None) -> NewVersion:
    """Plan the rest of an approved week again and propose it; returns what changes and why.

    Errors: `PlanningFault` PLAN-310 to PLAN-329; `AccessRefused`.
    """
    asked = IsoWeek.parse(week)
    opened = acts.weeks.reopen_week(context, asked, district=district)
    catalogue = context.app.catalogue(asked.monday)
    before = open_parts(context, opened, catalogue)
    parts, events = events_of(context, happened, before, asked, catalogue)
    rest = {name: untouched(context, part, asked, now()) for name, part in parts.items()}
    made, restricted = _replanned(context, parts, events, happened, opened, catalogue)
    while alone := _left_alone(rest, made, happened.at):
        events = replan_alone.with_closed(events, alone)
        made, restricted = _replanned(context, parts, events, happened, opened, catalogue)
    parts = {name: part if name in events else rest[name] for name, part in parts.items()}
    codes = codes_of(opened, parts, made)
    stored = _stored(context, parts, made, codes)
    ordered = [event for name in sorted(events) for event in events[name]]
    plan_id = acts.weeks.replan_week(
        context.refreshed(),
        asked,
        acts.weeks.WeekChanges(
            at=happened.at,
            events=tuple(ordered),
            differences=_differences(events, made),
            expires_at=expires_at(parts, made),
        ),
        supersedes=opened.plan_id,
        parts=stored,
        codes=codes,
        restricted=restricted,
    )
    changes = acts.weeks.plan_changes(context, plan_id)
    assert changes is not None  # noqa: S101  it was just written
    book = WeekBook.of(opened.week, opened.service, [part.book for part in stored])
    return NewVersion(plan_id=plan_id, book=book, changes=changes)


def _stored(
    context: Context, parts: Mapping[str, OpenPart], made: Mapping[str, Replanned], codes: Mapping[str, str]
) -> list[acts.weeks.DistrictPart]:
    """Return every district with its book: a new one for what was replanned, the old one for the others."""
    places = places_of(parts)
    books = {name: new_book(context, parts[name], replanned, places, codes) for name, replanned in made.items()}
    return [
        part.stored(books[name] if name in made else without_gone(part), made.get(name))
        for name, part in sorted(parts.items())
    ]


def _replanned(
    context: Context,
    parts: Mapping[str, OpenPart],
    events: Mapping[str, Sequence[Event]],
    happened: WeekEvents,
    opened: acts.weeks.OpenWeek,
    catalogue: Catalogue,
) -> tuple[dict[str, Replanned], tuple[BookRound, ...]]:
    """Return each district that something happened in as everybody may read it, and all that was ordered."""
    week = IsoWeek.parse(opened.week)
    at, made = on_the_clock(happened.at), dict[str, Replanned]()
    restricted = [each for each in opened.ordered if each.district not in events]
    asked = {
        name: guarded(
            context, parts[name], opened.ordered, week, {visit.workplace for visit in _new(said)}, at=happened.at
        )
        for name, said in events.items()
    }
    offered = {name: (*asked[name].part.visits, *_new(said)) for name, said in events.items()}
    travel = travelling.settled_travel(
        context.app, offered, {name: parts[name].team_days for name in events}, catalogue
    )
    say("replan", 0, len(events))
    for name in sorted(events):
        part = asked[name].part
        found = replan(
            part.plan,
            part.visits,
            part.team_days,
            travel[name],
            policies(catalogue).rounds,
            events[name],
            at,
            change_cost=catalogue.planning.change_cost,
            done=part.answered,
            announced=[
                *_announced(part, opened.districts[name].codes, happened.announced),
                *_met(part, events[name]),
                *asked[name].announced,
                *_pinned(part, opened),
            ],
            iterations=iterations_for(len(offered[name])),
            seconds=float(context.settings.planning_seconds),
            seed=part.selection.seed,
        )
        _refuse_broken(name, found, travel[name], policies(catalogue).rounds)
        made[name], ordered = shown(context, asked[name], found, week, now())
        restricted += ordered
        say("replan", len(made), len(events))
    _refuse_unknown_codes(opened, happened.announced)
    return made, tuple(restricted)


def _left_alone(
    parts: Mapping[str, OpenPart], made: Mapping[str, Replanned], at: datetime
) -> dict[str, list[SiteClosed]]:
    """Return what must be closed to teams that would go to a joint action without those of another district."""
    standing = {name: made[name].plan if name in made else part.plan for name, part in parts.items()}
    return replan_alone.left_alone(standing, [action for part in parts.values() for action in part.booked], at)


def _refuse_broken(district: str, found: Replanned, travel: TravelTimes, rules: RoundPolicy) -> None:
    asked = found.question
    start, frozen = asked.start, asked.frozen
    seen = verify(found.plan, asked.visits, asked.team_days, travel, rules, start=start, frozen=frozen)
    district_planning.refuse_broken(district, seen)


def _new(events: Sequence[Event]) -> list[Visit]:
    return [event.visit for event in events if isinstance(event, NewVisit)]


def on_the_clock(at: datetime) -> Moment:
    """Return a moment as the teams' clock shows it."""
    local = at.astimezone(BRUSSELS)
    return local.date(), local.hour * 60 + local.minute + local.second / 60


def _announced(part: OpenPart, codes: Mapping[str, str], announced: Sequence[str]) -> list[str]:
    wanted = {code.upper() for code in announced}
    return [visit for visit, place in _placed(part) if codes.get(place) in wanted]


def _pinned(part: OpenPart, opened: acts.weeks.OpenWeek) -> list[str]:
    """Return the planned visits that somebody held to their team and day by hand."""
    return [visit for visit, place in _placed(part) if place in opened.pins]


def _met(part: OpenPart, events: Sequence[Event]) -> list[str]:
    """Return the planned visits of booked actions: police and partners know the moment. What is named again moves."""
    again = {visit.workplace for visit in _new(events)}
    booked = {action.workplace for action in part.booked if action.is_open} - again
    return [visit for visit, place in _placed(part) if place in booked]


def _placed(part: OpenPart) -> Iterator[tuple[str, str]]:
    """Yield each planned visit that was offered, with its workplace."""
    places = {visit.id: visit.workplace for visit in part.visits}
    for each in part.plan.rounds:
        for stop in each.stops:
            if stop.visit in places:
                yield stop.visit, places[stop.visit]


def _refuse_unknown_codes(opened: acts.weeks.OpenWeek, announced: Sequence[str]) -> None:
    known = {code for one in opened.districts.values() for code in one.codes.values()}
    for code in announced:
        if code.upper() not in known:
            raise PlanningFault("PLAN-332", visit=code)


def codes_of(
    opened: acts.weeks.OpenWeek, parts: Mapping[str, OpenPart], made: Mapping[str, Replanned]
) -> dict[str, str]:
    """Return every visit code; those that are in calendars already stay."""
    offered = [part.offered(made.get(name)) for name, part in parts.items()]
    kept = {place: code for one in opened.districts.values() for place, code in one.codes.items()}
    return {**acts.weeks.visit_codes(opened.service, opened.week, offered), **kept}


def _differences(
    events: Mapping[str, Sequence[Event]], made: Mapping[str, Replanned]
) -> dict[str, Sequence[Difference]]:
    """Return each district's differences, with positions among the events of all districts."""
    found, first = dict[str, Sequence[Difference]](), 0
    for name in sorted(events):
        shifted = []
        for one in made[name].differences:
            event = None if one.cause.event is None else one.cause.event + first
            shifted.append(replace(one, cause=replace(one.cause, event=event)))
        found[name], first = shifted, first + len(events[name])
    return found


def expires_at(parts: Mapping[str, OpenPart], made: Mapping[str, Replanned]) -> datetime | None:
    """Return when the first round begins that the new version changes."""
    starts = []
    for name, replanned in made.items():
        before = {(r.team, r.day): r.stops for r in parts[name].plan.rounds}
        after = {(r.team, r.day): r.stops for r in replanned.plan.rounds}
        for day in replanned.question.team_days:
            key = (day.team, day.day)
            if key not in replanned.question.frozen and before.get(key) != after.get(key):
                starts.append(moment_of(day.day, day.shift[0]))
    return min(starts, default=None)
