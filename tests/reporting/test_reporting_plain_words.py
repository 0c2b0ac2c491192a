"""An assessment and a difference in plain words: whole in four languages, and silent on who told what."""

from dataclasses import replace

import pytest
from builders_reporting import MONDAY, a_book, a_round, a_stop, as_tip

from inspection.i18n import LANGUAGES, t
from inspection.reporting.pages import (
    assessment_text,
    counted_changes,
    district_page,
    office_page,
    served_text,
    term_of,
    told_change,
)
from inspection.reporting.week import BookReason, DistrictBook
from inspection.targeting.choosing import ListedChoice, compare
from inspection.targeting.model import Reason
from sectors.reader import load_rules

CATALOGUE = load_rules().on(MONDAY)
DAYS = {"fr": "25 novembre 2026", "nl": "25 november 2026", "de": "25. November 2026", "en": "25 November 2026"}


def reason(value: float, points: int, day: str) -> Reason:
    return Reason(signal="late_dimona_share", value=value, bin="≥ 5 %", points=points, snapshot=f"dimona@{day}")


def test_a_step_stands_in_the_unit_of_its_value():
    """A card may write its steps as parts of one: beside "36 %" nobody reads "0.2"."""
    one = BookReason(signal="late_dimona_share", value=0.36, bin="0.2", points=3, snapshot="dimona@2026-11-25")
    assert (term_of(one, CATALOGUE, "fr").value, term_of(one, CATALOGUE, "fr").bin) == ("36 %", "20 %")
    assert term_of(replace(one, bin="≥ 5 %"), CATALOGUE, "fr").bin == "≥ 5 %"
    assert term_of(replace(one, snapshot="elsewhere@today"), CATALOGUE, "fr").source == "elsewhere today"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_assessment_is_a_paragraph(lang):
    """What gave points with value, register and day; what gave none; what no register knows; what it does not mean."""
    said = assessment_text(a_stop(), CATALOGUE, lang)
    names = [CATALOGUE.signals[key].label.say(lang) for key in ("enterprise_age_years", "dmfa_arrears_share")]
    late = CATALOGUE.signals["late_dimona_share"].label.say(lang)
    dimona = CATALOGUE.registers["dimona"].label.say(lang)
    for told in (f"{late} (40 %, {dimona} {DAYS[lang]})", "+5", *names, t("plain.meaning", lang)):
        assert told in said
    assert "{" not in said
    assert said.count(". ") >= 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_paragraph_is_the_same_with_and_without_a_complaint(lang):
    """It is copied into letters: neither the term, nor its points, nor the arm can be read from it."""
    assert assessment_text(as_tip(a_stop()), CATALOGUE, lang) == assessment_text(a_stop(), CATALOGUE, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_change_is_told_with_value_step_points_and_day(lang):
    """From the value and day of one week to those of the next."""
    old, new = (
        ListedChoice(workplace="est:1", district="liege", sector="restaurants", arm="risk", reasons=(one,), card=card)
        for one, card in ((reason(0.1, 2, "2026-11-20"), "a"), (reason(0.4, 5, "2026-11-27"), "b"))
    )
    told = told_change(compare([old], [new], frozenset())[0], CATALOGUE, lang)
    assert told.kind == t("difference.kind.up", lang)
    term, card = told.what
    for words in ("10 %", "40 %", "+3", *(f"{DAYS[lang]}".replace("25", day) for day in ("20", "27"))):
        assert words in term
    assert card == t("difference.card", lang, before="a", after="b")
    gone = told_change(compare([old], [], frozenset())[0], CATALOGUE, lang)
    assert gone.what == (t("difference.why.others_ahead", lang),)
    assert "3" in counted_changes({"up": 3}, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_what_the_week_serves(lang):
    """Any or serious: on both pages, beside the probability too; a week that chose nobody says nothing."""
    for objective, label in (("any", "office.probability"), ("serious", "office.probability_serious")):
        book = a_book(a_round(a_stop(calibrated_probability=0.4)), objective=objective)
        said = served_text(objective, CATALOGUE, lang)
        page = district_page(book.books[0], CATALOGUE, lang, state="proposed")
        assert CATALOGUE.objectives[objective].label.say(lang) in said
        front = office_page(book, CATALOGUE, lang, state="proposed")
        assert said.split("'")[0] in front  # the page writes an apostrophe in its own way
        assert f"<td>{t(label, lang)}".replace("'", "&#39;") in page
        assert [DistrictBook.parse(one.canonical()) for one in book.books] == list(book.books)
    assert served_text(None, CATALOGUE, lang) is None
    assert a_book().objective is None
