"""Which team works when: the ordinary week, written-out days, what changes from a day on, and who is away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from inspection.acts.absences import away_between
from inspection.acts.cars import Going, cars_taken
from inspection.acts.staff.entries import PlannedPerson, PlannedTeam, entry_of, standing_changes
from inspection.acts.staff.importing import ours, team_row
from inspection.planning.problem import Key, TeamDay, shift_breaks
from inspection.store.people import RosterDayRow, StaffAbsenceRow, StaffChangeRow, TeamRow, UserRow
from inspection.time_of import IsoWeek
from inspection.trust import AppContext
from sectors.rules.service import PlanningRules

_GOES_OUT = "inspector"


def team_days(app: AppContext, week: IsoWeek, district: str | None = None) -> list[TeamDay]:
    """Return who works when in a week, in order of team and day; of every district when none is named.

    A team without breaks of its own has that of the service's rules, in the middle of a long shift. A change that takes
    effect in the week counts from its day on; whoever is away makes their team smaller, and a team of which nobody is
    left does not work. Where cars are kept, a team for which none is left does not go out: `teams_and_cars` says so.
    """
    return teams_and_cars(app, week, district)[0]


def teams_and_cars(
    app: AppContext, week: IsoWeek, district: str | None = None
) -> tuple[list[TeamDay], Mapping[Key, tuple[str, ...]]]:
    """Return who works when, as `team_days`, and the cars that each team takes: none for a team that lacks one."""
    rules, service = app.catalogue(week.monday).planning, app.settings.service
    with app.store.read() as session:
        active = select(TeamRow).where(col(TeamRow.active), col(TeamRow.service) == service)
        found = session.exec(active.order_by(col(TeamRow.id))).all()
        others = session.exec(select(RosterDayRow).where(col(RosterDayRow.day).in_(week.days))).all()
        changes = [(one, entry_of(app.store, one)) for one in standing_changes(session, service)]
        here = _present(session, service, changes, week.days)
        teams = {day: _teams_on(found, changes, day) for day in week.days}
        other = {(d.team_id, d.day): (d.starts, d.ends) for d in others}
        made = (
            _team_day(team, day, other.get((id_, day)), rules, min(team.size, here.get((id_, day), team.size)))
            for id_ in sorted({id_ for on in teams.values() for id_ in on})
            for day in week.days
            if (team := teams[day].get(id_)) is not None and district in (None, team.district)
        )
        days = [day for day in made if day is not None]
        going = [
            Going(team=one.team, district=teams[one.day][one.team].district, day=one.day, size=one.size) for one in days
        ]
        cars = cars_taken(session, service, going)
    return [day for day in days if cars.get(day.key) != ()], cars


Changes = Sequence[tuple[StaffChangeRow, PlannedPerson | PlannedTeam]]


def _teams_on(teams: Iterable[TeamRow], changes: Changes, day: date) -> dict[str, TeamRow]:
    """Return the teams as they are on a day; one that is dissolved by then is not among them."""
    standing = {one.id: one for one in teams}
    for row, entry in changes:
        if row.starts_on > day or not isinstance(entry, PlannedTeam):
            continue
        if entry.ends:
            standing.pop(entry.id, None)
        else:
            standing[entry.id] = team_row(entry, entry.shifts)
    return standing


def _present(session: Session, service: str, changes: Changes, days: Sequence[date]) -> Mapping[tuple[str, date], int]:
    """Return how many inspectors of a team are there on a day, only where somebody of them is away."""
    absences = session.exec(select(StaffAbsenceRow).where(*away_between(service, min(days), max(days)))).all()
    if not absences:
        return {}
    people = session.exec(ours(service).where(col(UserRow.active))).all()
    now = {one.id: one.team_id for one in people if one.role == _GOES_OUT and one.team_id}
    found: dict[tuple[str, date], int] = {}
    for day in days:
        teams = _memberships_on(now, changes, day)
        gone = {one.user_id for one in absences if one.first_day <= day <= one.last_day} & teams.keys()
        sizes = Counter(teams.values())
        for team, count in Counter(teams[one] for one in gone).items():
            found[team, day] = sizes[team] - count
    return found


def _memberships_on(now: Mapping[str, str], changes: Changes, day: date) -> dict[str, str]:
    """Return the team of each inspector on a day."""
    teams = dict(now)
    for row, entry in changes:
        if row.starts_on > day or not isinstance(entry, PlannedPerson):
            continue
        teams.pop(entry.id, None)
        if entry.team and entry.role == _GOES_OUT and not entry.leaves:
            teams[entry.id] = entry.team
    return teams


def _team_day(
    team: TeamRow, day: date, other: tuple[float | None, float | None] | None, rules: PlanningRules, size: int
) -> TeamDay | None:
    shift = other if other is not None else team.shifts.get(str(day.weekday()))
    if shift is None or shift[0] is None or shift[1] is None or size < 1:
        return None
    span = (float(shift[0]), float(shift[1]))
    own = tuple((b[0], b[1], b[2]) for b in team.breaks)
    return TeamDay(
        team=team.id,
        day=day,
        office=(team.office_lon, team.office_lat),
        shift=span,
        languages=frozenset(team.languages),
        size=size,
        end=team.end,
        skills=frozenset(team.skills),
        service=team.service,
        longest=team.longest,
        breaks=own
        or shift_breaks(
            span,
            after_minutes=rules.break_after_minutes,
            minutes=rules.break_minutes,
            between=rules.break_between,
        ),
    )
