"""The offence of trafficking in the rules: named by the day of the facts, established by the inspector's yes alone."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from builders_control import the_rules
from builders_first_reports import a_full_report, an_addressee

from inspection.referral.report import first_report_text, provision_texts, provisions_of
from sectors.rules.values import Lang

BEFORE, AFTER = date(2026, 8, 31), date(2026, 9, 1)
TO_VERIFY = {
    "fr": "nouveau Code pénal, section relative à la traite (numéro à vérifier)",
    "nl": "nieuw Strafwetboek, afdeling mensenhandel (nummer te verifiëren)",
    "de": "neues Strafgesetzbuch, Abschnitt Menschenhandel (Nummer zu überprüfen)",
    "en": "new Penal Code, trafficking section (number to be verified)",
}


def told(lang: Lang, *days: date, forms: tuple[str, ...] = ("economic",)) -> list[str]:
    """What a report names of facts on these days."""
    provisions = provisions_of(forms, [the_rules().on(day) for day in days])
    return [*provision_texts(replace(a_full_report(), provisions=provisions), the_rules().on(days[-1]), lang)]


@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_old_code_is_named_for_facts_of_its_time(lang: Lang):
    """Article and purpose; the first line is the offence."""
    first, *others = told(lang, BEFORE)
    assert "433quinquies §1, 3°" in first
    assert any("433septies" in line for line in others)
    assert TO_VERIFY[lang] not in " ".join([first, *others])


@pytest.mark.parametrize("lang", get_args(Lang))
def test_of_the_new_code_no_number_and_no_penalty_is_named(lang: Lang):
    """Neither a number of the old one, nor an amount or a term of years."""
    lines = told(lang, AFTER)
    assert TO_VERIFY[lang] in lines[0]
    assert "433" not in " ".join(lines)
    assert "50.000" not in " ".join(lines)
    assert "50,000" not in " ".join(lines)


def test_facts_over_the_change_name_both():
    """Each part of the facts by its own law."""
    lines = told("en", BEFORE, AFTER)
    assert "433quinquies" in lines[0]
    assert TO_VERIFY["en"] in lines[1]


@pytest.mark.parametrize("form", sorted(the_rules().on(BEFORE).forms))
@pytest.mark.parametrize("day", [BEFORE, AFTER], ids=str)
def test_every_form_of_exploitation_has_its_offence(form: str, day: date):
    """One, and no other form's."""
    named = [one for one in provisions_of((form,), [the_rules().on(day)]) if one.kind == "offence"]
    assert [one.forms for one in named] == [(form,)]


def test_no_answer_establishes_it_and_no_finding_can_be_it():
    """It is no infringement of the rules: only the inspector's yes writes a first report."""
    for day in (BEFORE, AFTER):
        law = the_rules().on(day)
        assert law.trafficking_provisions.keys().isdisjoint(law.offences)
        established = {one.offence for question in law.questions.values() for one in question.establishes}
        assert established.isdisjoint(law.trafficking_provisions)
        assert not any("433quinquies" in offence.article for offence in law.offences.values())


def test_who_is_told_of_a_minor_only_reads_no_provision():
    """It belongs to the part of the case."""
    report = replace(a_full_report(), provisions=provisions_of(("economic",), [the_rules().on(BEFORE)]))
    law = the_rules().on(BEFORE)
    assert "433quinquies" in first_report_text(an_addressee("fr"), report, law)
    assert "433quinquies" not in first_report_text(replace(an_addressee("fr"), reason="minor"), report, law)
