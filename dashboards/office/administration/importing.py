"""A roster as a file: the form for one, and what it would change of people and teams."""

from typing import Any, Final

from starlette.responses import Response

from dashboards.office.administration.addresses import IMPORT, PEOPLE
from dashboards.office.administration.asked_for import district_name, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Table
from dashboards.office.asking import Asked
from dashboards.office.forms import LARGEST_FILE
from dashboards.office.shared import FromFile
from inspection import acts
from inspection.acts.staff import ChangedEntry, ChangedField, RosterDifference
from inspection.errors import InspectionError, SettingsFault
from inspection.life_cycles import StaffChangeState
from inspection.time_of import clock_text

_HOWS: Final = ("left", "changed", "added")


def show(asked: Asked) -> Response:
    """Show the form for a file."""
    return _form(asked)


def _shown(asked: Asked, difference: RosterDifference, packed: str, fault: InspectionError | None) -> Response:
    return drawn(
        asked,
        "import_shown.html",
        fault,
        difference=difference,
        counts={how: sum(one.how == how for one in difference.people) for how in _HOWS},
        team_counts={how: sum(one.how == how for one in difference.teams) for how in _HOWS},
        people=_table(asked, difference, "import_people"),
        teams=_table(asked, difference, "import_teams"),
        waiting=sum(one.state == StaffChangeState.TO_COME for one in acts.staff.list_changes(asked.acting())),
        packed=packed,
        address=IMPORT,
    )


def _form(asked: Asked, fault: InspectionError | None = None) -> Response:
    return drawn(asked, "import.html", fault, address=IMPORT, most=LARGEST_FILE // 1_000_000)


def _read(text: str) -> acts.written.Written:
    """Return a roster as it stands in a file; raises `SettingsFault` 041 for anything else."""
    try:
        return acts.written.object_in(text)
    except acts.written.Unreadable as fault:
        raise SettingsFault("SETTING-041", file="file", why=fault) from None


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
        hours = ((say(asked, f"weekday.{day}"), *map(clock_text, span)) for day, span in value.items())
        return ", ".join(f"{day} {first}–{last}" for day, first, last in hours)
    if isinstance(value, bool):
        return asked.say("word.yes" if value else "word.no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


ROSTER: Final = FromFile(
    read=_read,
    look=lambda asked, raw: acts.staff.preview_roster(asked.acting(), raw),
    take=lambda asked, raw, shown: acts.staff.import_roster(asked.acting(), raw, shown=shown),
    form=_form,
    shown=_shown,
    way=lambda _: f"{PEOPLE}?told=imported",
    page=IMPORT,
)
