"""The synthetic inspectorate: four teams a district, their people by role, and when they work.

Names are roles ("Inspector 1, Liège"). A pattern of the week says when a team works; the three weeks after the day of
the demo are written out from it as well.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from inspection.demo.registers.duty import persons_number
from inspection.time_of import IsoWeek

_SERVICE = "ONSS"
_WEEKS = 3


@dataclass(frozen=True)
class _District:
    """Where a district's teams start, and what they speak: one (town, longitude, latitude, languages) for each team."""

    name: str
    teams: tuple[tuple[str, float, float, tuple[str, ...]], ...]


def _same(town: str, lon: float, lat: float, *languages: str) -> tuple[tuple[str, float, float, tuple[str, ...]], ...]:
    return ((town, lon, lat, languages),) * 4


_MONS, _CHARLEROI = ("Mons", 3.9514, 50.4542, ("fr",)), ("Charleroi", 4.4446, 50.4108, ("fr",))
_BRUSSELS = ("Bruxelles/Brussel", 4.3517, 50.8503, ("fr", "nl"))
_DISTRICTS = {
    "antwerpen": _District("Antwerpen", _same("Antwerpen", 4.4025, 51.2194, "nl")),
    "limburg": _District("Limburg", _same("Hasselt", 5.3378, 50.9307, "nl")),
    "brussel": _District("Bruxelles/Brussel", (*[_BRUSSELS] * 3, ("Vilvoorde", 4.4296, 50.9282, ("nl",)))),
    "leuven": _District("Leuven", _same("Leuven", 4.7005, 50.8798, "nl")),
    "brabant-wallon": _District("Brabant wallon", _same("Wavre", 4.6118, 50.7172, "fr")),
    "oost-vlaanderen": _District("Oost-Vlaanderen", _same("Gent", 3.7174, 51.0543, "nl")),
    "west-vlaanderen": _District("West-Vlaanderen", _same("Brugge", 3.2247, 51.2093, "nl")),
    "liege": _District("Liège", _same("Liège", 5.5796, 50.6326, "fr")),
    "namur": _District("Namur", _same("Namur", 4.8672, 50.4674, "fr")),
    "luxembourg": _District("Luxembourg", _same("Arlon", 5.8167, 49.6833, "fr")),
    "eupen": _District("Eupen", _same("Eupen", 6.0363, 50.6309, "de", "fr")),
    "hainaut": _District("Hainaut", (_CHARLEROI, _MONS, _CHARLEROI, _MONS)),
}
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


def write_roster(folder: Path, on: date) -> dict[str, int]:
    """Write `teams.json` and return file name to its number of teams.

    The file holds `teams`, `users`, `pattern` (team, weekday 0 Monday to 6, start, end; an end before its start lies on
    the next day) and `weeks` (the pattern written out with dates).
    """
    roster = roster_on(on)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "teams.json").write_text(json.dumps(roster, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {f"{folder.name}/teams.json": len(_DISTRICTS) * len(_SIZES)}


def roster_on(on: date) -> dict[str, object]:
    """Return the roster as plain values, the way `teams.json` holds it."""
    teams, users = [], [_user("direction-1", "Direction", "direction", None, None, ("fr", "nl"))]
    users.append(_user("data-officer-1", "Data officer", "auditor_dpo", None, None, ("nl", "fr")))
    for key, district in _DISTRICTS.items():
        languages = tuple(dict.fromkeys(lang for team in district.teams for lang in team[3]))
        users.append(_user(f"supervisor-{key}", f"Supervisor, {district.name}", "supervisor", key, None, languages))
        users.append(_user(f"head-{key}", f"Team head, {district.name}", "team_head", key, f"{key}-1", languages))
        for number in range(len(_SIZES)):
            team, members = _team(key, district, number)
            teams.append(team)
            users += members
    pattern = [
        {"team": f"{key}-{n + 1}", "weekday": weekday, "start": start, "end": end}
        for key in _DISTRICTS for n, shifts in enumerate(_PATTERNS) for weekday, (start, end) in shifts.items()
    ]  # fmt: skip
    users = [{**user, "telephone": persons_number(n)} for n, user in enumerate(users)]
    return {"synthetic": True, "service": _SERVICE, "made_for": on.isoformat(), "teams": teams, "users": users,
            "pattern": pattern, "weeks": _weeks(pattern, on)}  # fmt: skip


def inspectors(district: str, language: str) -> list[tuple[str, str]]:
    """Return (team, user) of the inspectors of a district whose team speaks a language."""
    teams = [(n, team) for n, team in enumerate(_DISTRICTS[district].teams) if language in team[3]]
    return [(f"{district}-{n + 1}", f"insp-{district}-{k}") for n, _ in teams for k in _numbers(n)]


def _numbers(team: int) -> range:
    """Return the numbers of a team's inspectors within their district."""
    first = sum(_SIZES[:team]) + 1
    return range(first, first + _SIZES[team])


def _team(key: str, district: _District, number: int) -> tuple[dict[str, object], list[dict[str, object]]]:
    town, lon, lat, languages = district.teams[number]
    team = f"{key}-{number + 1}"
    members = [
        _user(f"insp-{key}-{n}", f"Inspector {n}, {district.name}", "inspector", key, team, languages)
        for n in _numbers(number)
    ]
    return {
        "id": team, "name": f"Team {number + 1}, {district.name}", "service": _SERVICE, "district": key,
        "office": {"town": town, "lon": lon, "lat": lat}, "languages": list(languages),
        "members": [str(member["id"]) for member in members], "size": _SIZES[number], "skills": list(_SKILLS[number]),
    }, members  # fmt: skip


def _user(
    key: str, name: str, role: str, district: str | None, team: str | None, languages: tuple[str, ...]
) -> dict[str, object]:
    return {"id": key, "name": name, "role": role, "service": _SERVICE, "district": district, "team": team,
            "language": languages[0], "languages": list(languages)}  # fmt: skip


def _weeks(pattern: list[dict[str, object]], on: date) -> list[dict[str, object]]:
    weeks = [IsoWeek.after(on + timedelta(days=7 * n)) for n in range(_WEEKS)]
    return [{"week": str(week), "shifts": [_dated(entry, week) for entry in pattern]} for week in weeks]


def _dated(entry: dict[str, object], week: IsoWeek) -> dict[str, object]:
    day = week.days[int(str(entry["weekday"]))]
    return {"team": entry["team"], "date": day.isoformat(), "start": entry["start"], "end": entry["end"]}
