"""What the weekly list says besides states: how late an answer is, what changed since the last list, whom to ring."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders_reporting import a_list, a_row
from openpyxl import load_workbook
from pdf_words import page_words, pdf_words

from inspection.i18n import LANGUAGES, t
from inspection.life_cycles import ListChange
from inspection.reporting.cases import referral_list_json, referral_list_pdf, referral_list_xlsx, without_numbers

AT = datetime(2026, 11, 23, tzinfo=UTC)
LATE = replace(
    a_row("overdue", "R-26-000001-5"),
    late_days=285,
    changed=(ListChange.STATE, ListChange.QUESTION),
    ring="02 000 00 00",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_late_answer_says_by_how_many_days_what_changed_and_whom_to_ring(lang):
    """In the addressee's language, on paper and in the workbook; as values in the JSON."""
    content = a_list(LATE, a_row("new", "R-26-000009-9"), lang=lang)
    words = pdf_words(referral_list_pdf(content, made_on=AT))
    changed = f"{t('list.changed.state', lang)}, {t('list.changed.question', lang)}"
    for told in (t("list.late.many", lang, days=285), changed, f"{t('list.ring', lang)}: 02 000 00 00"):
        assert told in words
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(io.BytesIO(referral_list_xlsx(content))).active.iter_rows()
    ]
    assert rows[1][-3:] == [285, changed, "02 000 00 00"]
    assert rows[2][-3:] == [None, "–", "–"]
    first = json.loads(referral_list_json(content))["referrals"][0]
    assert (first["late_days"], first["changed"], first["ring"]) == (285, ["state", "question"], "02 000 00 00")


@pytest.mark.parametrize(("days", "key"), [(0, "today"), (1, "one"), (2, "many")])
def test_one_day_and_the_first_day_have_words_of_their_own(days: int, key: str):
    """Nobody reads "0 days late"."""
    words = pdf_words(referral_list_pdf(a_list(replace(LATE, late_days=days), lang="en"), made_on=AT))
    assert t(f"list.late.{key}", "en", days=days) in words


def test_everything_that_may_change_fits_on_the_line():
    """The longest line in the longest language; the list stays one page."""
    lang, full = "de", replace(LATE, changed=tuple(ListChange))
    pages = page_words(referral_list_pdf(a_list(full, lang=lang), made_on=AT))
    assert len(pages) == 1
    assert all(t(f"list.changed.{one}", lang).split()[0] in pages[0] for one in ListChange)


def test_without_numbers_the_list_is_as_it_was_published():
    """The numbers come in when it leaves; nothing else of it changes."""
    assert without_numbers(a_list(LATE)) == a_list(replace(LATE, ring=""))
    assert "02 000 00 00" not in repr(a_list(LATE))
