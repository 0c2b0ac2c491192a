"""A department's chapter of the two-yearly report, and the workbook in which a department writes it.

The sections are those of a government report; a department leaves empty what does not concern it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inspection.i18n import LANGUAGES, Lang, t
from inspection.reporting.paper import new_workbook, saved, set_up_print
from inspection.reporting.policy import Initiative, InitiativeKind, Words

Section = Literal[
    "policy", "prevention", "training", "detection", "protection", "cooperation", "figures", "recommendations"
]
SECTIONS: tuple[Section, ...] = get_args(Section)
MARK = "vigie-chapter-1"
COLUMNS = ("first_day", "last_day", "kind", *LANGUAGES, "counted", "number", "source")
ROWS = 200
HEAD = 3  # the line of column names, on either sheet
_INK, _PAPER = "FF12303F", "FFFFFFFF"
# Styles are shared: two thousand cells that each made their own would take seconds.
_FIELD = PatternFill("solid", fgColor="FFFFF9E5")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = Side(style="thin", color="FFBBBBBB")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What one department, an actor of recipients.yaml, wrote for two years."""

    department: str
    period: str
    sections: Mapping[Section, Words]
    initiatives: tuple[Initiative, ...] = ()


def chapter_workbook(department: str, name: str, period: str, lang: Lang) -> bytes:
    """Return the workbook that a department fills in, with its instructions in `lang`; every cell of it is text."""
    book, first = new_workbook("start")
    _instructions(first, department, name, period, lang)
    _text_sheet(book.create_sheet("chapter"), name, period, lang)
    _initiative_sheet(book.create_sheet("initiatives"), name, period, lang)
    return saved(book)


def _instructions(sheet: Worksheet, department: str, name: str, period: str, lang: Lang) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    _title(sheet, t("chapter.title", lang, period=period), name)
    lines = [(str(n), t(f"chapter.how.{n}", lang)) for n in range(1, 7)]
    lines += [(t(f"report.initiative.{kind}", lang), kind) for kind in get_args(InitiativeKind)]
    for row, (label, text) in enumerate(lines, HEAD + 1):
        _write(sheet, row, 1, label, bold=True)
        _write(sheet, row, 2, text)
    for row, (label, text) in enumerate((("mark", MARK), ("department", department), ("period", period)), 30):
        _write(sheet, row, 1, label, grey=True)
        _write(sheet, row, 2, text, grey=True)
    set_up_print(sheet, 1, "A1:B32", f"{name} · {period}")


def _text_sheet(sheet: Worksheet, name: str, period: str, lang: Lang) -> None:
    _title(sheet, t("chapter.sheet.text", lang, period=period), name)
    _head(sheet, [t("chapter.section", lang), *(other.upper() for other in LANGUAGES)], [34, 60, 60, 60, 60])
    for row, section in enumerate(SECTIONS, HEAD + 1):
        _write(sheet, row, 1, t(f"report.section.{section}", lang), bold=True)
        for column in range(2, 2 + len(LANGUAGES)):
            _field(sheet, row, column)
        sheet.row_dimensions[row].height = 120
    sheet.freeze_panes = f"B{HEAD + 1}"
    last = f"{get_column_letter(1 + len(LANGUAGES))}{HEAD + len(SECTIONS)}"
    set_up_print(sheet, HEAD, f"A1:{last}", f"{name} · {period}")


def _initiative_sheet(sheet: Worksheet, name: str, period: str, lang: Lang) -> None:
    _title(sheet, t("chapter.sheet.initiatives", lang, period=period), name)
    names = [c.upper() if c in LANGUAGES else t(f"chapter.column.{c}", lang) for c in COLUMNS]
    _head(sheet, names, [13, 13, 15, 50, 50, 50, 50, 26, 12, 34])
    for row in range(HEAD + 1, HEAD + 1 + ROWS):
        for column in range(1, len(COLUMNS) + 1):
            _field(sheet, row, column)
    kinds = DataValidation(type="list", formula1=f'"{",".join(get_args(InitiativeKind))}"', allow_blank=True)
    kinds.add(f"C{HEAD + 1}:C{HEAD + ROWS}")
    sheet.add_data_validation(kinds)
    sheet.freeze_panes = f"A{HEAD + 1}"
    last = f"{get_column_letter(len(COLUMNS))}{HEAD + ROWS}"
    set_up_print(sheet, HEAD, f"A1:{last}", f"{name} · {period}")


def _title(sheet: Worksheet, title: str, name: str) -> None:
    _write(sheet, 1, 1, title, bold=True)
    sheet.cell(1, 1).font = Font(bold=True, size=16, color=_INK)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)
    _write(sheet, 2, 1, name)
    sheet.cell(2, 1).alignment = Alignment(wrap_text=False)


def _head(sheet: Worksheet, names: Sequence[str], widths: Sequence[int]) -> None:
    for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        _write(sheet, HEAD, column, name)
        cell = sheet.cell(HEAD, column)
        cell.font, cell.fill = Font(bold=True, color=_PAPER), PatternFill("solid", fgColor=_INK)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _field(sheet: Worksheet, row: int, column: int) -> None:
    """Make a cell to write in: text whatever is typed, so that a day stays as it was written."""
    cell = sheet.cell(row, column)
    cell.number_format, cell.fill, cell.border, cell.alignment = "@", _FIELD, _BORDER, _WRAPPED


def _write(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, grey: bool = False) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.data_type, cell.number_format = text, "s", "@"
    cell.font = Font(bold=bold, color="FF888888" if grey else None)
    cell.alignment = _WRAPPED
