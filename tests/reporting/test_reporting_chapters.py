"""A department's workbook: what it fills in comes back as it wrote it, and each mistake is told with its cell."""

import io
from datetime import date
from typing import Any

import pytest
from builders_policy import GOOD, filled
from openpyxl import Workbook, load_workbook

from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES
from inspection.reporting.reports import SECTIONS, read_chapter


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_what_a_department_wrote_comes_back(lang: str) -> None:
    """Text by language, initiatives with days in any of the usual shapes, lines left empty in between."""
    chapter = read_chapter(filled(GOOD, lang))
    assert (chapter.department, chapter.period) == ("oe-minteh", "2025-2026")
    assert chapter.sections == {"policy": {"fr": GOOD["chapter B4"]}, "recommendations": {"nl": "Meer tolken."}}
    first, second = chapter.initiatives
    assert (first.first_day, first.last_day, first.figures) == (
        date(2026, 3, 31), date(2026, 3, 31), (("opgeleid", 40),),
    )  # fmt: skip
    assert (second.last_day, second.kind, second.figures) == (date(2025, 5, 10), "campaign", (("affiches", 2000),))


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("initiatives A4", "soon", "initiatives A4: not a day"),
        ("initiatives A4", "2024-03-31", "initiatives A4: not in the two years"),
        ("initiatives B6", "2025-05-01", "initiatives A6: not in the two years, or after its last day"),
        ("initiatives C4", "dinner", "initiatives C4: not a kind"),
        ("initiatives E4", "", "initiatives D4: written in no language"),
        ("initiatives I4", "4.5", "initiatives I4: not a whole number"),
        ("initiatives H4", "", "initiatives I4: not a whole number with its words"),
        ("initiatives J4", None, "initiatives J4: no source"),
        ("initiatives J6", "=1+1", "initiatives J6: a formula"),
        ("chapter B4", "voir 85.07.30-033.00", "chapter B4: what looks like a person's number"),
        ("chapter B5", "x" * 20_001, "chapter B5: longer than"),
    ],
)
@pytest.mark.few(5)
def test_each_mistake_is_told_with_its_cell_and_without_its_content(cell: str, value: Any, told: str) -> None:
    """Nothing is guessed, and nothing of the workbook is taken."""
    with pytest.raises(ReferralFault, match="REFER-954") as refused:
        read_chapter(filled(GOOD | {cell: value}))
    assert told in refused.value.where
    assert not value or str(value)[:30] not in str(refused.value)


def test_many_mistakes_are_told_at_once() -> None:
    """Twelve cells, and how many more there are."""
    wrong = {f"initiatives A{row}": "soon" for row in range(4, 20)}
    with pytest.raises(ReferralFault, match="and 52 more"):
        read_chapter(filled(wrong))


def test_another_file_is_not_taken_for_a_chapter() -> None:
    """Neither a workbook of others, nor an empty one of ours, nor something that only looks like one."""
    buffer = io.BytesIO()
    Workbook().save(buffer)
    for content in (buffer.getvalue(), b"PK\x03\x04 not a workbook", filled({"start B30": "vigie-chapter-9"})):
        with pytest.raises(ReferralFault, match="REFER-953"):
            read_chapter(content)
    with pytest.raises(ReferralFault, match="nothing was written"):
        read_chapter(filled({}))


def test_every_cell_of_the_template_is_text() -> None:
    """A day stays as it was typed, and no cell of ours is a formula."""
    book = load_workbook(io.BytesIO(filled({})))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert {book["initiatives"].cell(4, column).number_format for column in range(1, 11)} == {"@"}
    assert book["chapter"].cell(4 + len(SECTIONS) - 1, 1).value
