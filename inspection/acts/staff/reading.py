"""A roster is read whole, and refused where it contradicts itself: the last of two entries would win in silence."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from inspection.acts.staff.roster import Roster, RosterShift, unreadable
from inspection.errors import SettingsFault
from inspection.territory import ARRONDISSEMENTS
from inspection.time_of import IsoWeek

T = TypeVar("T")


def read_roster(roster: Mapping[str, Any]) -> Roster:
    """Return a roster; raises `SettingsFault` 040 and 110 to 116 naming the place of a mistake, never its content."""
    try:
        read = Roster.model_validate(roster)
    except ValidationError as fault:
        raise unreadable(fault) from None
    _refuse_other_service(read)
    _refuse_same_id(read)
    _refuse_unknown_district(read)
    _refuse_unknown_team(read)
    _refuse_other_district(read)
    _refuse_same_week(read)
    _refuse_other_week(read)
    _refuse_two_shifts(read)
    return read


def _refuse_other_service(roster: Roster) -> None:
    teams = _placed("teams", (one.service for one in roster.teams))
    users = _placed("users", (one.service for one in roster.users))
    for place, service in (*teams, *users):
        if service != roster.service:
            raise SettingsFault("SETTING-110", place=f"{place}.service")


def _refuse_same_id(roster: Roster) -> None:
    """Refuse a second entry of somebody or of a team: it would take the place of the first."""
    for places in (_same("teams", (one.id for one in roster.teams)), _same("users", (one.id for one in roster.users))):
        if places:
            raise SettingsFault("SETTING-111", place=places)


def _refuse_unknown_district(roster: Roster) -> None:
    """Refuse a team of a district that there is not: nothing would be planned for it."""
    for place, team in _placed("teams", roster.teams):
        if team.district not in ARRONDISSEMENTS:
            problem = f"the district must be one of {', '.join(ARRONDISSEMENTS)}"
            raise SettingsFault("SETTING-040", problem=problem, place=f"{place}.district")


def _refuse_unknown_team(roster: Roster) -> None:
    """Refuse people and hours of a team that is not there: the hours would be dropped."""
    known = {None, *(team.id for team in roster.teams)}
    users = _placed("users", (one.team for one in roster.users))
    pattern = _placed("pattern", (one.team for one in roster.pattern))
    shifts = ((place, one.team) for place, one in _shifts(roster))
    for place, team in (*users, *pattern, *shifts):
        if team not in known:
            raise SettingsFault("SETTING-112", place=f"{place}.team")


def _refuse_other_district(roster: Roster) -> None:
    """Refuse people of a team of another district; who works for the whole service may have none."""
    districts = {team.id: team.district for team in roster.teams}
    for place, user in _placed("users", roster.users):
        if user.team is not None and user.district not in (None, districts[user.team]):
            raise SettingsFault("SETTING-113", place=f"{place}.district")


def _refuse_same_week(roster: Roster) -> None:
    if places := _same("weeks", (one.week for one in roster.weeks)):
        raise SettingsFault("SETTING-114", place=places)


def _refuse_other_week(roster: Roster) -> None:
    """Refuse a shift on a day outside its week: it would be dropped, and every team be free that week."""
    for number, written in enumerate(roster.weeks):
        days = IsoWeek.parse(written.week).days
        for place, shift in _placed(_shifts_of(number), written.shifts):
            if shift.date not in days:
                raise SettingsFault("SETTING-115", place=f"{place}.date")


def _refuse_two_shifts(roster: Roster) -> None:
    """Refuse a second shift of a team on one day: a day keeps one."""
    found = [_same("pattern", ((one.team, one.weekday) for one in roster.pattern))]
    for number, written in enumerate(roster.weeks):
        found.append(_same(_shifts_of(number), ((one.team, one.date) for one in written.shifts)))
    for places in filter(None, found):
        raise SettingsFault("SETTING-116", place=places)


def _placed(name: str, entries: Iterable[T]) -> Iterator[tuple[str, T]]:
    """Give each entry of a list with its place in the file."""
    for number, one in enumerate(entries):
        yield f"{name}.{number}", one


def _shifts(roster: Roster) -> Iterator[tuple[str, RosterShift]]:
    for number, written in enumerate(roster.weeks):
        yield from _placed(_shifts_of(number), written.shifts)


def _shifts_of(week: int) -> str:
    return f"weeks.{week}.shifts"


def _same(name: str, keys: Iterable[Hashable]) -> str | None:
    """Return the places of the first entry that has the key of one before it, and of that one; None for no such."""
    first: dict[Hashable, int] = {}
    for number, key in enumerate(keys):
        if first.setdefault(key, number) != number:
            return f"{name}.{number}, {name}.{first[key]}"
    return None
