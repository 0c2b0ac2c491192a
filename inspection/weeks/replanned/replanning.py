"""A week that is under way, replanned after what happened; no flow, since a person says what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspection import acts
from inspection.errors import PlanningFault
from inspection.planning.problem import RoundPolicy, TravelTimes, Visit, verify
from inspection.planning.replanning import (
    Difference,
    Event,
    Moment,
    MovedShift,
    NewVisit,
    Overrun,
    Replanned,
    SiteClosed,
    TeamAbsent,
    replan,
)
from inspection.planning.solve import iterations_for
from inspection.progress import say
from inspection.registers.lake import Lake
from inspection.reporting.week import BookRound, WeekBook
from inspection.store.queries import ActionView
from inspection.store.views import ReplanView
from inspection.targeting import assessing, choosing, frame
from inspection.targeting.model import Mandate, Selection
from inspection.time_of import BRUSSELS, IsoWeek, day_in_brussels, moment_of, now, today
from inspection.trust import Context
from inspection.weeks import district_planning, joint_parts, travelling
from inspection.weeks.parts import kept_complaints, known_workplace, policies, visits_at
from inspection.weeks.replanned import replan_alone
from inspection.weeks.replanned.replan_parts import OpenPart, new_book, open_parts, places_of, without_gone
from inspection.weeks.replanned.replan_secrecy import guarded, shown, untouched
from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class WeekEvents:
    """What somebody says happened; days that are not named are all that are left of the week.

    absent, closed
        (team or workplace, first and last day, or None).
    events
        What is said in full: overruns and moved shifts.
    complaints
        References of kept complaints that must be visited this week.
    actions
        References of joint actions that were booked, moved or called off since the week was approved.
    announced
        Codes of visits that somebody was told of: they keep team, day and hour.
    """

    at: datetime
    absent: tuple[tuple[str, tuple[date, date] | None], ...] = ()
    closed: tuple[tuple[str, tuple[date, date] | None], ...] = ()
    events: tuple[Overrun | MovedShift, ...] = ()
    complaints: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()


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
    parts, events = _events(context, happened, before, asked, catalogue)
    rest = {name: untouched(context, part, asked, now()) for name, part in parts.items()}
    made, restricted = _replanned(context, parts, events, happened, opened, catalogue)
    while alone := _left_alone(rest, made, happened.at):
        events = replan_alone.with_closed(events, alone)
        made, restricted = _replanned(context, parts, events, happened, opened, catalogue)
    parts = {name: part if name in events else rest[name] for name, part in parts.items()}
    codes = _codes(opened, parts, made)
    stored = _stored(context, parts, made, codes)
    ordered = [event for name in sorted(events) for event in events[name]]
    plan_id = acts.weeks.replan_week(
        context.refreshed(),
        asked,
        acts.weeks.WeekChanges(
            at=happened.at,
            events=tuple(ordered),
            differences=_differences(events, made),
            expires_at=_expires_at(parts, made),
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


def _events(
    context: Context, happened: WeekEvents, parts: Mapping[str, OpenPart], week: IsoWeek, catalogue: Catalogue
) -> tuple[dict[str, OpenPart], dict[str, list[Event]]]:
    """Return the districts with what came in, and each district's events."""
    parts, on = dict(parts), day_in_brussels(happened.at)
    said = [*_absences(happened, parts, on), *_closures(happened, parts, week, on)]
    said += [(_district_of_team(event.team, parts), event) for event in happened.events]
    for mandate, name in _mandates(context, happened.complaints, parts, on):
        parts[name], visit = _owed(context, parts[name], mandate, week, happened.at, catalogue)
        said.append((name, visit))
    for action in _actions(context, happened.actions, parts, week):
        if action.is_open:
            parts[action.district], booked = _booked(
                context, parts[action.district], action, week, happened.at, catalogue
            )
            said.append((action.district, booked))
        else:  # called off: nobody goes there any more, from whichever district
            closed = SiteClosed(workplace=action.workplace, days=_days(None, week.days, on))
            said += [(name, closed) for name in sorted(action.shares) if name in parts]
    if not said:
        raise PlanningFault("PLAN-331")
    found: dict[str, list[Event]] = {}
    for name, event in said:
        found.setdefault(name, []).append(event)
    return parts, found


def _absences(happened: WeekEvents, parts: Mapping[str, OpenPart], on: date) -> Iterator[tuple[str, Event]]:
    for team, days in happened.absent:
        name = _district_of_team(team, parts)
        worked = [day.day for day in parts[name].team_days if day.team == team]
        yield name, TeamAbsent(team=team, days=_days(days, worked, on))


def _closures(
    happened: WeekEvents, parts: Mapping[str, OpenPart], week: IsoWeek, on: date
) -> Iterator[tuple[str, Event]]:
    for workplace, days in happened.closed:
        name = next((n for n, part in parts.items() if workplace in part.selection.frozen), None)
        if name is None:
            raise PlanningFault("PLAN-319", workplace=workplace)
        yield name, SiteClosed(workplace=workplace, days=_days(days, week.days, on))


def _district_of_team(team: str, parts: Mapping[str, OpenPart]) -> str:
    name = next((n for n, part in parts.items() if any(day.team == team for day in part.team_days)), None)
    if name is None:
        raise PlanningFault("PLAN-310", where="events", team=team)
    return name


def _days(said: tuple[date, date] | None, days: Sequence[date], on: date) -> frozenset[date]:
    """Return the days that are meant; days on which nobody works are handed on only where there are no others."""
    if said is None:
        return frozenset(day for day in days if day >= on) or frozenset({on})
    return frozenset(day for day in days if said[0] <= day <= said[1]) or frozenset(said)


def _mandates(
    context: Context, references: Sequence[str], parts: Mapping[str, OpenPart], on: date
) -> list[tuple[Mandate, str]]:
    """Return what kept complaints ask for, with the district of each."""
    found, told = [], acts.workplaces.kept_complaints(context)
    for reference in references:
        complaint = next((c for c in told if reference.upper() in (c.reference, c.id.upper())), None)
        owed = [m for m in acts.weeks.open_mandates(context, None, on) if complaint and m.origin_id == complaint.id]
        if complaint is None or not owed or complaint.district not in parts:
            raise PlanningFault("PLAN-333", reference=reference)
        found.append((owed[0], complaint.district))
    return found


def _owed(
    context: Context, part: OpenPart, mandate: Mandate, week: IsoWeek, at: datetime, catalogue: Catalogue
) -> tuple[OpenPart, NewVisit]:
    """Add a workplace that must be visited to a district: chosen already by points, or found in the registers now."""
    on = day_in_brussels(at)
    if mandate.workplace in part.selection.frozen:
        chosen = tuple(
            replace(c, mandate=mandate, arm="mandated" if c.arm == "risk" else c.arm)
            if c.workplace == mandate.workplace
            else c
            for c in part.selection.chosen
        )
        part = replace(part, selection=replace(part.selection, chosen=chosen))
    else:
        more, name = _found_now(context, mandate, min(today(), on), catalogue)
        selection = replace(
            part.selection,
            chosen=(*part.selection.chosen, *more.chosen),
            frozen={**part.selection.frozen, **more.frozen},
        )
        part = replace(part, selection=selection, names={**part.names, mandate.workplace: name})
    one = next(c for c in part.selection.chosen if c.workplace == mandate.workplace)
    worked = {day.day for day in part.team_days if moment_of(day.day, day.shift[0]) > at}
    days = [day for day in week.days if day > on or day in worked] or [on]  # today is over once every shift has begun
    rows = {one.workplace: part.row(one.workplace)}
    visits = visits_at([one], rows, days, worked, week, catalogue)
    return part, NewVisit(visit=visits[0])


def _actions(
    context: Context, references: Sequence[str], parts: Mapping[str, OpenPart], week: IsoWeek
) -> list[ActionView]:
    """Return the named actions of the week; one of several districts is planned with its whole week only."""
    known = {action.reference: action for action in acts.joint_actions.actions_in(context, week)}
    found = []
    for reference in references:
        action = known.get(reference.upper())
        if action is None or action.district not in parts or action.state == "carried_out":
            raise PlanningFault("PLAN-334", reference=reference)
        if len(action.shares) > 1 and action.is_open:
            raise PlanningFault("PLAN-335", reference=reference)
        found.append(action)
    return found


def _booked(
    context: Context, part: OpenPart, action: ActionView, week: IsoWeek, at: datetime, catalogue: Catalogue
) -> tuple[OpenPart, NewVisit]:
    """Add a booked action to a district, in the place of any other visit of its workplace."""
    mandate = Mandate(workplace=action.workplace, origin="joint_action", origin_id=action.id)
    part, owed = _owed(context, part, mandate, week, at, catalogue)
    points = {action.workplace: owed.visit.point}
    (visit,) = joint_parts.with_booked([owed.visit], [action], part.selection.chosen, points, part.district)
    chosen = tuple(replace(c, day=action.day) if c.workplace == action.workplace else c for c in part.selection.chosen)
    others = tuple(one for one in part.booked if one.id != action.id)
    part = replace(part, selection=replace(part.selection, chosen=chosen), booked=(*others, action))
    return part, NewVisit(visit=visit)


def _found_now(context: Context, mandate: Mandate, on: date, catalogue: Catalogue) -> tuple[Selection, str]:
    """Return a workplace chosen for its mandate alone, with its points of today, and its name."""
    lake, planner = Lake(context.settings.lake, context.store.keys), context.app.acting_as_flow("plan_week")
    established = frame.establish(lake, catalogue, on, cache=context.settings.cache)
    residuals = acts.learning.own_history(planner, on)
    measured = assessing.measure(established, lake, catalogue, on, kept_complaints(context), residuals)
    assessments = assessing.assess_all(measured, catalogue)
    found = choosing.select(assessments, [mandate], {}, policies(catalogue).selection, seed=0)
    if not found.chosen:
        raise PlanningFault("PLAN-327", workplace=mandate.workplace)
    row = assessments.row(mandate.workplace)
    acts.workplaces.remember_workplaces(planner, [known_workplace(found.chosen[0], row, on)])
    return found, str(row["name"] or mandate.workplace)


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
    at, made = _moment(happened.at), dict[str, Replanned]()
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


def _moment(at: datetime) -> Moment:
    local = at.astimezone(BRUSSELS)
    return local.date(), local.hour * 60 + local.minute + local.second / 60


def _announced(part: OpenPart, codes: Mapping[str, str], announced: Sequence[str]) -> list[str]:
    wanted = {code.upper() for code in announced}
    places = {visit.id: visit.workplace for visit in part.visits}
    placed = [stop.visit for round_ in part.plan.rounds for stop in round_.stops]
    return [visit for visit in placed if codes.get(places.get(visit, "")) in wanted]


def _met(part: OpenPart, events: Sequence[Event]) -> list[str]:
    """Return the planned visits of booked actions: police and partners know the moment. What is named again moves."""
    again = {visit.workplace for visit in _new(events)}
    booked = {action.workplace for action in part.booked if action.is_open} - again
    mine = {visit.id for visit in part.visits if visit.workplace in booked}
    return sorted({stop.visit for each in part.plan.rounds for stop in each.stops} & mine)


def _refuse_unknown_codes(opened: acts.weeks.OpenWeek, announced: Sequence[str]) -> None:
    known = {code for one in opened.districts.values() for code in one.codes.values()}
    for code in announced:
        if code.upper() not in known:
            raise PlanningFault("PLAN-332", visit=code)


def _codes(opened: acts.weeks.OpenWeek, parts: Mapping[str, OpenPart], made: Mapping[str, Replanned]) -> dict[str, str]:
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


def _expires_at(parts: Mapping[str, OpenPart], made: Mapping[str, Replanned]) -> datetime | None:
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
