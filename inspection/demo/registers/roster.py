"""The synthetic inspectorate: teams by the size of each district, their people by role, and when they work.

Names are roles ("Inspector 1, Liège"). A pattern of the week says when a team works; the three weeks after the day of
the demo are written out from it as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from inspection.demo.registers import invented, on_call, writing
from inspection.time_of import IsoWeek

# where a team starts and what it speaks: town, longitude, latitude, languages
_Start = tuple[str, float, float, list[str]]
_SERVICE = "ONSS"
_WEEKS = 3


_SIZES = (2, 3, 2, 3)
_SKILLS = (("thb",), (), ("documents",), ("construction",))
# weekday to shift, for the first to the fourth team; between two shifts of a team lie eleven hours or more
_DAY, _EARLY, _LATE = ("08:00", "16:30"), ("06:00", "14:30"), ("12:00", "20:30")
_EVENING, _NIGHT = ("15:00", "23:30"), ("20:00", "04:00")
_PATTERNS = (
    {0: _DAY, 1: _DAY, 2: _DAY, 3: _EVENING, 4: _EVENING},
    {1: _DAY, 2: _DAY, 3: _LATE, 4: _EVENING, 5: _EVENING},
    {0: _EARLY, 1: _EARLY, 2: _EARLY, 3: _EARLY, 4: _EARLY},
    {0: _DAY, 2: _DAY, 4: _NIGHT, 6: _LATE},
)


@dataclass(frozen=True)
class _District:
    """A district: its name, where each of its teams starts, and when each works."""

    name: str
    starts: tuple[_Start, ...]
    patterns: tuple[Mapping[int, tuple[str, str]], ...]


def _districts(strengths: Mapping[str, int]) -> dict[str, _District]:
    """Return the districts by key, each with as many teams as it is strong."""
    return {
        key: _district(one, strengths.get(key, one["strength"])) for key, one in invented.invented("districts").items()
    }


def _district(one: Mapping[str, Any], strength: int) -> _District:
    days = -one["days"] if "days" in one and strength == one["strength"] else None
    patterns = [dict([*shifts.items()][days:]) for shifts in islice(cycle(_PATTERNS), strength)]
    return _District(one["name"], tuple(islice(cycle(one["teams"]), strength)), tuple(patterns))


def write_roster(folder: Path, on: date) -> dict[str, int]:
    """Write `teams.json` and return file name to its number of teams.

    The file holds `teams`, `users`, `pattern` (team, weekday 0 Monday to 6, start, end; an end before its start lies on
    the next day) and `weeks` (the pattern written out with dates).
    """
    roster: dict[str, Any] = roster_on(on)
    writing.write_json(folder, "teams.json", roster)
    return {f"{folder.name}/teams.json": len(roster["teams"])}


def roster_on(on: date, strengths: Mapping[str, int] = MappingProxyType({})) -> dict[str, object]:
    """Return the roster as plain values, the way `teams.json` holds it.

    strengths
        District to its number of teams, where it is not to be in proportion to its workplaces.
    """
    teams, users = [], [_user("direction-1", "Direction", "direction", None, None, ["fr", "nl"])]
    users.append(_user("data-officer-1", "Data officer", "auditor_dpo", None, None, ["nl", "fr"]))
    districts = _districts(strengths)
    for key, here in districts.items():
        languages = list(dict.fromkeys(lang for start in here.starts for lang in start[3]))
        users.append(_user(f"supervisor-{key}", f"Supervisor, {here.name}", "supervisor", key, None, languages))
        users.append(_user(f"head-{key}", f"Team head, {here.name}", "team_head", key, f"{key}-1", languages))
        for number, start in enumerate(here.starts):
            team, members = _team(key, here.name, start, number)
            teams.append(team)
            users += members
    pattern = [
        {"team": f"{key}-{n + 1}", "weekday": weekday, "start": start, "end": end}
        for key, here in districts.items()
        for n, shifts in enumerate(here.patterns)
        for weekday, (start, end) in shifts.items()
    ]
    users.append(_user("direction-2", "Direction", "direction", None, None, ["nl", "fr"]))  # two people decide
    users = [{**user, "telephone": on_call.persons_number(n)} for n, user in enumerate(users)]
    return {"synthetic": True, "service": _SERVICE, "made_for": on.isoformat(), "teams": teams, "users": users,
            "pattern": pattern, "weeks": _weeks(pattern, on)}  # fmt: skip


def _numbers(team: int) -> range:
    """Return the numbers of a team's inspectors within their district."""
    first = sum(islice(cycle(_SIZES), team)) + 1
    return range(first, first + _SIZES[team % len(_SIZES)])


def _team(
    key: str, district: str, start: _Start, number: int
) -> tuple[dict[str, object], list[dict[str, object]]]:  # fmt: skip
    town, lon, lat, languages = start
    team = f"{key}-{number + 1}"
    members = [
        _user(f"insp-{key}-{n}", f"Inspector {n}, {district}", "inspector", key, team, languages)
        for n in _numbers(number)
    ]
    return {
        "id": team, "name": f"Team {number + 1}, {district}", "service": _SERVICE, "district": key,
        "office": {"town": town, "lon": lon, "lat": lat}, "languages": languages,
        "size": _SIZES[number % len(_SIZES)], "skills": list(_SKILLS[number % len(_SKILLS)]),
    }, members  # fmt: skip


def _user(
    key: str, name: str, role: str, district: str | None, team: str | None, languages: list[str]
) -> dict[str, object]:
    return {"id": key, "name": name, "role": role, "service": _SERVICE, "district": district, "team": team,
            "language": languages[0], "languages": languages}  # fmt: skip


def _weeks(pattern: list[dict[str, object]], on: date) -> list[dict[str, object]]:
    weeks = [IsoWeek.after(on + timedelta(days=7 * n)) for n in range(_WEEKS)]
    return [{"week": str(week), "shifts": [_dated(entry, week) for entry in pattern]} for week in weeks]


def _dated(entry: dict[str, object], week: IsoWeek) -> dict[str, object]:
    day = week.days[int(str(entry["weekday"]))]
    return {"team": entry["team"], "date": day.isoformat(), "start": entry["start"], "end": entry["end"]}
