"""Workbooks are read back: numbers are numbers, days are days, filters and print are set up, and no formula lives."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders_control import the_rules
from builders_reports import a_line, a_report, a_table
from openpyxl import load_workbook

from inspection.reporting.paper import new_workbook, saved, write_table
from inspection.reporting.reports import RegisterPart, Trend, TrendPoint, report_xlsx, table_csv, table_xlsx

RULES = the_rules().on(date(2027, 1, 4))
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|'/c calc'!A1"]


def read(content):
    return load_workbook(io.BytesIO(content))


def a_sheet(*rows, **more):
    book, sheet = new_workbook("x")
    write_table(sheet, [("a", 10), ("b", 10)], rows, **more)
    return read(saved(book)).active


def test_each_value_is_what_it_is():
    """A number sums, a day sorts, a moment is that of the clock here; nothing is an empty cell."""
    at = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    sheet = a_sheet((1240, date(2026, 11, 3)), (0.5, at), (None, "word"))
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [1240, datetime(2026, 11, 3)],  # noqa: DTZ001  a spreadsheet knows no zone
        [0.5, datetime(2026, 11, 30, 8, 30)],  # noqa: DTZ001
        [None, "word"],
    ]
    assert [sheet.cell(2, 2).is_date, sheet.cell(3, 2).is_date, sheet.cell(2, 1).number_format] == [True, True, "#,##0"]


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_a_formula(evil):
    """Whatever it begins with, in the table and above it; the value is text also for whoever saves it as CSV."""
    sheet = a_sheet((evil, date(1850, 1, 1)), above=[evil])
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_it_filters_stays_in_view_and_prints():
    """A4 across, one page wide, the head on each page, what it is below."""
    sheet = a_sheet((1, 2), (3, 4), above=["a note"], foot="R & D")
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A2:B4", "A3")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$2:$2"
    assert "$A$1:$B$4" in sheet.print_area
    assert sheet.oddFooter.left.text == "R && D"


def test_a_report_counts_further():
    """Every released count is there once as a number, what is hidden has none; days of the register are days."""
    late = a_line(title={"fr": "=1+1"})
    trend = Trend(
        figure="referrals", points=(TrendPoint(month="2026-10", count=20), TrendPoint(month="2026-11", count=None))
    )
    report = replace(a_report("bureau"), register=RegisterPart(late=(late,)), trend=trend)
    book = read(report_xlsx(report, "fr", RULES))
    assert book.sheetnames == ["Chiffres", "Mois par mois", "Registre", "Initiatives", "Définitions"]
    told = [row[5].value for row in book["Chiffres"].iter_rows(min_row=2)]
    known = [cell.count for one in report.tables for cell in one.table.cells]
    assert told == known
    assert {type(n) for n in told} == {int, type(None)}
    register = [cell.value for cell in book["Registre"][2]]
    assert register[3] == "'=1+1"
    assert register[6:8] == [datetime(2026, 11, 1), 64]  # noqa: DTZ001
    assert [row[1].value for row in book["Mois par mois"].iter_rows(min_row=2)] == [20, None]
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_a_released_table_as_workbook_and_as_csv_say_the_same():
    """The CSV is read by any program: UTF-8 with its mark, hidden counts empty."""
    table = a_table("referrals", ("form",)).table
    sheet = read(table_xlsx(table, "REL-7K2QXA", "fr", RULES)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    plain = table_csv(table, "fr", RULES)
    assert plain.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))
    assert [[str(v) if v is not None else "" for v in row] for row in rows] == lines[1:]
    assert sheet.oddFooter.left.text == "REL-7K2QXA"
