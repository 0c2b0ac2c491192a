"""A roster as a file says it: teams, people, when they work; what is wrong is told by its place alone."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from inspection.acts.devices import can_be_rung
from inspection.acts.written import ID
from inspection.errors import SettingsFault
from inspection.territory import ARRONDISSEMENTS
from inspection.time_of import IsoWeek
from sectors.rules.on_call import CLOCK
from sectors.rules.values import Lang

Service = Literal["ONSS", "TSW"]
Span = tuple[float, float]
StaffRole = Literal["inspector", "team_head", "supervisor", "direction", "auditor_dpo", "administrator"]
DAY_MINUTES = 1440
_SYSTEM = "system"
_WITHOUT_DISTRICT = frozenset({"direction", "auditor_dpo", "administrator"})


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

    id: str = Field(pattern=ID)
    name: str | None = Field(default=None, repr=False)
    telephone: str | None = Field(default=None, repr=False)
    role: StaffRole
    service: Service
    district: str | None = Field(default=None, validate_default=True)
    team: str | None = None
    language: Lang
    languages: tuple[Lang, ...] = ()
    thb_contact: bool = False

    @field_validator("telephone")
    @classmethod
    def _is_a_number(cls, telephone: str | None) -> str | None:
        """Refuse whatever nobody can ring: it stands in each bundle as the number of the inspector."""
        if telephone is not None and not can_be_rung(telephone):
            raise ValueError("this is no number that can be rung")
        return telephone

    @field_validator("id")
    @classmethod
    def _is_of_somebody(cls, id_: str) -> str:
        if id_ == _SYSTEM:
            raise ValueError("this id is the installation's own")
        return id_

    @field_validator("district")
    @classmethod
    def _is_a_district(cls, district: str | None, info: ValidationInfo) -> str | None:
        """Refuse whoever would have no district, or one that is none; only the whole service's roles have none."""
        role = info.data.get("role")  # none where it is wrong itself
        if district is None and role is not None and role not in _WITHOUT_DISTRICT:
            raise ValueError(f"this {role} needs a district")
        return district if district is None else _known_district(district)

    @field_validator("thb_contact")
    @classmethod
    def _may_read_cases(cls, is_contact: bool, info: ValidationInfo) -> bool:
        if is_contact and info.data.get("role") in ("auditor_dpo", "administrator"):
            raise ValueError("who watches the house or runs it reads no case for it")
        return is_contact


class RosterTeam(_Input):
    """A team: where it starts and ends, what it speaks and can do; `longest` day and `breaks` in minutes."""

    id: str = Field(pattern=ID)
    name: str
    service: Service
    district: str
    office: RosterOffice
    end: RosterOffice | None = None
    languages: tuple[Lang, ...] = Field(min_length=1)
    skills: tuple[str, ...] = ()
    size: int = Field(ge=1, le=20)
    longest: float | None = None
    breaks: tuple[tuple[float, float, float], ...] = ()

    @field_validator("district")
    @classmethod
    def _is_a_district(cls, district: str) -> str:
        """Refuse a team of a district that there is not: nothing would be planned for it."""
        return _known_district(district)


def _known_district(district: str) -> str:
    if district not in ARRONDISSEMENTS:
        raise ValueError(f"write one of the districts {', '.join(ARRONDISSEMENTS)}")
    return district


class _Times(_Input):
    team: str
    start: str = Field(pattern=CLOCK)
    end: str = Field(pattern=CLOCK)

    @property
    def span(self) -> tuple[float, float]:
        """Start and end in minutes; an end before its start lies on the next day."""
        return span_of(self.start, self.end)


def span_of(start: str, end: str) -> Span:
    """Return two clocks, HH:MM, in minutes; an end before its start lies on the next day."""
    first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (start, end))
    return float(first), float(last if last > first else last + DAY_MINUTES)


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

    @field_validator("week")
    @classmethod
    def _is_a_week(cls, week: str) -> str:
        """Refuse what is no week here, where its place in the file is known."""
        try:
            IsoWeek.parse(week)
        except SettingsFault:
            raise ValueError("write the week as 2026-W49") from None
        return week


class Roster(_Input):
    """Everybody of one service; who is no longer in it is no longer active."""

    service: Service
    synthetic: bool = False
    made_for: str = ""
    teams: tuple[RosterTeam, ...]
    users: tuple[RosterUser, ...]
    pattern: tuple[RosterPattern, ...] = ()
    weeks: tuple[RosterWeek, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _say_service_once(cls, raw: Any) -> Any:
        """Give teams and users that name no service the roster's own: it is the same for all of them.

        Where that is wrong any stands for it: the roster is refused for its own, and not once more for each of them.
        """
        if not isinstance(raw, Mapping):
            return raw
        known = get_args(Service)
        service = raw["service"] if raw.get("service") in known else known[0]
        return {**raw, **{key: _of_service(raw[key], service) for key in ("teams", "users") if key in raw}}


def _of_service(entries: Any, service: Any) -> Any:
    if not isinstance(entries, list | tuple):
        return entries
    return [{"service": service, **one} if isinstance(one, Mapping) else one for one in entries]


def usual_week(roster: Roster, team: str) -> dict[str, Span]:
    """Return the hours of a team's ordinary week by weekday, "0" for Monday."""
    return {str(one.weekday): one.span for one in roster.pattern if one.team == team}


def written_days(roster: Roster) -> Iterator[tuple[str, date, Span | None, bool]]:
    """Give each team and day of the weeks that are written out: its hours, None for none, and whether that is usual."""
    usual = {(p.team, p.weekday): p.span for p in roster.pattern}
    for written in roster.weeks:
        said = {(s.team, s.date): s.span for s in written.shifts}
        for team in roster.teams:
            for day in IsoWeek.parse(written.week).days:
                span = said.get((team.id, day))
                yield team.id, day, span, span == usual.get((team.id, day.weekday()))
