"""The visit record on paper, and how a dossier tells what was read and signed."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from builders_control import a_control, a_person, the_rules

from inspection.i18n import LANGUAGES, Lang
from inspection.reporting.cases import dossier_facts
from inspection.reporting.sheets import visit_record_data, visit_record_of, visit_record_pdf
from inspection.time_of import day_in_brussels

AT = "2026-03-10T18:40:00Z"
SHOWN = {
    "language": "nl",
    "shown_at": AT,
    "documents": ["Loonfiches"],
    "due_on": "2026-03-20",
    "inspectors": ["D. Essai"],
    "given": "shown",
}
NAMES = ("C. Modèle",)


def a_summary(text: str = "Am citit.", **fields: object) -> dict[str, object]:
    """What was read to P1 and signed."""
    return {
        "ref": "T1", "person": "P1", "language": "ro", "text": text, "is_checked": False, "answered_at": AT,
        "sha256": hashlib.sha256(text.encode()).hexdigest(), "answer": "signed", "signature": "ab" * 32, **fields,
    }  # fmt: skip


def test_what_was_shown_is_what_the_office_prints():
    """Language, documents, day and names of the paper on the telephone, not the default of the rules."""
    control = a_control(visit_record=SHOWN)
    form = the_rules().on(day_in_brussels(control.entered_at))
    record = visit_record_of(control, form, place=["Exemple"], names=NAMES, service="ONSS")
    assert (record.lang, record.documents, record.due_on) == ("nl", ("Loonfiches",), date(2026, 3, 20))
    said = visit_record_data(record, form.visit_record)
    assert said["rows"][2:] == [["Van – tot", "18:30 – 19:40"], ["Inspecteurs", "D. Essai"]]
    assert said["asked"] == "Gevraagde documenten, tegen 20/03/2026"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_shown_leaves_the_default_of_every_control(lang: Lang):
    """What is asked everywhere and then in the sector, a week later, whoever was present; on paper in each language."""
    control = a_control(report_language=lang)
    form = the_rules().on(day_in_brussels(control.entered_at))
    record = visit_record_of(control, form, place=["Exemple"], names=NAMES, service="ONSS")
    asked = (*form.visit_record.documents_everywhere, *form.sectors["restaurants"].documents)
    assert record.documents == tuple(one.say(lang) for one in asked)
    assert (record.due_on, record.inspectors) == (date(2026, 3, 17), NAMES)
    assert visit_record_pdf(record, form.visit_record, made_on=datetime(2026, 3, 10, tzinfo=UTC))[:5] == b"%PDF-"


def test_a_dossier_tells_what_was_read_word_for_word_and_why_it_was_not_signed():
    """Who, in which language, that nobody checked it, the hash; of a refusal the reason."""
    refused = a_summary("Lu.", ref="T2", person="employer", answer="refused", reason="veut un avocat", signature=None)
    control = a_control(persons=[a_person(1)], summaries=[a_summary("Am citit.\nPot corecta."), refused])
    signed, not_signed = dossier_facts.summaries(control, "fr")
    assert signed[1] == "P1"
    assert signed[3:] == ["Am citit.", "Pot corecta."]
    assert hashlib.sha256(b"Am citit.\nPot corecta.").hexdigest()[:16] in signed[2]
    assert "traduction vérifiée par personne" in signed[2]
    assert "raison : veut un avocat" in not_signed[2]
