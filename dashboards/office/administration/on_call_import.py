"""The roster of one office as a file: what it would change of whom the office rings."""

from typing import Final

from starlette.responses import Response

from dashboards.office.administration.addresses import ON_CALL
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.on_call import office_name, page_of
from dashboards.office.administration.tables import Cell, Line, Table
from dashboards.office.asking import Asked
from dashboards.office.shared import FromFile
from inspection import acts
from inspection.acts.on_call import OnCallDifference, OnCallTurnInput
from inspection.errors import InspectionError, ReferralFault


def _shown(asked: Asked, difference: OnCallDifference, packed: str, fault: InspectionError | None) -> Response:
    return drawn(
        asked,
        "on_call_shown.html",
        fault,
        difference=difference,
        office=office_name(asked, difference.recipient),
        turns=_table(asked, difference),
        packed=packed,
        address=ON_CALL,
    )


def _read(text: str) -> acts.written.Written:
    """Return the roster of one office, as JSON or YAML; raises `ReferralFault` 744 for anything else."""
    try:
        rosters = acts.written.objects_in(text)
    except acts.written.Unreadable as fault:
        raise ReferralFault("REFER-744", file="file", why=fault) from None
    if len(rosters) > 1:
        raise ReferralFault("REFER-744", file="file", why="it holds several rosters, and this form takes one")
    return rosters[0]


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


DUTY_ROSTER: Final = FromFile(
    read=_read,
    look=lambda asked, raw: acts.on_call.preview_on_call(asked.acting(), raw),
    take=lambda asked, raw, shown: acts.on_call.import_on_call(asked.acting(), raw, shown=shown),
    form=page_of,
    shown=_shown,
    way=lambda _: f"{ON_CALL}?told=imported",
)
