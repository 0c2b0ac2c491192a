"""Workbooks that can be worked with: counts are numbers, days are days, and no text is ever taken for a formula."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from inspection.time_of import BRUSSELS

Value = str | int | float | date | datetime | None
_FORMULA = tuple("=+-@\t\r")
_DAY, _MOMENT, _NUMBER = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"
_FIRST_YEAR = 1900  # a spreadsheet counts its days from there: an earlier day is written as text
_A4 = 9
_LINE = 15  # points of a line of text
# a day to the left and a number one step from the right: neither touches the text of the next column
_ALIGNED: Mapping[type, Alignment] = {
    str: Alignment(vertical="top", wrap_text=True),
    date: Alignment(vertical="top", horizontal="left"),
    int: Alignment(vertical="top", horizontal="right", indent=1),
}


def new_workbook(title: str) -> tuple[Workbook, Worksheet]:
    """Return a workbook with its one sheet, which is called `title`."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one sheet
    sheet.title = title
    return book, sheet


def write_text(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> None:
    """Write a text into a cell as text; what would begin a formula gets an apostrophe before it."""
    cell = sheet.cell(row, column)
    cell.value = plain_text(text)
    cell.data_type = "s"
    cell.font = Font(bold=bold)


def plain_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, also not one that reads it again from another file."""
    return ILLEGAL_CHARACTERS_RE.sub("", f"'{text}" if text.startswith(_FORMULA) else text)


def write_value(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    """Write a value as what it is: a number that can be summed, a day that sorts, a moment by the clock here, or text.

    Nothing is an empty cell, which sorts last and is not counted.
    """
    cell = sheet.cell(row, column)
    if value is None:
        return
    if isinstance(value, str) or (isinstance(value, date) and value.year <= _FIRST_YEAR):
        write_text(sheet, row, column, str(value))
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value.astimezone(BRUSSELS).replace(tzinfo=None), _MOMENT
    else:
        cell.value = value
        cell.number_format = _DAY if isinstance(value, date) else _NUMBER if isinstance(value, int) else "General"
    cell.alignment = _ALIGNED[str if isinstance(value, str) else date if isinstance(value, date) else int]


def write_table(
    sheet: Worksheet,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Value]],
    *,
    above: Sequence[str] = (),
    foot: str = "",
) -> None:
    """Write a table that can be filtered, whose head stays in view and stands on every printed page.

    Arguments: `columns` the head of each and its width in letters; `above` lines that say what the table is; `foot`
    what every printed page says below, beside its number.
    """
    for number, line in enumerate(above, 1):
        _write_across(sheet, number, line, [width for _, width in columns])
    head = len(above) + 1
    for place, (name, width) in enumerate(columns, 1):
        write_text(sheet, head, place, name, bold=True)
        sheet.cell(head, place).alignment = Alignment(vertical="bottom", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, head + 1):
        for place, value in enumerate(row, 1):
            write_value(sheet, number, place, value)
    last = f"{get_column_letter(len(columns))}{head + max(len(rows), 1)}"
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{last}"
    set_up_print(sheet, head, f"A1:{last}", foot)


def set_up_print(sheet: Worksheet, head: int, area: str, foot: str) -> None:
    """Let a sheet print on A4 across, as wide as one page, its head on each, with thin lines between cells.

    Arguments: `head` the line of its column names; `area` the cells that print; `foot` what stands below each page.
    """
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.gridLines = True
    sheet.print_title_rows, sheet.print_area = f"{head}:{head}", area
    below = sheet.oddFooter
    assert below is not None  # noqa: S101  every new sheet has one
    below.left.text, below.right.text = foot.replace("&", "&&"), "&P / &N"


def _write_across(sheet: Worksheet, row: int, text: str, widths: Sequence[int]) -> None:
    """Write a line over all columns, as high as it needs: what is cut on the screen would be cut on paper too."""
    write_text(sheet, row, 1, text)
    sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    if len(widths) > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    sheet.row_dimensions[row].height = _LINE * ceil(max(len(text), 1) / sum(widths))


def saved(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
