"""The roster of one office as a file: shown as what it would change, and taken in only as it was shown."""

from typing import Any

import yaml
from starlette.responses import Response

from dashboards.office.administration.addresses import ON_CALL
from dashboards.office.administration.asked_for import attempted, drawn, listed, say
from dashboards.office.administration.on_call import office_name, page_of
from dashboards.office.administration.tables import Cell, Line, Table
from dashboards.office.asking import Asked
from dashboards.office.forms import packed, unpacked
from inspection import acts
from inspection.acts.staff import OnCallDifference, OnCallTurnInput
from inspection.errors import InspectionError, ReferralFault


def preview(asked: Asked) -> Response:
    """Show what a file would change; nothing is done."""
    return _previewed(asked, asked.form.get("file", ""))


def confirm(asked: Asked) -> Response:
    """Do what was shown, if it still is what would change; else show what would now."""
    try:
        text = unpacked(asked.form.get("packed", ""))
        raw = _read(text)
    except InspectionError as fault:
        return page_of(asked, fault)
    act = lambda: acts.staff.import_on_call(asked.acting(), raw, shown=asked.form.get("shown", ""))  # noqa: E731
    return attempted(asked, act, f"{ON_CALL}?told=imported", lambda fault: _previewed(asked, text, fault))


def _previewed(asked: Asked, text: str, before: InspectionError | None = None) -> Response:
    try:
        difference = acts.staff.preview_on_call(asked.acting(), _read(text))
    except InspectionError as fault:
        return page_of(asked, fault)
    if before is not None and before.code != "SETTING-043":
        return page_of(asked, before)
    return drawn(
        asked,
        "on_call_shown.html",
        before,
        difference=difference,
        office=office_name(asked, difference.recipient),
        turns=_table(asked, difference),
        packed=packed(text),
        address=ON_CALL,
    )


def _read(text: str) -> dict[str, Any]:
    """Return the roster of one office, as JSON or YAML; raises `ReferralFault` 744 for anything else."""
    try:
        raw = yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError):
        raw = None
    one = raw[0] if isinstance(raw, list) and len(raw) == 1 else raw
    if not isinstance(one, dict):
        raise ReferralFault("REFER-744", file="file")
    return one


def _table(asked: Asked, difference: OnCallDifference) -> Table:
    lines = [_line(asked, one, "left") for one in difference.gone]
    lines += [_line(asked, one, "added") for one in difference.new]
    return listed(asked, "import_turns", ("number", "how", "answers", "hours", "from"), lines, source="file")


def _line(asked: Asked, one: OnCallTurnInput, how: str) -> Line:
    hours = f"{one.starts}–{one.ends}" if one.starts else say(asked, f"on_hours.{one.hours or 'always'}")
    days = ", ".join(say(asked, f"weekday.{day}") for day in one.days)
    until = f" – {asked.day(one.valid_until)}" if one.valid_until else ""
    return Line(
        [
            Cell(one.number, notes=(say(asked, "rank", n=one.rank),)),
            Cell(say(asked, f"how.{how}"), colour="late" if how == "left" else ""),
            Cell(say(asked, f"duty.{one.role}"), notes=one.areas),
            Cell(hours, notes=(days,) if days else ()),
            Cell(f"{asked.day(one.valid_from)}{until}", one.valid_from),
        ]
    )
