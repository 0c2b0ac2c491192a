"""A roster is read whole, and refused where it contradicts itself: the last of two entries would win in silence."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from pydantic import ValidationError

from inspection.acts.staff.roster import Roster, RosterShift
from inspection.acts.written import placed, wrong_in
from inspection.errors import SettingsFault
from inspection.time_of import IsoWeek

T = TypeVar("T")
_Placing = Callable[[str], str]  # gives a place as an error tells it


def read_roster(roster: Mapping[str, Any]) -> Roster:
    """Return a roster; raises `SettingsFault` naming the places of mistakes, never their content.

    Errors: 040 with every fault of its shape, then 110 to 116 with the first thing that contradicts another.
    """
    try:
        read = Roster.model_validate(roster)
    except ValidationError as fault:
        wrong = wrong_in(roster, fault)
        raise SettingsFault("SETTING-040", problem=wrong.problem, place=wrong.place) from None
    at = partial(placed, roster)
    _refuse_other_service(read, at)
    _refuse_same_id(read, at)
    _refuse_unknown_team(read, at)
    _refuse_other_district(read, at)
    _refuse_same_week(read, at)
    _refuse_other_week(read, at)
    _refuse_two_shifts(read, at)
    return read


def _refuse_other_service(roster: Roster, at: _Placing) -> None:
    teams = _placed("teams", (one.service for one in roster.teams))
    users = _placed("users", (one.service for one in roster.users))
    for place, service in (*teams, *users):
        if service != roster.service:
            raise SettingsFault("SETTING-110", place=at(f"{place}.service"))


def _refuse_same_id(roster: Roster, at: _Placing) -> None:
    """Refuse a second entry of somebody or of a team: it would take the place of the first."""
    teams, users = (one.id for one in roster.teams), (one.id for one in roster.users)
    for places in (_same(at, "teams", teams), _same(at, "users", users)):
        if places:
            raise SettingsFault("SETTING-111", place=places)


def _refuse_unknown_team(roster: Roster, at: _Placing) -> None:
    """Refuse people and hours of a team that is not there: the hours would be dropped."""
    known = {None, *(team.id for team in roster.teams)}
    users = _placed("users", (one.team for one in roster.users))
    pattern = _placed("pattern", (one.team for one in roster.pattern))
    shifts = ((place, one.team) for place, one in _shifts(roster))
    for place, team in (*users, *pattern, *shifts):
        if team not in known:
            raise SettingsFault("SETTING-112", place=at(f"{place}.team"))


def _refuse_other_district(roster: Roster, at: _Placing) -> None:
    """Refuse people of a team of another district; who works for the whole service may have none."""
    districts = {team.id: team.district for team in roster.teams}
    for place, user in _placed("users", roster.users):
        if user.team is not None and user.district not in (None, districts[user.team]):
            raise SettingsFault("SETTING-113", place=at(f"{place}.district"))


def _refuse_same_week(roster: Roster, at: _Placing) -> None:
    if places := _same(at, "weeks", (one.week for one in roster.weeks)):
        raise SettingsFault("SETTING-114", place=places)


def _refuse_other_week(roster: Roster, at: _Placing) -> None:
    """Refuse a shift on a day outside its week: it would be dropped, and every team be free that week."""
    for number, written in enumerate(roster.weeks):
        days = IsoWeek.parse(written.week).days
        for place, shift in _placed(_shifts_of(number), written.shifts):
            if shift.date not in days:
                raise SettingsFault("SETTING-115", place=at(f"{place}.date"))


def _refuse_two_shifts(roster: Roster, at: _Placing) -> None:
    """Refuse a second shift of a team on one day: a day keeps one."""
    found = [_same(at, "pattern", ((one.team, one.weekday) for one in roster.pattern))]
    for number, written in enumerate(roster.weeks):
        found.append(_same(at, _shifts_of(number), ((one.team, one.date) for one in written.shifts)))
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


def _same(at: _Placing, name: str, keys: Iterable[Hashable]) -> str | None:
    """Return the places of the first entry that has the key of one before it, and of that one; None for no such."""
    first: dict[Hashable, int] = {}
    for number, key in enumerate(keys):
        if first.setdefault(key, number) != number:
            return f"{at(f'{name}.{number}')}, {at(f'{name}.{first[key]}')}"
    return None
