"""Every workbook and table that is published is read by LibreOffice: types, filters, print, and nothing that computes.

`make documents` runs it; where LibreOffice is not installed (Debian: libreoffice-calc) it is skipped. Texts that an
office or a department could have sent begin as formulas do.
"""

import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from builders_control import the_rules
from builders_figures import some_facts
from builders_reporting import a_list, a_row
from builders_reports import KINDS, a_line, a_noted, a_report, a_table
from openpyxl import Workbook, load_workbook

from inspection.i18n import LANGUAGES
from inspection.reporting.cases import referral_list_xlsx
from inspection.reporting.figures import FIGURES, ImportedFigure, OtherLine, count, whole_year
from inspection.reporting.policy import POLICY_READERS, PolicyTable, counted_cells, imported_cells, policy_xlsx
from inspection.reporting.reports import (
    OtherFigureCount,
    RegisterPart,
    Trend,
    TrendPoint,
    chapter_workbook,
    report_xlsx,
    table_csv,
    table_xlsx,
)

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here: apt-get install libreoffice-calc"),
]
RULES = the_rules().on(date(2027, 1, 4))
SUM, AT, RING, MINUS = "=1+1", "@SUM(1)", "+32 2 555 01 01", "-1"
SPACES = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0}}"
    for name, rest in {"office": "office", "table": "table", "style": "style", "text": "text"}.items()
}
OFFICE, TABLE, STYLE, TEXT = SPACES.values()


def written() -> Iterator[tuple[str, bytes]]:
    """Yield each published kind by file name, with planted texts wherever somebody else's words come in."""
    rows = [replace(a_row("overdue", SUM), late_days=3, ring=RING), a_row("new", AT), a_row("answered", MINUS)]
    for lang in LANGUAGES:
        yield f"list-{lang}.xlsx", referral_list_xlsx(replace(a_list(*rows, lang=lang), recipient_name=SUM))
        yield f"chapter-{lang}.xlsx", chapter_workbook("oe-minteh", SUM, "2025-2026", lang)
    yield "list-empty.xlsx", referral_list_xlsx(a_list())
    late = a_line(title={"fr": SUM}, evidence=MINUS)
    trend = Trend(
        figure="referrals", points=(TrendPoint(month="2026-10", count=20), TrendPoint(month="2026-11", count=None))
    )
    for kind in KINDS:
        told = OtherFigureCount(figure="victims_recognised", year=2026, source=AT, count=1151)
        made = a_report(kind, initiatives=(a_noted(what={"fr": RING}, source=AT),), others=(told,), trend=trend)
        yield f"{kind}.xlsx", report_xlsx(replace(made, register=RegisterPart(late=(late,))), "fr", RULES)
    table = a_table("referrals", ("form",)).table
    assert table is not None
    yield "table.xlsx", table_xlsx(table, "REL-7K2QXA", "fr", RULES)
    yield "tables.csv", table_csv(table, "fr", RULES)
    yield "policy.xlsx", policy_xlsx(_policy(), RULES, "fr")


def _policy() -> PolicyTable:
    year, facts = whole_year(2026), some_facts(Random(2))
    reader, wanted = next(iter(POLICY_READERS.items()))
    told = ImportedFigure(
        line=OtherLine("convicted", SUM, *year, (), 3),
        imported_at=datetime(2027, 3, 1, tzinfo=UTC),
        imported_by="supervisor-1",
    )
    ours = [c for f, cuts in wanted if f in FIGURES for c in counted_cells(count(f, facts, *year), "ONSS", cuts)]
    theirs = [c for f, cuts in wanted if f == "convicted" for c in imported_cells(f, [told], cuts, 2026)]
    return PolicyTable(reader=reader, year=2026, service="ONSS", is_released=False, cells=(*ours, *theirs))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with every file, and beside each what LibreOffice makes of it."""
    place = tmp_path_factory.mktemp("read")
    for name, content in written():
        (place / name).write_bytes(content)
    alive = Workbook()
    alive.worksheets[0]["A1"] = SUM
    alive.save(place / "alive.xlsx")
    assert SOFFICE is not None
    home = f"-env:UserInstallation=file://{place / 'profile'}"
    files = sorted(str(file) for file in place.iterdir() if file.is_file())
    asked = [SOFFICE, home, "--headless", "--convert-to", "fods", "--outdir", str(place / "read"), *files]
    subprocess.run(asked, check=True, capture_output=True, timeout=300)
    return place


def read(folder: Path, name: str) -> ET.Element:
    """What LibreOffice makes of a file."""
    return ET.parse(folder / "read" / f"{Path(name).stem}.fods").getroot()  # noqa: S314  written a moment ago


def sheets(root: ET.Element) -> Mapping[str, list[list[Any]]]:
    """The cells of each sheet, as LibreOffice types them: a number, a day or moment, a text, None for nothing."""
    return {one.attrib[f"{TABLE}name"]: _rows(one) for one in root.iter(f"{TABLE}table")}


def _rows(table: ET.Element) -> list[list[Any]]:
    found: list[list[Any]] = []
    for row in table.iter(f"{TABLE}table-row"):
        cells: list[Any] = []
        for cell in row:
            cells += [_value(cell)] * min(int(cell.attrib.get(f"{TABLE}number-columns-repeated", 1)), 64)
        found += [_ended(cells)] * min(int(row.attrib.get(f"{TABLE}number-rows-repeated", 1)), 256)
    while found and not found[-1]:
        found.pop()
    return found


def _ended(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(cell: ET.Element) -> Any:
    kind = cell.attrib.get(f"{OFFICE}value-type")
    if kind == "float":
        return float(cell.attrib[f"{OFFICE}value"])
    if kind == "date":
        return datetime.fromisoformat(cell.attrib[f"{OFFICE}date-value"])
    return "\n".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p")) if kind == "string" else None


NAMES = [
    *(f"{kind}-{lang}.xlsx" for kind in ("list", "chapter") for lang in LANGUAGES),
    *("list-empty.xlsx", "table.xlsx", "policy.xlsx", *(f"{kind}.xlsx" for kind in KINDS)),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_is_read_as_it_was_meant(folder: Path, name: str) -> None:
    """Every number is a number there too, every day a day, every text a text, cell by cell."""
    found = sheets(read(folder, name))
    meant = load_workbook(io.BytesIO((folder / name).read_bytes()))
    assert list(found) == meant.sheetnames
    for sheet in meant:
        rows = [_ended([cell.value for cell in row]) for row in sheet.iter_rows()]
        while rows and not rows[-1]:
            rows.pop()
        for told, known in zip_longest(found[sheet.title], rows):
            assert [_said(one) for one in told] == [_said(one) for one in known]


def _said(value: Any) -> Any:
    """A value without what a program may write otherwise: a moment to the second, white space in a text."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("name", [*NAMES, "tables.csv"])
def test_nothing_computes(folder: Path, name: str) -> None:
    """No cell has a formula, whatever the text of others began with; and the text is there to be read."""
    root = read(folder, name)
    assert not [cell for cell in root.iter() if f"{TABLE}formula" in cell.attrib]
    assert not [cell for cell in root.iter(f"{TABLE}table-cell") if cell.attrib.get(f"{OFFICE}value-type") == "boolean"]


def test_a_formula_that_lives_is_noticed(folder: Path) -> None:
    """What the tests above look for is there where a cell does compute: they could fail."""
    assert [cell for cell in read(folder, "alive.xlsx").iter() if f"{TABLE}formula" in cell.attrib]


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("list-fr.xlsx", {SUM, AT, MINUS, RING}),
        ("bureau.xlsx", {SUM, AT, RING}),
        ("policy.xlsx", {SUM}),
    ],
)
def test_what_looks_like_a_formula_is_told_as_text(folder: Path, name: str, planted: set[str]) -> None:
    """Behind an apostrophe, so that whoever saves the sheet as CSV and opens it again gets no formula either."""
    texts = {cell for rows in sheets(read(folder, name)).values() for row in rows for cell in row}
    assert {f"'{one}" for one in planted} <= texts


@pytest.mark.parametrize("name", NAMES)
def test_it_prints_across_with_its_head_on_each_page(folder: Path, name: str) -> None:
    """Each sheet: A4 across, as wide as one page, the head repeated."""
    root = read(folder, name)
    every = list(root.iter(f"{TABLE}table"))
    assert [one for one in every if one.find(f".//{TABLE}table-header-rows") is None] == []
    layouts = {one.attrib[f"{STYLE}name"]: one[0].attrib for one in root.iter(f"{STYLE}page-layout") if len(one)}
    used = {
        one.attrib[f"{STYLE}name"]: one.attrib[f"{STYLE}page-layout-name"] for one in root.iter(f"{STYLE}master-page")
    }
    styles = {one.attrib[f"{STYLE}name"]: one.attrib for one in root.iter(f"{STYLE}style")}
    for one in every:
        page = layouts[used[styles[one.attrib[f"{TABLE}style-name"]][f"{STYLE}master-page-name"]]]
        assert page[f"{STYLE}print-orientation"] == "landscape"
        assert page[f"{STYLE}scale-to-X"] == "1"


@pytest.mark.parametrize("name", [one for one in NAMES if not one.startswith("chapter")])
def test_each_sheet_can_be_filtered(folder: Path, name: str) -> None:
    """Its range has buttons, from the head to the last row."""
    root = read(folder, name)
    shown = [
        one.attrib[f"{TABLE}target-range-address"].rpartition(":")[0].rpartition(".")[0].strip("'").replace("''", "'")
        for one in root.iter(f"{TABLE}database-range")
        if one.attrib.get(f"{TABLE}display-filter-buttons") == "true"
    ]
    assert sorted(shown) == sorted(one.attrib[f"{TABLE}name"] for one in root.iter(f"{TABLE}table"))


def test_a_table_as_csv_has_its_numbers(folder: Path) -> None:
    """Opened without a question: counts are numbers, categories texts with their accents."""
    (rows,) = sheets(read(folder, "tables.csv")).values()
    (meant,) = sheets(read(folder, "table.xlsx")).values()
    assert [row[:2] for row in rows[1:]] == [row[:2] for row in meant[4:]]
    assert float in {type(row[1]) for row in rows[1:] if len(row) > 1}
