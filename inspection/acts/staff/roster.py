"""Teams and people: the roster is imported whole, and asked for the team-days of a week."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlmodel import Session, col, delete, select

from inspection.errors import AccessRefused, SettingsFault
from inspection.planning.problem import TeamDay, shift_breaks
from inspection.sealing import sha256_of
from inspection.store.core import Store, taken_elsewhere
from inspection.store.people import RosterDayRow, TeamRow, UserRow
from inspection.territory import ARRONDISSEMENTS
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context, audited_transaction
from sectors.rules.service import PlanningRules

Lang = Literal["fr", "nl", "de", "en"]
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_ID = r"^[a-z0-9][a-z0-9._-]{1,60}$"
_DAY_MINUTES = 1440
_SYSTEM = "system"
_WITHOUT_DISTRICT = frozenset({"direction", "auditor_dpo", "administrator"})
# The data officer watches the house, so only the direction names one; the installation itself stands above all.
RANK = {
    "inspector": 0,
    "team_head": 1,
    "supervisor": 2,
    "direction": 3,
    "auditor_dpo": 3,
    "administrator": 3,
    _SYSTEM: 4,
}


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RosterOffice(_Input):
    """Where a team starts from."""

    town: str = ""
    lon: float
    lat: float


class RosterUser(_Input):
    """Somebody of the service; name and telephone (answered day and night) are sealed on arrival.

    thb_contact
        Whether they read, for the whole service, each no against a gravest fact.
    """

    id: str = Field(pattern=_ID)
    name: str | None = Field(default=None, repr=False)
    telephone: str | None = Field(default=None, repr=False)
    role: Literal["inspector", "team_head", "supervisor", "direction", "auditor_dpo", "administrator"]
    service: Literal["ONSS", "TSW"]
    district: str | None = None
    team: str | None = None
    language: Lang
    languages: tuple[Lang, ...] = ()
    thb_contact: bool = False

    @model_validator(mode="after")
    def _has_a_district(self) -> "RosterUser":
        """Refuse whoever would have no district, or one that is none; only the whole service's roles have none."""
        if self.district is None and self.role not in _WITHOUT_DISTRICT:
            raise ValueError(f"a {self.role} needs a district")
        if self.district is not None and self.district not in ARRONDISSEMENTS:
            raise ValueError(f"the district must be one of {', '.join(ARRONDISSEMENTS)}")
        if self.thb_contact and self.role in ("auditor_dpo", "administrator"):
            raise ValueError("who watches the house or runs it reads no case for it")
        if self.id == _SYSTEM:
            raise ValueError("this id is the installation's own")
        return self


class RosterTeam(_Input):
    """A team: where it starts and ends, what it speaks and can do; `longest` day and `breaks` in minutes."""

    id: str = Field(pattern=_ID)
    name: str
    service: Literal["ONSS", "TSW"]
    district: str
    office: RosterOffice
    end: RosterOffice | None = None
    languages: tuple[Lang, ...] = Field(min_length=1)
    skills: tuple[str, ...] = ()
    size: int = Field(ge=1, le=20)
    members: tuple[str, ...] = ()
    longest: float | None = None
    breaks: tuple[tuple[float, float, float], ...] = ()


class _Times(_Input):
    team: str
    start: str = Field(pattern=_CLOCK)
    end: str = Field(pattern=_CLOCK)

    @property
    def span(self) -> tuple[float, float]:
        """Start and end in minutes; an end before its start lies on the next day."""
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (self.start, self.end))
        return float(start), float(end if end > start else end + _DAY_MINUTES)


class RosterPattern(_Times):
    """When a team works in an ordinary week; `weekday` 0 is Monday."""

    weekday: int = Field(ge=0, le=6)


class RosterShift(_Times):
    """When a team works on one day."""

    date: date


class RosterWeek(_Input):
    """A week written out: whoever has no shift in it on a day does not work on that day."""

    week: str
    shifts: tuple[RosterShift, ...]


class Roster(_Input):
    """Everybody of one service; who is no longer in it is no longer active."""

    service: Literal["ONSS", "TSW"]
    synthetic: bool = False
    made_for: str = ""
    teams: tuple[RosterTeam, ...]
    users: tuple[RosterUser, ...]
    pattern: tuple[RosterPattern, ...] = ()
    weeks: tuple[RosterWeek, ...] = ()

    @model_validator(mode="after")
    def _is_of_one_service(self) -> "Roster":
        """Refuse teams and people of another service, and people of a team that is not in it."""
        teams = {team.id for team in self.teams}
        services = {team.service for team in self.teams} | {user.service for user in self.users}
        if services - {self.service}:
            raise ValueError("a team or user is of another service than the roster")
        if any(user.team not in (None, *teams) for user in self.users):
            raise ValueError("a user is of a team that is not in the roster")
        return self


def import_roster(context: Context, roster: Mapping[str, Any]) -> Roster:
    """Take in a roster whole: teams, people and roles of one service, the importer's own.

    Nobody grants a role above their own: a supervisor's roster may repeat who is direction, and make nobody so.

    Errors: `SettingsFault` naming the place of a mistake (never its content); `AccessRefused`.
    """
    read = _read(roster)
    with audited_transaction(context) as tx:
        user = tx.require("roster.import", service=read.service)
        _refuse_takeover(tx.session, read)
        _refuse_promotion(tx.session, read, user)
        _retire(tx.session, read.service)
        for team in read.teams:
            tx.session.merge(_team(read, team))
        tx.session.flush()
        _write_weeks(tx.session, read)
        for one in read.users:
            tx.session.merge(_user(context.store, one, tx.session.get(UserRow, one.id)))
        facts = {"teams": len(read.teams), "people": len(read.users), "sha256": sha256_of(read)}
        tx.record("roster.import", read.service, stream="roster", facts=facts)
    return read


def team_days(app: AppContext, week: IsoWeek, district: str | None = None) -> list[TeamDay]:
    """Return who works when in a week, in order of team and day; of every district when none is named.

    A team without breaks of its own has that of the service's rules, in the middle of a long shift.
    """
    rules = app.catalogue(week.monday).planning
    with app.store.read() as session:
        teams = select(TeamRow).where(col(TeamRow.active), col(TeamRow.service) == app.settings.service)
        if district is not None:
            teams = teams.where(col(TeamRow.district) == district)
        found = session.exec(teams.order_by(col(TeamRow.id))).all()
        others = session.exec(select(RosterDayRow).where(col(RosterDayRow.day).in_(week.days))).all()
    other = {(d.team_id, d.day): (d.starts, d.ends) for d in others}
    days = (_team_day(team, day, other.get((team.id, day)), rules) for team in found for day in week.days)
    return [day for day in days if day is not None]


def _read(roster: Mapping[str, Any]) -> Roster:
    try:
        return Roster.model_validate(roster)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsFault("SETTING-040", problem=first["msg"], place=place) from None


def _refuse_takeover(session: Session, roster: Roster) -> None:
    """Refuse the id of a user or team of another service, or of somebody outside: it would change hands."""
    known = [session.get(UserRow, user.id) for user in roster.users]
    teams = [session.get(TeamRow, team.id) for team in roster.teams]
    of_others = any(one is not None and one.service != roster.service for one in (*known, *teams))
    unseen = taken_elsewhere(session, "app_user", [one.id for one in roster.users], roster.service)
    unseen = unseen or taken_elsewhere(session, "team", [one.id for one in roster.teams], roster.service)
    if of_others or unseen or any(one is not None and one.office is not None for one in known):
        raise AccessRefused("ACCESS-053", service=roster.service)


def _refuse_promotion(session: Session, roster: Roster, importer: UserRow) -> None:
    """Refuse a role above the importer's own, unless who gets it has it already."""
    for user in roster.users:
        known = session.get(UserRow, user.id)
        has_it = known is not None and known.active and known.role == user.role
        if not has_it and RANK[user.role] > RANK[importer.role]:
            raise AccessRefused("ACCESS-054", role=importer.role, given=user.role)


def _retire(session: Session, service: str) -> None:
    ours = select(UserRow).where(col(UserRow.service) == service, col(UserRow.office).is_(None))
    for user in session.exec(ours.where(col(UserRow.role) != "system")):
        user.active = False
    for team in session.exec(select(TeamRow).where(col(TeamRow.service) == service)):
        team.active = False


def _team(roster: Roster, team: RosterTeam) -> TeamRow:
    shifts = {str(p.weekday): p.span for p in roster.pattern if p.team == team.id}
    return TeamRow(
        id=team.id,
        service=team.service,
        district=team.district,
        name=team.name,
        office_lon=team.office.lon,
        office_lat=team.office.lat,
        end_lon=team.end.lon if team.end else None,
        end_lat=team.end.lat if team.end else None,
        language=team.languages[0],
        languages=sorted(team.languages),
        skills=sorted(team.skills),
        size=team.size,
        shifts=shifts,
        breaks=list(team.breaks),
        longest=team.longest,
    )


def _write_weeks(session: Session, roster: Roster) -> None:
    """Keep the days of written-out weeks that differ from the ordinary week."""
    usual = {(p.team, p.weekday): p.span for p in roster.pattern}
    for written in roster.weeks:
        days = IsoWeek.parse(written.week).days
        said = {(s.team, s.date): s.span for s in written.shifts}
        mine = col(RosterDayRow.team_id).in_([team.id for team in roster.teams])
        session.exec(delete(RosterDayRow).where(col(RosterDayRow.day).in_(days), mine))
        for team in roster.teams:
            for day in days:
                span = said.get((team.id, day))
                if span != usual.get((team.id, day.weekday())):
                    starts, ends = span or (None, None)
                    session.add(RosterDayRow(team_id=team.id, day=day, starts=starts, ends=ends))


def _user(store: Store, user: RosterUser, known: UserRow | None) -> UserRow:
    """Return somebody as the roster says; a number that they gave on their own device stays where it says none."""
    told = known.telephone if known else None
    return UserRow(
        id=user.id,
        service=user.service,
        district=user.district,
        role=user.role,
        team_id=user.team,
        language=user.language,
        thb_contact=user.thb_contact,
        name=store.seal("app_user.name", user.id, user.name) if user.name else None,
        telephone=store.seal("app_user.telephone", user.id, user.telephone) if user.telephone else told,
    )


def _team_day(
    team: TeamRow, day: date, other: tuple[float | None, float | None] | None, rules: PlanningRules
) -> TeamDay | None:
    shift = other if other is not None else team.shifts.get(str(day.weekday()))
    if shift is None or shift[0] is None or shift[1] is None:
        return None
    span = (float(shift[0]), float(shift[1]))
    own = tuple((b[0], b[1], b[2]) for b in team.breaks)
    return TeamDay(
        team=team.id,
        day=day,
        office=(team.office_lon, team.office_lat),
        shift=span,
        languages=frozenset(team.languages),
        size=team.size,
        end=None if team.end_lon is None or team.end_lat is None else (team.end_lon, team.end_lat),
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
