"""Who gets a suspicion: the lines of tests/situations/referral_route.yaml."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml
from referral.reports import addressees_of

from inspection.control.filled import Form
from inspection.errors import ReferralFault
from inspection.referral.model import Suspicion
from inspection.referral.routing import addressees
from inspection.territory import ARRONDISSEMENTS, Municipality, canton, competence, find_municipality, municipality
from inspection.territory.records import formers

FILE = Path(__file__).parents[1] / "situations" / "referral_route.yaml"
LINES = yaml.load(FILE.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  all text
GIVEN = {"place", "postcode", "refnis", "canton", "forms", "paths", "minors", "report_language", "offence", "facts_on"}
OFFICES = {"auditorate": "auditorate", "prosecutor": "prosecutor", "police": "police_directorate", "area": "area"}
LISTS = {"courts": "labour_courts", "report_languages": "report_languages"}
LAW = {"level", "period"}
EXPECTED = {"addressees", "languages", "refnis", "centre", *OFFICES, *LISTS, *LAW}
WITH_OFFENCE = [line for line in LINES if "offence" in line["given"]]


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
        paths=tuple(given.get("paths", ())),
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


@pytest.mark.parametrize("line", WITH_OFFENCE, ids=lambda line: line["name"])
def test_an_offence_is_judged_by_the_law_of_its_facts(line, rules):
    """Level and sanction period follow the day of the facts, whatever the day of the act that is routed."""
    given, expect = line["given"], line["expect"]
    assert expect.keys() >= LAW
    law = rules.on(date.fromisoformat(given["facts_on"]))
    offence = law.offence(given["offence"])
    assert (str(offence.level), law.sanctions.period) == (expect["level"], expect["period"])
    assert offence.level in law.sanctions.ranges


def test_every_sanction_period_has_its_offences(rules):
    """One line each at least, and the facts alone decide: no line says so without a day of the facts."""
    starts = [date(2017, 1, 1), date(2024, 7, 1), date(2026, 2, 1), date(2026, 9, 1)]
    periods = [rules.on(day).sanctions.period for day in starts]
    assert len(set(periods)) == 4
    assert {line["expect"]["period"] for line in WITH_OFFENCE} == set(periods)
    assert all(("offence" in line["given"]) == ("facts_on" in line["given"]) for line in LINES)
    assert not [line["name"] for line in LINES if "offence" not in line["given"] and not LAW.isdisjoint(line["expect"])]


def test_the_situations_cover_the_country(catalogue):
    """At least 75 lines, every area, every form and minors; a jurist cannot remove the last line of any unnoticed."""
    areas = {line["expect"].get("area") for line in LINES}
    assert len(LINES) >= 75
    assert areas >= (set(ARRONDISSEMENTS) - {"brussel", "hainaut"}) | {
        "brussels-capital", "halle-vilvoorde", "charleroi", "mons-tournai",
    }  # fmt: skip
    assert {form for line in LINES for form in line["given"].get("forms", ["economic"])} == set(catalogue.forms)
    assert any(line["given"].get("minors") == "true" for line in LINES)
    assert len({line["name"] for line in LINES}) == len(LINES)


def test_every_addressee_may_see_the_case_and_must_answer(rules):
    """No form anywhere leads to an office that could not be sent the bundle, or that need not answer."""
    catalogue = rules.on(date(2026, 11, 24))
    for line in catalogue.offices:
        for name in (line.police_directorate, line.labour_auditorate, line.public_prosecutor, "guardianship"):
            office = catalogue.recipients[name]
            assert office.gets_bundles
            assert office.answer_hours is not None
            assert office.reminder_hours is not None
            assert office.reminder_hours < office.answer_hours
            assert {"file_drop", "telephone"} <= set(office.transports)


def test_the_forms_are_those_that_an_inspector_can_name(catalogue):
    """The answers of a control and the rules speak of the same forms; each line has its sources."""
    assert set(catalogue.forms) == set(get_args(Form))
    assert all(form.source and form.minors_source for form in catalogue.forms.values())


def test_a_minor_is_told_to_the_auditor_and_the_guardianship_service_whatever_the_form(catalogue):
    """Also where the prosecutor leads the auditor is never left out; the guardianship service is told of a minor only.

    What an office may read follows from why it is told.
    """
    for form in catalogue.forms:
        told = {a.recipient: a.reason for a in addressees_of(catalogue, forms=(form,), minors=True)}
        assert told.keys() >= {"pjf-liege", "aud-liege", "guardianship"}
        assert {name: reason for name, reason in told.items() if reason == "minor"} == {"guardianship": "minor"}


def test_who_leads_is_the_rules_to_say(catalogue):
    """Another line gives another office, without a change of the program."""
    other = catalogue.forms["begging"].model_copy(update={"leads": "labour_auditorate"})
    changed = catalogue.model_copy(update={"forms": {**catalogue.forms, "begging": other}})
    found = [a.recipient for a in addressees_of(changed, forms=("begging",), minors=False)]
    assert found == ["pjf-liege", "aud-liege"]


def test_languages_without_a_source_are_ours(catalogue):
    """Nobody has told us in which languages a centre works: the lowest confidence, like the hours."""
    centres = [catalogue.recipients[id_] for id_ in ("pagasa", "payoke", "surya", "centres")]
    assert all(c.languages_confidence == "L" and c.languages_source.startswith("ours") for c in centres)
    assert all(c.needs_agreement for c in centres)


def test_deadlines_say_that_they_are_ours(catalogue):
    """No reader takes the hours for law: each carries its own source and the lowest confidence."""
    awaited = [r for r in catalogue.recipients.values() if r.answer_hours is not None]
    assert len(awaited) == 38
    assert all(r.hours_confidence == "L" and r.hours_source for r in awaited)


def test_nobody_else_sees_a_case(catalogue):
    """Policy bodies get figures, and reception centres nothing without the person's agreement."""
    seeing = {r.kind for r in catalogue.recipients.values() if r.gets_bundles}
    assert seeing == {"police_directorate", "labour_auditorate", "public_prosecutor", "guardianship"}


def test_every_actor_of_the_charter_exists(catalogue):
    """The entities of the facts, by the ids that the other parts use."""
    actors = (
        "cic cic-bureau refmag fedpros collpg spc-dsb ciatteh myria pjf-thb djsoc-thb locpol onss tsw audit oe-minteh "
        "oe-br oe-ilo fps-fa centres pagasa payoke surya sirs guardianship reginsp"
    )
    assert set(actors.split()) <= set(catalogue.recipients)
    assert catalogue.recipients["centres"].telephone == "078 055 800"


@pytest.mark.parametrize(("forms", "code"), [((), "REFER-101"), (("economic", "slavery"), "REFER-103")])
def test_a_form_that_is_none_is_refused(catalogue, forms, code):
    """A typing error must not drop a magistrate from the list."""
    with pytest.raises(ReferralFault) as caught:
        addressees_of(catalogue, forms=forms)
    assert caught.value.code == code


def test_an_office_missing_from_the_rules_is_refused(catalogue):
    """A referral is never silently one addressee short."""
    holed = catalogue.model_copy(
        update={"recipients": {k: v for k, v in catalogue.recipients.items() if k != "aud-liege"}}
    )
    with pytest.raises(ReferralFault, match="aud-liege"):
        addressees_of(holed)
