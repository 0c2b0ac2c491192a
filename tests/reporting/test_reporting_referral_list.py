"""The weekly list of an addressee: sent also when it is empty."""

import io
import json
import re
from datetime import UTC, datetime

import pytest
from builders_reporting import a_list, a_row
from openpyxl import load_workbook
from pdf_words import page_words, pdf_words

from inspection.i18n import LANGUAGES, t
from inspection.reporting.cases import referral_list_json, referral_list_pdf, referral_list_xlsx

AT = datetime(2026, 11, 23, tzinfo=UTC)
ROWS = (a_row("open", "R-26-000003-1"), a_row("overdue", "R-26-000001-5"), a_row("new", "R-26-000009-9", state="sent"))


def text(content):
    return pdf_words(referral_list_pdf(content, made_on=AT))


def cells(content):
    return [list(row) for row in load_workbook(io.BytesIO(referral_list_xlsx(content))).active.iter_rows()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_counts_and_groups_in_the_addressees_language(lang):
    """Overdue first; each row says what is expected and by when, in the time of Brussels."""
    content = a_list(*ROWS, lang=lang)
    found = text(content)
    assert t("list.title", lang, week="2026-W47") in found
    assert [content.count(g) for g in ("overdue", "new", "open", "answered")] == [1, 1, 1, 0]
    assert found.index("R-26-000001-5") < found.index("R-26-000009-9") < found.index("R-26-000003-1")
    assert "18/11/2026 09:00" in found
    assert t("list.expected.overdue", lang) in found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_list_says_that_it_is_empty(lang):
    """Silence means failure: an empty list is a message."""
    assert t("list.empty", lang) in text(a_list(lang=lang))
    assert cells(a_list(lang=lang))[1][0].value == t("list.empty", lang)


def test_the_workbook_says_what_the_pdf_says():
    """One row a delivery under one head, in the same order."""
    rows = cells(a_list(*ROWS))
    assert [row[1].value for row in rows] == [
        t("list.reference", "fr"),
        "R-26-000001-5",
        "R-26-000009-9",
        "R-26-000003-1",
    ]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(start):
    """Whatever a reference begins with, a spreadsheet takes it for text."""
    for row in cells(a_list(a_row(reference=start))):
        for cell in row:
            assert cell.data_type in ("s", "n", "d")
            assert cell.value is None or not str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_same_list_is_the_same_pdf_and_marked_as_pdf_a():
    """A list that is made again is the list that was sent."""
    first, again = (referral_list_pdf(a_list(*ROWS), made_on=AT) for _ in range(2))
    assert first == again
    assert b"<pdfaid:part>3</pdfaid:part>" in re.sub(rb">\s+<", b"><", first)


def test_a_long_list_repeats_its_head():
    """Whoever reads the second page knows what the columns are."""
    rows = tuple(a_row("new", f"R-26-{n:06d}-1") for n in range(80))
    pages = page_words(referral_list_pdf(a_list(*rows), made_on=AT))
    assert len(pages) > 1
    assert all(t("list.reference", "fr") in page for page in pages[:2])


def test_the_json_says_what_the_pdf_says_and_is_the_same_bytes_each_time():
    """For the addressee's own system: references and states, in groups, with what is expected; empty too."""
    rows = (a_row("overdue", reference="R-26-000002-5", state="sent"), a_row("answered", state="acknowledged"))
    told = json.loads(referral_list_json(a_list(*rows, lang="nl")))
    assert told["counts"] == {"overdue": 1, "new": 0, "open": 0, "answered": 1}
    assert [one["reference"] for one in told["referrals"]] == ["R-26-000002-5", "R-26-000001-5"]
    assert told["referrals"][0]["expected"] == t("list.expected.overdue", "nl")
    assert referral_list_json(a_list(*rows)) == referral_list_json(a_list(*rows))
    assert json.loads(referral_list_json(a_list()))["referrals"] == []
