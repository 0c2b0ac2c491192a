"""The code on page one: it leads to the case on the portal, a telephone can read it, and it changes nothing else."""

from functools import partial

import pytest
import segno
from builders_control import the_rules
from builders_first_reports import AT, a_full_report, an_addressee
from pdf_words import page_words
from pypdfium2 import PdfDocument

from inspection.i18n import LANGUAGES
from inspection.referral.bundle import bundle, content_hash_in
from inspection.referral.report import say
from inspection.reporting.cases import first_report_pdf

CATALOGUE = the_rules().on(AT.date())
LINK = "https://portal.example/case/0123456789abcdef0123456789abcdef"
_LEFT_MM, _TOP_MM, _WIDE_MM, _RIM = 166, 15, 27, 4  # where the template puts it; the rim is in modules
_DOTS = 20  # a millimetre


def printed(lang: str = "fr", link: str = LINK) -> bytes:
    """Page one with a code."""
    return first_report_pdf(an_addressee(lang), a_full_report(), CATALOGUE, b"{}", link=link)


def read(pdf: bytes) -> list[list[int]]:
    """The dark and light modules of the printed code, as a camera sees them."""
    wanted = segno.make(LINK, error="m", micro=False)
    document = PdfDocument(pdf)
    page = document[0].render(scale=_DOTS * 25.4 / 72, grayscale=True).to_pil()
    document.close()
    size = wanted.symbol_size(border=0)[0]
    step = _WIDE_MM * _DOTS / (size + 2 * _RIM)

    def dark(row: int, column: int) -> int:
        x = _LEFT_MM * _DOTS + (column + _RIM + 0.5) * step
        y = _TOP_MM * _DOTS + (row + _RIM + 0.5) * step
        return int(page.getpixel((round(x), round(y))) < 128)

    return [[dark(row, column) for column in range(size)] for row in range(size)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_every_module_of_the_code_is_printed(lang: str) -> None:
    """It is the code of the case's address, beside the words that say what it is for, and page one stays one page."""
    pdf = printed(lang)
    assert read(pdf) == [[int(bool(one)) for one in row] for row in segno.make(LINK, error="m", micro=False).matrix]
    assert say("portal", lang) in page_words(pdf)[0]
    assert len(page_words(pdf)) == len(page_words(printed(lang, "")))


def test_without_a_portal_there_is_no_code_and_no_word_of_one() -> None:
    """Neither the drawing nor what it is for."""
    assert say("portal", "fr") not in page_words(printed(link=""))[0]


def test_the_address_of_the_portal_is_in_no_other_file_and_no_news() -> None:
    """When the portal moves only the PDF is another, and nobody is told again for it."""
    made = []
    for link in ("", LINK, LINK.replace("example", "elsewhere")):
        addressee, report = an_addressee("fr"), a_full_report()
        pdf = partial(first_report_pdf, addressee, report, CATALOGUE, link=link)
        made.append(bundle(addressee, report, CATALOGUE, pdf=pdf))
    assert len({content_hash_in(dict(one.files)["manifest.json"]) for one in made}) == 1
    for one in made:
        rest = {name: content for name, content in one.files if name != "first_report.pdf"}
        assert all(b"portal.e" not in content for content in rest.values())
    assert len({dict(one.files)["first_report.pdf"] for one in made}) == 3
