"""Reads a department's filled workbook; every mistake is told with its cell and never with what stands in it."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast, get_args

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, Lang
from inspection.reporting.policy import Initiative, InitiativeKind, Words
from inspection.reporting.reports.chapters import COLUMNS, HEAD, MARK, ROWS, SECTIONS, Chapter, Section

LARGEST = 4_000_000
LONGEST = 20_000
MOST_TOLD = 12
_MARKS = {"mark": "B30", "department": "B31", "period": "B32"}
_PERSON_NUMBER = re.compile(r"(?<!\d)\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}(?!\d)")


def read_chapter(content: bytes) -> Chapter:
    """Return the chapter that a department wrote in our workbook.

    Errors: `ReferralFault` 953 when it is not our workbook; 954 with up to twelve cells that cannot be taken, and why.
    """
    book = _opened(content)
    marks = {name: _plain(book["start"][place].value) for name, place in _MARKS.items()}
    if marks["mark"] != MARK or not re.fullmatch(r"\d{4}-\d{4}", marks["period"]):
        raise _not_ours()
    reading = _Reading(marks["department"], marks["period"])
    sections = reading.sections(book["chapter"])
    initiatives = tuple(reading.initiatives(book["initiatives"]))
    if not reading.faults and not sections and not initiatives:
        reading.faults.append("chapter: nothing was written")
    if reading.faults:
        more = len(reading.faults) - MOST_TOLD
        told = (*reading.faults[:MOST_TOLD], *([f"and {more} more"] if more > 0 else ()))
        raise ReferralFault("REFER-954", cells="; ".join(told))
    return Chapter(department=marks["department"], period=marks["period"], sections=sections, initiatives=initiatives)


class _Reading:
    """One workbook on its way in, with what is wrong in it."""

    def __init__(self, department: str, period: str) -> None:
        self.department = department
        self.years = tuple(int(year) for year in period.split("-"))
        self.faults: list[str] = []

    def sections(self, sheet: Worksheet) -> Mapping[Section, Words]:
        found: dict[Section, Words] = {}
        for row, section in enumerate(SECTIONS, HEAD + 1):
            words = self._words(sheet, row, 2)
            if words:
                found[section] = words
        return found

    def initiatives(self, sheet: Worksheet) -> Iterator[Initiative]:
        for row in range(HEAD + 1, max(sheet.max_row, HEAD + ROWS) + 1):
            if any(_plain(sheet.cell(row, column).value) for column in range(1, len(COLUMNS) + 1)):
                made = self._initiative(sheet, row)
                if made is not None:
                    yield made

    def _initiative(self, sheet: Worksheet, row: int) -> Initiative | None:
        """Return the initiative of a line; None after noting what is wrong with it."""
        before = len(self.faults)
        at = {name: column for column, name in enumerate(COLUMNS, 1)}
        first = self._day(sheet, row, at["first_day"])
        last = self._day(sheet, row, at["last_day"]) if _plain(sheet.cell(row, at["last_day"]).value) else first
        kind = self._text(sheet, row, at["kind"])
        if kind not in get_args(InitiativeKind):
            self._fault(sheet, row, at["kind"], "not a kind of the list")
        what = self._words(sheet, row, at["fr"])
        if not what:
            self._fault(sheet, row, at["fr"], "written in no language")
        source = self._text(sheet, row, at["source"])
        if not source:
            self._fault(sheet, row, at["source"], "no source")
        counted, number = self._text(sheet, row, at["counted"]), self._text(sheet, row, at["number"])
        if bool(counted) != bool(number) or (number and not number.isdigit()):
            self._fault(sheet, row, at["number"], "not a whole number with its words")
        if first and last and not (first <= last and first.year in self.years):
            self._fault(sheet, row, at["first_day"], "not in the two years, or after its last day")
        if len(self.faults) > before or first is None or last is None:
            return None
        return Initiative(
            reference=f"{self.department}-{row}",
            department=self.department,
            kind=cast(InitiativeKind, kind),
            first_day=first,
            last_day=last,
            what=what,
            figures=((counted, int(number)),) if counted else (),
            source=source,
        )

    def _words(self, sheet: Worksheet, row: int, first: int) -> dict[Lang, str]:
        texts = {lang: self._text(sheet, row, first + n) for n, lang in enumerate(LANGUAGES)}
        return {lang: text for lang, text in texts.items() if text}

    def _day(self, sheet: Worksheet, row: int, column: int) -> date | None:
        value = sheet.cell(row, column).value
        if isinstance(value, datetime):
            return value.date()
        for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
            try:
                return datetime.strptime(_plain(value), shape).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        self._fault(sheet, row, column, "not a day; write 2026-03-31 or 31/03/2026")
        return None

    def _text(self, sheet: Worksheet, row: int, column: int) -> str:
        cell = sheet.cell(row, column)
        text = _plain(cell.value)
        if isinstance(cell, Cell) and cell.data_type == "f":
            self._fault(sheet, row, column, "a formula")
        elif len(text) > LONGEST:
            self._fault(sheet, row, column, f"longer than {LONGEST} characters")
        elif _PERSON_NUMBER.search(text):
            self._fault(sheet, row, column, "what looks like a person's number")
        return text

    def _fault(self, sheet: Worksheet, row: int, column: int, what: str) -> None:
        self.faults.append(f"{sheet.title} {get_column_letter(column)}{row}: {what}")


def _opened(content: bytes) -> Workbook:
    """Return the workbook if it is ours by its sheets; one that would unpack to too much is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            is_small = sum(part.file_size for part in parts.infolist()) <= 10 * LARGEST
        book = load_workbook(io.BytesIO(content)) if is_small and len(content) <= LARGEST else None
    except Exception:  # noqa: BLE001  whatever a foreign file makes the reader raise, it is not ours
        book = None
    if book is None or not {"start", "chapter", "initiatives"} <= set(book.sheetnames):
        raise _not_ours()
    return book


def _not_ours() -> ReferralFault:
    return ReferralFault("REFER-953")


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
