"""The page of one team: where it starts, who is in it, when it works; and the form that changes it from a day on."""

from datetime import timedelta
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.administration.addresses import PEOPLE, TEAMS
from dashboards.office.administration.asked_for import attempted, day_in, district_name, districts, drawn
from dashboards.office.administration.people import NEW, changes_table, clock
from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.staff import TeamHere
from inspection.errors import AccessRefused, InspectionError, SettingsFault
from inspection.i18n import LANGUAGES
from inspection.time_of import today

DAYS: Final = tuple(str(n) for n in range(7))
_DAY = 1440


def show(asked: Asked) -> Response:
    """Show it, or the form for a new one."""
    return _drawn(asked, asked.request.path_params["team"])


def plan(asked: Asked) -> Response:
    """Let a team start, move, change or end from a day on."""
    team = asked.request.path_params["team"]
    act = lambda: _planned(asked, team)  # noqa: E731
    return attempted(asked, act, f"{PEOPLE}?told=planned#changes", lambda fault: _drawn(asked, team, fault))


def _planned(asked: Asked, team: str) -> None:
    starts_on, known = day_in(asked, "starts_on"), _known(asked, team)
    if starts_on is None:
        raise SettingsFault("SETTING-044")
    entry = _entry(asked, asked.form.get("id", "").strip() if team == NEW else team, known)
    acts.staff.plan_team(asked.acting(), entry, starts_on, with_people=asked.form.get("with_people") == "1")


def _known(asked: Asked, team: str) -> TeamHere | None:
    return next((one for one in acts.staff.staff_sheet(asked.acting()).teams if one.id == team), None)


def _entry(asked: Asked, team: str, known: TeamHere | None) -> dict[str, Any]:
    """Return the entry that a form says; breaks, the end of a round and the longest day stay as they are known."""
    sent = asked.form
    kept: dict[str, Any] = {}
    if known is not None:
        kept = {"breaks": known.breaks, "longest": known.longest}
        if known.end is not None:
            kept["end"] = {"lon": known.end[0], "lat": known.end[1]}
    return {
        **kept,
        "id": team,
        "name": sent.get("name", "").strip(),
        "district": sent.get("district", ""),
        "office": {"lon": sent.get("lon", "").replace(",", "."), "lat": sent.get("lat", "").replace(",", ".")},
        "languages": [one for one in LANGUAGES if sent.get(f"speaks.{one}") == "1"],
        "skills": sorted({one.strip() for one in sent.get("skills", "").split(",") if one.strip()}),
        "size": sent.get("size", ""),
        "shifts": {day: span for day in DAYS if (span := _span(sent, day)) is not None},
        "ends": sent.get("ends") == "1",
    }


def _span(sent: Any, day: str) -> tuple[int, int] | None:
    """Return the hours of a weekday in minutes, None for a free one; an end before its start lies on the next day."""
    start, end = (_minutes(sent.get(f"{name}.{day}", "")) for name in ("starts", "ends_at"))
    if start is None or end is None:
        return None
    return start, end if end > start else end + _DAY


def _minutes(text: str) -> int | None:
    hour, _, minute = text[:5].partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    return int(hour) * 60 + int(minute)


def _drawn(asked: Asked, team: str, fault: InspectionError | None = None) -> Response:
    known = _known(asked, team)
    if known is None and not (team == NEW and asked.known.may("staff.change")):
        raise AccessRefused("ACCESS-120")
    changes = [one for one in acts.staff.list_changes(asked.acting()) if one.kind == "team" and one.subject == team]
    return drawn(
        asked,
        "team.html",
        fault,
        team=known,
        address=f"{TEAMS}/{team}",
        people=PEOPLE,
        days=DAYS,
        hours={day: tuple(clock(one) for one in span) for day, span in known.shifts.items()} if known else {},
        tongues=LANGUAGES,
        districts=districts(asked),
        district=district_name(asked, known.district) if known else "",
        first=today() + timedelta(days=1),
        may_change=asked.known.may("staff.change"),
        waits=asked.known.may("staff.change") and not asked.known.may("staff.decide"),
        changes=changes_table(asked, changes),
    )
