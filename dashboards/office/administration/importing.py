"""A roster as a file: read, shown as what it would change, and done only as it was shown.

Between the two pages the file travels in the form, packed: nothing of it is kept anywhere before it is confirmed.
"""

import json
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.administration.addresses import IMPORT, PEOPLE
from dashboards.office.administration.asked_for import attempted, district_name, drawn, listed, say
from dashboards.office.administration.people import clock
from dashboards.office.administration.tables import Cell, Line, Table
from dashboards.office.asking import Asked
from dashboards.office.forms import LARGEST_FILE, packed, unpacked
from inspection import acts
from inspection.acts.staff import ChangedEntry, ChangedField, RosterDifference
from inspection.errors import InspectionError, SettingsFault

_HOWS: Final = ("left", "changed", "added")


def show(asked: Asked) -> Response:
    """Show the form for a file."""
    return _form(asked)


def preview(asked: Asked) -> Response:
    """Show what a file would change; nothing is done."""
    return _previewed(asked, asked.form.get("file", ""))


def confirm(asked: Asked) -> Response:
    """Do what was shown, if it still is what would change; else show what would now."""
    try:
        text = unpacked(asked.form.get("packed", ""))
        raw = _read(text)
    except InspectionError as fault:
        return _form(asked, fault)
    act = lambda: acts.staff.import_roster(asked.acting(), raw, shown=asked.form.get("shown", ""))  # noqa: E731
    return attempted(asked, act, f"{PEOPLE}?told=imported", lambda fault: _previewed(asked, text, fault), page=IMPORT)


def _previewed(asked: Asked, text: str, before: InspectionError | None = None) -> Response:
    try:
        difference = acts.staff.preview_roster(asked.acting(), _read(text))
        sent = packed(text)
    except InspectionError as fault:
        return _form(asked, fault)
    if before is not None and before.code != "SETTING-043":
        return _form(asked, before)
    return drawn(
        asked,
        "import_shown.html",
        before,
        difference=difference,
        counts={how: sum(one.how == how for one in difference.people) for how in _HOWS},
        team_counts={how: sum(one.how == how for one in difference.teams) for how in _HOWS},
        people=_table(asked, difference, "import_people"),
        teams=_table(asked, difference, "import_teams"),
        waiting=sum(one.state == "to_come" for one in acts.staff.list_changes(asked.acting())),
        packed=sent,
        address=IMPORT,
    )


def _form(asked: Asked, fault: InspectionError | None = None) -> Response:
    return drawn(asked, "import.html", fault, address=IMPORT, most=LARGEST_FILE // 1_000_000)


def _read(text: str) -> dict[str, Any]:
    """Return a roster as it stands in a file; raises `SettingsFault` 041 for anything else."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise SettingsFault("SETTING-041", file="file")
    return raw


def _table(asked: Asked, difference: RosterDifference, key: str) -> Table:
    entries = difference.people if key == "import_people" else difference.teams
    lines = [
        Line(
            [
                Cell(one.id),
                Cell(say(asked, f"how.{one.how}"), _HOWS.index(one.how), colour="late" if one.how == "left" else ""),
                Cell(_first(asked, one), notes=tuple(_field(asked, one, field) for field in one.fields[1:])),
            ]
        )
        for one in entries
    ]
    return listed(asked, key, ("whom", "how", "what"), lines, source="file")


def _first(asked: Asked, entry: ChangedEntry) -> str:
    return _field(asked, entry, entry.fields[0]) if entry.fields else ""


def _field(asked: Asked, entry: ChangedEntry, one: ChangedField) -> str:
    named = say(asked, f"fact.{one.name}")
    if one.is_secret:
        return say(asked, "fact_changes", fact=named)
    after = _value(asked, one.name, one.after)
    if entry.how != "changed":
        return asked.say("office.word", word=named) + f" {after}"
    return asked.say("office.word", word=named) + f" {_value(asked, one.name, one.before)} → {after}"


def _value(asked: Asked, name: str, value: Any) -> str:
    """Return a fact in the reader's words."""
    if name == "role":
        return asked.say(f"role.{value}")
    if name == "district":
        return district_name(asked, value)
    if value in (None, "", [], {}):
        return "–"
    if name == "shifts":
        return ", ".join(f"{asked.say(f'admin.weekday.{day}')} {clock(s)}–{clock(e)}" for day, (s, e) in value.items())
    if isinstance(value, bool):
        return asked.say("word.yes" if value else "word.no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)
