"""What happens in mid-week to a plan that teams already carry out: plain values, no ground for any of it stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from inspection.planning.problem import DAY_MINUTES, TeamDay, Visit, WeekPlan, Window, refuse

Moment = tuple[date, float]  # a day and a minute of it, as the team's clock shows it
Key = tuple[str, date]


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
    roster = {(day.team, day.day): day for day in team_days}
    said: dict[Key, Event] = {}
    for event in events:
        for key in days_of_teams(event):
            _check_known(key, roster, type(event).__name__)
            if key in said:
                advice = "Say one thing about a team on a day."
                refuse("315", f"Two events speak of team {key[0]} on {key[1]}", "events", advice)
            said[key] = event
        _check_one(event, plan, visits, roster, at)
    places = [place for event in events if (place := workplace_of(event)) is not None]
    for workplace in sorted({place for place in places if places.count(place) > 1}):
        refuse("315", f"Two events speak of workplace {workplace}", "events", "Say one thing about a workplace.")


def workplace_of(event: Event) -> str | None:
    """Return the workplace that an event speaks of."""
    if isinstance(event, NewVisit):
        return event.visit.workplace
    return event.workplace if isinstance(event, SiteClosed) else None


def _check_known(key: Key, roster: Collection[Key], what: str) -> None:
    team, day = key
    if team not in {name for name, _ in roster}:
        refuse("310", f"Team {team} has no team-day in this week", what, "Name a team of the plan, by its id.")
    if key not in roster:
        refuse("311", f"Team {team} does not work on {day}", what, "Name a day on which the team has a shift.")


def _check_one(event: Event, plan: WeekPlan, visits: Sequence[Visit], roster: dict[Key, TeamDay], at: Moment) -> None:
    if isinstance(event, TeamAbsent | SiteClosed) and min(event.days, default=at[0]) < at[0]:
        advice = "What is over stays as it was; name this day or a later one."
        refuse("312", f"{min(event.days)} is over at this moment", type(event).__name__, advice)
    if isinstance(event, Overrun):
        _check_overrun(event, plan, roster[event.team, event.day], at)
    elif isinstance(event, MovedShift) and has_begun(roster[event.team, event.day], at):
        advice = "A shift that has begun is kept; if it ends late, say when the team is back."
        refuse("316", f"The shift of team {event.team} on {event.day} has begun", "MovedShift", advice)
    elif isinstance(event, NewVisit):
        _check_new(event.visit, plan, visits, roster, at)
    elif isinstance(event, SiteClosed) and event.workplace not in {visit.workplace for visit in visits}:
        advice = "Nothing need be done: this week's plan does not go there."
        refuse("319", f"No visit of this week is to workplace {event.workplace}", "SiteClosed", advice)


def _check_overrun(event: Overrun, plan: WeekPlan, team_day: TeamDay, at: Moment) -> None:
    held = next((each for each in plan.rounds if (each.team, each.day) == (event.team, event.day) and each.stops), None)
    if held is None or not has_begun(team_day, at):
        advice = "Give the day of the round that runs late; for hours that are still to come, move the shift."
        refuse("313", f"Team {event.team} has no round under way or over on {event.day}", "Overrun", advice)
    if not event.back >= held.stops[0].arrive:
        advice = "Give the minute at which the team is back; after midnight it runs on past 24:00."
        refuse("314", f"Team {event.team} cannot be back before its first visit", "Overrun", advice)


def _check_new(visit: Visit, plan: WeekPlan, visits: Sequence[Visit], roster: dict[Key, TeamDay], at: Moment) -> None:
    here = {each.id for each in visits if each.workplace == visit.workplace}
    for each in plan.rounds:
        begun = (each.team, each.day) in roster and has_begun(roster[each.team, each.day], at)
        if begun and any(stop.visit in here for stop in each.stops):
            advice = "That round has begun; let its team know, or ask for a visit in another week."
            refuse("318", f"Workplace {visit.workplace} is in a round of {each.day} already", "NewVisit", advice)
