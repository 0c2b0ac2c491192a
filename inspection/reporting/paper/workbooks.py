"""Workbooks in which every cell is text: whatever a cell begins with, no spreadsheet takes it for a formula."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet


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
    cell.value = f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
    cell.data_type = "s"
    cell.font = Font(bold=bold)


def saved(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
