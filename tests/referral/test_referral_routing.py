"""Who gets a suspicion: the lines of tests/situations/referral_route.yaml."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from referral.reports import addressees_of

from inspection.errors import ReferralFault
from inspection.referral import FORMS, Suspicion, addressees
from inspection.territory import ARRONDISSEMENTS, Municipality, canton, competence, find_municipality, municipality
from inspection.territory.records import formers

FILE = Path(__file__).parents[1] / "situations" / "referral_route.yaml"
LINES = yaml.load(FILE.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  all text
GIVEN = {"place", "postcode", "refnis", "canton", "forms", "minors", "report_language"}
OFFICES = {"auditorate": "auditorate", "prosecutor": "prosecutor", "police": "police_directorate", "area": "area"}
LISTS = {"courts": "labour_courts", "report_languages": "report_languages"}
EXPECTED = {"addressees", "languages", "refnis", "centre", *OFFICES, *LISTS}


def place_of(given, on):
    """The place that a line means; an old REFNIS code means the municipality as it was."""
    if "canton" in given:
        return canton(given["canton"])
    if "refnis" in given:
        former = formers().get(given["refnis"])
        return former.municipality if former else municipality(given["refnis"], on)
    return find_municipality(given.get("place"), given.get("postcode"), on)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["name"])
def test_a_suspicion_reaches_the_offices_of_its_place(line, rules):
    """Each line of referral_route.yaml: place, form and minors give these offices, in this order and language."""
    assert set(line) == {"name", "on", "given", "expect"}
    given, expect, on = line["given"], line["expect"], date.fromisoformat(line["on"])
    assert set(given) <= GIVEN
    assert set(expect) <= EXPECTED
    catalogue, place = rules.on(on), place_of(given, on)
    found = competence(place, on, offices=catalogue.offices)
    suspicion = Suspicion(
        forms=tuple(given.get("forms", ["economic"])),
        minors=given.get("minors") == "true",
        report_language=given.get("report_language"),
    )
    sent = addressees(suspicion, found, catalogue)
    assert [a.recipient for a in sent] == expect["addressees"]
    assert [a.language for a in sent] == expect.get("languages", [a.language for a in sent])
    assert all(getattr(found, name) == expect[key] for key, name in OFFICES.items() if key in expect)
    assert all(list(getattr(found, name)) == expect[key] for key, name in LISTS.items() if key in expect)
    assert found.reception_centre == expect.get("centre", found.reception_centre)
    if "refnis" in expect:
        assert isinstance(place, Municipality)
        assert place.refnis == expect["refnis"]


def test_the_situations_cover_the_country():
    """At least 65 lines, every area, every form and minors; a jurist cannot remove the last line of any unnoticed."""
    areas = {line["expect"].get("area") for line in LINES}
    assert len(LINES) >= 65
    assert areas >= (set(ARRONDISSEMENTS) - {"brussel", "hainaut"}) | {
        "brussels-capital", "halle-vilvoorde", "charleroi", "mons-tournai",
    }  # fmt: skip
    assert {form for line in LINES for form in line["given"].get("forms", ["economic"])} == FORMS
    assert any(line["given"].get("minors") == "true" for line in LINES)
    assert len({line["name"] for line in LINES}) == len(LINES)


def test_every_addressee_may_see_the_case_and_must_answer(rules):
    """No form anywhere leads to an office that could not be sent the bundle, or that need not answer."""
    catalogue = rules.on(date(2026, 11, 24))
    for line in catalogue.offices:
        for name in (line.police_directorate, line.labour_auditorate, line.public_prosecutor, "guardianship"):
            office = catalogue.recipients[name]
            assert office.may_see == "bundle"
            assert office.answer_hours is not None
            assert office.reminder_hours is not None
            assert office.reminder_hours < office.answer_hours
            assert {"file_drop", "telephone"} <= set(office.transports)


def test_deadlines_say_that_they_are_ours(catalogue):
    """No reader takes the hours for law: each carries its own source and the lowest confidence."""
    awaited = [r for r in catalogue.recipients.values() if r.answer_hours is not None]
    assert len(awaited) == 38
    assert all(r.hours_confidence == "L" and r.hours_source for r in awaited)


def test_nobody_else_sees_a_case(catalogue):
    """Policy bodies get figures, and reception centres nothing without the person's agreement."""
    seeing = {r.kind for r in catalogue.recipients.values() if r.may_see == "bundle"}
    assert seeing == {"police_directorate", "labour_auditorate", "public_prosecutor", "guardianship"}


def test_every_actor_of_the_charter_exists(catalogue):
    """The entities of the facts, by the ids that the other parts use."""
    actors = (
        "cic cic-bureau refmag fedpros collpg spc-dsb ciatteh myria pjf-thb djsoc-thb locpol onss tsw audit oe-minteh "
        "oe-br oe-ilo fps-fa centres pagasa payoke surya sirs guardianship reginsp"
    )
    assert set(actors.split()) <= set(catalogue.recipients)
    assert catalogue.recipients["centres"].telephone == "078 055 800"


@pytest.mark.parametrize("forms", [(), ("economic", "slavery")])
def test_a_form_that_is_none_is_refused(catalogue, forms):
    """A typing error must not drop a magistrate from the list."""
    with pytest.raises(ReferralFault) as caught:
        addressees_of(catalogue, forms=forms)
    assert caught.value.code == "REFER-101"


def test_an_office_missing_from_the_rules_is_refused(catalogue):
    """A referral is never silently one addressee short."""
    holed = catalogue.model_copy(
        update={"recipients": {k: v for k, v in catalogue.recipients.items() if k != "aud-liege"}}
    )
    with pytest.raises(ReferralFault, match="aud-liege"):
        addressees_of(holed)
