"""The page of one team: where it starts, who is in it, when it works; and the form that changes it from a day on."""

from typing import Any, Final

from starlette.responses import Response

from dashboards.office.administration.addresses import PEOPLE
from dashboards.office.administration.entries import entry_page, first_day, id_of
from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.staff import TeamHere
from inspection.errors import InspectionError
from inspection.i18n import LANGUAGES, language_name
from inspection.time_of import clock_text

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
    starts_on, teams = first_day(asked), acts.staff.staff_sheet(asked.acting()).teams
    known = next((one for one in teams if one.id == team), None)
    entry = _entry(asked, id_of(asked, team, {one.id for one in teams}), known)
    acts.staff.plan_team(asked.acting(), entry, starts_on, with_people=asked.form.get("with_people") == "1")


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
    known = next((one for one in acts.staff.staff_sheet(asked.acting()).teams if one.id == team), None)
    shifts = known.shifts if known else {}
    return entry_page(
        asked,
        "team",
        team,
        known,
        fault,
        team=known,
        days=DAYS,
        hours={day: tuple(clock_text(one) for one in span) for day, span in shifts.items()},
        spoken=[language_name(one, asked.look.lang) for one in known.languages] if known else (),
    )
