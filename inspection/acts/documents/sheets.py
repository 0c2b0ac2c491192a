"""Sheets and calendars of one's own team, and of no other: a sheet may hold what only its team was permitted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspection.trust import Context

SHEET = "-carry-sheet.pdf"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_WEEK = re.compile(r"\d{4}-W\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True)
class SheetFile:
    """A file that an approved week wrote for a team: the sheet of one day, or the calendar of the week.

    day
        Of a sheet, as 2026-11-30; "" for a calendar.
    """

    week: str
    day: str
    file: Path
    written_at: datetime


def sheet_files(context: Context, team: str | None) -> Iterator[SheetFile]:
    """Yield the files that were written for a team, whatever the week; none for nobody's team."""
    if team is None or not _PLAIN.fullmatch(team):
        return
    for file in sorted(context.settings.out.glob(f"*/teams/{team}/*")):
        week, day = file.parts[-4], file.name.removesuffix(SHEET)
        is_sheet, is_calendar = _DAY.fullmatch(day), file.name == f"{week}.ics"
        if _WEEK.fullmatch(week) and (is_sheet or is_calendar):
            written_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            yield SheetFile(week=week, day=day if is_sheet else "", file=file, written_at=written_at)
