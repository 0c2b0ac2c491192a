"""Events in mid-week, of a plan that teams already carry out: plain values, without the reason for any of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from inspection.errors import PlanningFault
from inspection.planning.problem import DAY_MINUTES, Key, TeamDay, Visit, WeekPlan, Window

Moment = tuple[date, float]  # a day and a minute of it, as the team's clock shows it


@dataclass(frozen=True, kw_only=True)
class TeamAbsent:
    """A team does not work on these days, whatever the reason; of a day that has begun, the rest falls away."""

    team: str
    days: frozenset[date]


@dataclass(frozen=True, kw_only=True)
class SiteClosed:
    """A workplace cannot be visited on these days."""

    workplace: str
    days: frozenset[date]


@dataclass(frozen=True, kw_only=True)
class Overrun:
    """A round that is back (or will be) at another minute than planned: the team's next shift begins after its rest.

    What of it is still to come stays where it can be made as much later within the shift; the rest goes elsewhere.
    """

    team: str
    day: date
    back: float


@dataclass(frozen=True, kw_only=True)
class MovedShift:
    """A team works at other hours on a day that has not begun."""

    team: str
    day: date
    shift: Window


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """A visit that came in, such as one that a complaint asks for; it takes the place of others at its workplace."""

    visit: Visit


Event = TeamAbsent | SiteClosed | Overrun | MovedShift | NewVisit


def minute_of(day: date, minute: float) -> float:
    """Return an absolute minute, so that moments of different days compare."""
    return day.toordinal() * DAY_MINUTES + minute


def has_begun(team_day: TeamDay, at: Moment) -> bool:
    """Tell whether the shift of a team-day has begun at a moment: from then on its round is not moved about."""
    return minute_of(team_day.day, team_day.shift[0]) <= minute_of(*at)


def days_of_teams(event: Event) -> tuple[Key, ...]:
    """Return the team-days that an event speaks of."""
    if isinstance(event, TeamAbsent):
        return tuple((event.team, day) for day in sorted(event.days))
    if isinstance(event, Overrun | MovedShift):
        return ((event.team, event.day),)
    return ()


def check_events(
    events: Sequence[Event], plan: WeekPlan, visits: Sequence[Visit], team_days: Sequence[TeamDay], at: Moment
) -> None:
    """Refuse events that the week does not know, that are over, or that contradict each other or the plan.

    Errors: `PlanningFault` PLAN-310 to PLAN-319.
    """
    roster = {day.key: day for day in team_days}
    by_day: dict[Key, Event] = {}
    for event in events:
        for key in days_of_teams(event):
            _check_known(key, roster, type(event).__name__)
            if key in by_day:
                raise PlanningFault("PLAN-317", team=key[0], day=key[1])
            by_day[key] = event
        _check_one(event, plan, visits, roster, at)
    places = [place for event in events if (place := workplace_of(event)) is not None]
    for workplace in sorted({place for place in places if places.count(place) > 1}):
        raise PlanningFault("PLAN-315", workplace=workplace)


def workplace_of(event: Event) -> str | None:
    """Return the workplace that an event speaks of."""
    if isinstance(event, NewVisit):
        return event.visit.workplace
    return event.workplace if isinstance(event, SiteClosed) else None


def _check_known(key: Key, roster: Collection[Key], what: str) -> None:
    team, day = key
    if team not in {name for name, _ in roster}:
        raise PlanningFault("PLAN-310", where=what, team=team)
    if key not in roster:
        raise PlanningFault("PLAN-311", team=team, day=day, event=what)


def _check_one(event: Event, plan: WeekPlan, visits: Sequence[Visit], roster: dict[Key, TeamDay], at: Moment) -> None:
    if isinstance(event, TeamAbsent | SiteClosed) and min(event.days, default=at[0]) < at[0]:
        raise PlanningFault("PLAN-312", day=min(event.days), event=type(event).__name__)
    if isinstance(event, Overrun):
        _check_overrun(event, plan, roster[event.team, event.day], at)
    elif isinstance(event, MovedShift) and has_begun(roster[event.team, event.day], at):
        raise PlanningFault("PLAN-316", team=event.team, day=event.day)
    elif isinstance(event, NewVisit):
        _check_new(event.visit, plan, visits, roster, at)
    elif isinstance(event, SiteClosed) and event.workplace not in {visit.workplace for visit in visits}:
        raise PlanningFault("PLAN-319", workplace=event.workplace)


def _check_overrun(event: Overrun, plan: WeekPlan, team_day: TeamDay, at: Moment) -> None:
    held = next((each for each in plan.rounds if each.key == (event.team, event.day) and each.stops), None)
    if held is None or not has_begun(team_day, at):
        raise PlanningFault("PLAN-313", team=event.team, day=event.day)
    if not event.back >= held.stops[0].arrive:
        raise PlanningFault("PLAN-314", team=event.team)


def _check_new(visit: Visit, plan: WeekPlan, visits: Sequence[Visit], roster: dict[Key, TeamDay], at: Moment) -> None:
    here = {each.id for each in visits if each.workplace == visit.workplace}
    for each in plan.rounds:
        begun = each.key in roster and has_begun(roster[each.key], at)
        if begun and any(stop.visit in here for stop in each.stops):
            raise PlanningFault("PLAN-318", workplace=visit.workplace, day=each.day)
