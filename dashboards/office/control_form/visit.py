"""The page of the visit: how it ended, when everybody came and went, on which days the facts lie, and who was there."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import PERSONS, VISIT
from dashboards.office.control_form.drafted import opened
from dashboards.office.control_form.sheets import UNREAD, Raw, Sheet, Wrong, kept, shown
from dashboards.office.paper import TICKED, Values, clock, moment_typed
from dashboards.office.shared import form_address
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.filled import Origin
from inspection.control.hours import hours_typed
from inspection.i18n import OF_BELGIUM
from inspection.life_cycles import ControlOutcome
from inspection.time_of import BRUSSELS, day_in_brussels

ORIGINS: Final[tuple[Origin, ...]] = get_args(Origin)


def show(asked: Asked) -> Response:
    """Show it."""
    filling, form = opened(asked)
    return shown(asked, filling, form, _sheet(asked, filling))


def keep(asked: Asked) -> Response:
    """Keep what was said, and lead on."""
    filling, form = opened(asked)
    here, after = form_address(filling.id, VISIT), form_address(filling.id, PERSONS, 1)
    sheet = _sheet(asked, filling)
    return kept(asked, filling, form, sheet, lambda then: after if then == "next" else f"{here}?told=kept")


def _sheet(asked: Asked, filling: Filling) -> Sheet:
    people = _people(asked, filling)
    at = asked.acting().at
    return Sheet(
        VISIT,
        "control_visit.html",
        form_address(filling.id, VISIT),
        lambda control: _fields(control, people),
        lambda control, typed: _copy(control, typed, people, at),
        lambda _: {
            "outcomes": tuple(ControlOutcome),
            "languages_of_report": OF_BELGIUM,
            "origins": ORIGINS,
            "people": people,
            "own_team": asked.known.user.team,
        },
    )


def _people(asked: Asked, filling: Filling) -> dict[str, str]:
    """Return who may have been there, by id their team: colleagues who go out, and who is noted already."""
    noted = dict.fromkeys(filling.control.get("team") or (), "")
    if not asked.known.may("staff.list"):
        return noted
    own = asked.known.user.team
    found = [(one.id, one.team) for one in acts.staff.colleagues(asked.acting()) if one.team]
    found.sort(key=lambda one: (one[1] != own, one[1], one[0]))
    return {**dict(found), **{user: dict(found).get(user, "") for user in noted}}


def _fields(control: Mapping[str, Any], people: Mapping[str, str]) -> Values:
    made = Values()
    made.put("outcome", str(control["outcome"] or ""))
    for name in ("entered", "left"):
        moment = control.get(f"{name}_at")
        made.put(f"{name}_on", _day(moment))
        made.put(f"{name}_at", clock(moment))
    for name in ("facts_from", "facts_on", "report_language"):
        made.put(name, str(control.get(name) or ""))
    if control.get("visit") is None:
        made.put("origin", str(control.get("origin") or ""))
    for user in people:
        made.put(f"team.{user}", TICKED if user in (control.get("team") or ()) else "")
    return made


def _copy(control: Raw, typed: Mapping[str, str], people: Mapping[str, str], now: datetime) -> Wrong:
    wrong: Wrong = {}
    if typed["outcome"] in set(ControlOutcome):
        control["outcome"] = typed["outcome"]
    before = {name: str(control.get(name) or "") for name in ("facts_from", "facts_on")}
    _hours(control, typed, now, wrong)
    _facts(control, typed, before, wrong)
    if typed["report_language"] in OF_BELGIUM:
        control["report_language"] = typed["report_language"]
    if control.get("visit") is None and typed.get("origin") in ORIGINS:
        control["origin"] = typed["origin"]
    team = [user for user in people if typed.get(f"team.{user}") == TICKED]
    if team or control.get("team"):
        control["team"] = team
    return wrong


def _hours(control: Raw, typed: Mapping[str, str], now: datetime, wrong: Wrong) -> None:
    entered = _moment(control, typed, "entered", typed["entered_on"])
    if entered is None:
        wrong["entered_at"] = UNREAD
        return
    left = _moment(control, typed, "left", typed["left_on"] or typed["entered_on"]) if typed["left_at"] else None
    is_day_alone = not typed["left_at"] and typed["left_on"] not in ("", _day(control.get("left_at")))
    if is_day_alone or (typed["left_at"] and left is None):
        wrong["left_at"] = UNREAD
        return
    said = hours_typed(control, entered, left, now)
    wrong.update({name: f"control.{fault}" for name, fault in said.wrong.items()})
    control.update(said.changed)


def _moment(control: Mapping[str, Any], typed: Mapping[str, str], name: str, on: str) -> datetime | None:
    """Return a moment that was typed; one that says what stood there keeps the seconds that no field shows."""
    held = control.get(f"{name}_at")
    if held and (on, typed[f"{name}_at"]) == (_day(held), clock(held)):
        return datetime.fromisoformat(str(held))
    return moment_typed(on, typed[f"{name}_at"])


def _facts(control: Raw, typed: Mapping[str, str], before: Mapping[str, str], wrong: Wrong) -> None:
    """Take the days of the facts that were typed; one that was left as it was has moved with the entry."""
    for name in ("facts_on", "facts_from"):
        if typed[name] == before[name]:
            continue
        if name == "facts_from" and not typed[name]:
            control.pop(name, None)
        elif not _take_day(control, name, typed[name]):
            wrong[name] = UNREAD
    first = control.get("facts_from")
    if first and str(first) > str(control["facts_on"]):
        control["facts_from"] = control["facts_on"]
        wrong["facts_from"] = "form.facts_after"


def _take_day(control: Raw, name: str, typed: str) -> bool:
    try:
        control[name] = date.fromisoformat(typed).isoformat()
    except ValueError:
        return False
    return True


def _day(moment: object) -> str:
    return day_in_brussels(datetime.fromisoformat(str(moment)).astimezone(BRUSSELS)).isoformat() if moment else ""
