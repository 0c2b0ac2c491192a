"""The synthetic inspectorate: four teams a district, their people by role, and when they work.

Names are roles ("Inspector 1, Liège"). A pattern of the week says when a team works; the three weeks after the day of
the demo are written out from it as well.
"""

from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

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


def _districts() -> dict[str, tuple[str, list[_Start]]]:
    """Return the districts by key: the name, and where each of its teams starts."""
    known = invented.invented("districts").items()
    return {key: (one["name"], [*islice(cycle(one["teams"]), len(_SIZES))]) for key, one in known}


def write_roster(folder: Path, on: date) -> dict[str, int]:
    """Write `teams.json` and return file name to its number of teams.

    The file holds `teams`, `users`, `pattern` (team, weekday 0 Monday to 6, start, end; an end before its start lies on
    the next day) and `weeks` (the pattern written out with dates).
    """
    roster = roster_on(on)
    writing.write_json(folder, "teams.json", roster)
    return {f"{folder.name}/teams.json": len(invented.invented("districts")) * len(_SIZES)}


def roster_on(on: date) -> dict[str, object]:
    """Return the roster as plain values, the way `teams.json` holds it."""
    teams, users = [], [_user("direction-1", "Direction", "direction", None, None, ["fr", "nl"])]
    users.append(_user("data-officer-1", "Data officer", "auditor_dpo", None, None, ["nl", "fr"]))
    for key, (name, starts) in _districts().items():
        languages = list(dict.fromkeys(lang for start in starts for lang in start[3]))
        users.append(_user(f"supervisor-{key}", f"Supervisor, {name}", "supervisor", key, None, languages))
        users.append(_user(f"head-{key}", f"Team head, {name}", "team_head", key, f"{key}-1", languages))
        for number, start in enumerate(starts):
            team, members = _team(key, name, start, number)
            teams.append(team)
            users += members
    pattern = [
        {"team": f"{key}-{n + 1}", "weekday": weekday, "start": start, "end": end}
        for key in _districts() for n, shifts in enumerate(_PATTERNS) for weekday, (start, end) in shifts.items()
    ]  # fmt: skip
    users = [{**user, "telephone": on_call.persons_number(n)} for n, user in enumerate(users)]
    return {"synthetic": True, "service": _SERVICE, "made_for": on.isoformat(), "teams": teams, "users": users,
            "pattern": pattern, "weeks": _weeks(pattern, on)}  # fmt: skip


def inspectors(district: str, language: str) -> list[tuple[str, str]]:
    """Return (team, user) of the inspectors of a district whose team speaks a language."""
    teams = [n for n, start in enumerate(_districts()[district][1]) if language in start[3]]
    return [(f"{district}-{n + 1}", f"insp-{district}-{k}") for n in teams for k in _numbers(n)]


def _numbers(team: int) -> range:
    """Return the numbers of a team's inspectors within their district."""
    first = sum(_SIZES[:team]) + 1
    return range(first, first + _SIZES[team])


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
        "members": [str(member["id"]) for member in members], "size": _SIZES[number], "skills": list(_SKILLS[number]),
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
