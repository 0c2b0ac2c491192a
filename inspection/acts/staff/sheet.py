"""Who works here, and in which teams, as a page shows it: no name and no number, only whether one is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from inspection.acts.staff.importing import ours
from inspection.store.people import TeamRow, UserRow
from inspection.trust import Context, require_in_service


@dataclass(frozen=True, kw_only=True)
class PersonHere:
    """Somebody of the house.

    has_name, has_number
        Whether a name for the sheets and a number is known; neither is told.
    """

    id: str
    role: str
    district: str | None
    team: str | None
    language: str
    thb_contact: bool
    is_active: bool
    has_name: bool
    has_number: bool


@dataclass(frozen=True, kw_only=True)
class TeamHere:
    """A team: `office` and `end` are (longitude, latitude), `shifts` [start, end] in minutes by weekday, "0" Monday."""

    id: str
    name: str
    district: str
    office: tuple[float, float]
    end: tuple[float, float] | None
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    size: int
    shifts: Mapping[str, tuple[float, float]]
    breaks: tuple[tuple[float, float, float], ...]
    longest: float | None
    members: tuple[str, ...]
    inspectors: int


@dataclass(frozen=True, kw_only=True)
class StaffSheet:
    """Everybody of the service, also who has left, and the teams that work."""

    people: tuple[PersonHere, ...]
    teams: tuple[TeamHere, ...]


def staff_sheet(context: Context) -> StaffSheet:
    """Return who works here and in which teams, in order of the ids."""
    require_in_service(context, "staff.list")
    service = context.settings.service
    with context.store.read() as session:
        people = session.exec(ours(service).order_by(col(UserRow.id))).all()
        wanted = select(TeamRow).where(col(TeamRow.service) == service, col(TeamRow.active))
        teams = session.exec(wanted.order_by(col(TeamRow.id))).all()
    shown = tuple(_person(one) for one in people)
    return StaffSheet(people=shown, teams=tuple(_team(one, shown) for one in teams))


def _person(row: UserRow) -> PersonHere:
    return PersonHere(
        id=row.id,
        role=row.role,
        district=row.district,
        team=row.team_id,
        language=row.language,
        thb_contact=row.thb_contact,
        is_active=row.active,
        has_name=row.name is not None,
        has_number=row.telephone is not None,
    )


def _team(row: TeamRow, people: tuple[PersonHere, ...]) -> TeamHere:
    members = [one for one in people if one.team == row.id and one.is_active]
    return TeamHere(
        id=row.id,
        name=row.name,
        district=row.district,
        office=(row.office_lon, row.office_lat),
        end=row.end,
        languages=tuple(row.languages),
        skills=tuple(row.skills),
        size=row.size,
        shifts={day: (float(span[0]), float(span[1])) for day, span in row.shifts.items()},
        breaks=tuple((one[0], one[1], one[2]) for one in row.breaks),
        longest=row.longest,
        members=tuple(one.id for one in members),
        inspectors=sum(one.role == "inspector" for one in members),
    )
