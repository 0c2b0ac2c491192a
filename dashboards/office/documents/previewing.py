"""What a sheet or a calendar of one's own team says, on its page: its visits with their hours, before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from icalendar import Calendar

from dashboards.office.asking import Asked
from dashboards.office.shared import Telling
from inspection import acts
from inspection.acts.documents import OpenDocument
from inspection.time_of import BRUSSELS


@dataclass(frozen=True, kw_only=True)
class PreviewLine:
    """One visit: its day, its hours, what the file calls it, and where it is as far as its file says so."""

    on: datetime | None
    hours: str
    visit: str
    place: str = field(default="", repr=False)


def visits_of(asked: Asked, found: OpenDocument) -> Sequence[PreviewLine]:
    """Return the visits of a calendar as its file has them, of a sheet as the team may know them by now; else none.

    A sheet is shown by the visits of its day that the team is told of at this hour; what it says beside them, reasons
    and people, stands in the file alone.
    """
    document = found.document
    if document.kind != "sheet" or found.file is None:
        return ()
    return _of_calendar(found.file.read_bytes()) if document.topic else _of_day(asked, document.period)


def _of_calendar(content: bytes) -> list[PreviewLine]:
    lines = []
    for event in Calendar.from_ical(content).walk("VEVENT"):
        start, end = (event.decoded(name).astimezone(BRUSSELS) for name in ("DTSTART", "DTEND"))
        lines.append(PreviewLine(on=start, hours=f"{start:%H:%M}–{end:%H:%M}", visit=str(event["SUMMARY"])))
    return sorted(lines, key=lambda one: one.on or datetime.min.replace(tzinfo=BRUSSELS))


def _of_day(asked: Asked, day: str) -> list[PreviewLine]:
    if not asked.known.may("package.read"):
        return []
    telling = Telling(asked)
    return [
        PreviewLine(
            on=None,
            hours=one.start or "–",
            visit=one.visit,
            place=", ".join(filter(None, (one.name or telling.number(one.workplace), one.address))),
        )
        for one in acts.weeks.own_missions(asked.acting())
        if one.day.isoformat() == day
    ]
