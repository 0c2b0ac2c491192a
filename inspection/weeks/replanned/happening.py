"""What happened in a week, as events for its planner: what somebody said, and what is owed or booked since.

A workplace that nobody chose is looked up in the registers of the day, and assessed as every other is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspection import acts
from inspection.errors import PlanningFault
from inspection.life_cycles import JointActionState
from inspection.planning.replanning import Event, MovedShift, NewVisit, Overrun, SiteClosed, TeamAbsent
from inspection.store.queries import ActionView
from inspection.targeting import choosing
from inspection.targeting.model import Mandate, Selection
from inspection.time_of import IsoWeek, day_in_brussels, moment_of, today
from inspection.trust import Context
from inspection.weeks import joint_parts
from inspection.weeks.assessing_country import assess_country, establish_country
from inspection.weeks.parts import kept_complaints, known_workplace, policies, visits_at
from inspection.weeks.replanned.replan_parts import OpenPart
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


def events_of(
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
        if action is None or action.district not in parts or action.state == JointActionState.CARRIED_OUT:
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
    app, planner = context.app, context.app.acting_as_flow("plan_week")
    lake = app.lake(on)
    residuals = acts.learning.own_history(planner, on)
    established = establish_country(app, lake, on)
    assessments, _ = assess_country(app, established, lake, on, kept_complaints(context), residuals)
    found = choosing.select(assessments, [mandate], {}, policies(catalogue).selection, seed=0)
    if not found.chosen:
        raise PlanningFault("PLAN-327", workplace=mandate.workplace)
    row = assessments.row(mandate.workplace)
    acts.workplaces.remember_workplaces(planner, [known_workplace(found.chosen[0], row, on)])
    return found, str(row["name"] or mandate.workplace)
