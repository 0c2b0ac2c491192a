"""The facts behind figures: read by whom it may concern, recorded, and without what a magistrate ordered."""

from datetime import date

import pytest
from builders_acts import AT, LIEGE, NAMUR, a_control, a_suspicious_control, a_yes, later
from builders_control import a_person
from builders_orders import BY, INSPECTOR, ordered
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.exchanges import answer_exchange, pass_on
from inspection.acts.figures import figure_facts
from inspection.acts.orders import permit
from inspection.acts.protection import record_consent, withdraw_consent
from inspection.control.filled import ConsentAsked
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting.facts import FigureFacts
from inspection.reporting.figures import FIGURES, count
from inspection.store.core import Stored, new_id
from inspection.store.protection import OnCallTestRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow, EmbargoEndRow, EmbargoRow, OutcomeToldRow, RecallRow, ReferralRow
from inspection.trust import AppContext

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TWO_PERSONS = [
    {"ref": "P1", "name": "Canary Person", "answers": {"q02_dimona": "absent", "q02_worker_knew": True}},
    {"ref": "P2", "birth_date": "2010-01-01", "answers": {"q02_dimona": "before"}},
]


def facts_of(house: AppContext, by: str = BY) -> FigureFacts:
    """Load November."""
    return figure_facts(house.acting(by, later(48)), FIRST, LAST)


def totals(facts: FigureFacts) -> dict[str, int]:
    """Every figure's total."""
    return {id_: count(id_, facts, FIRST, LAST).total for id_ in FIGURES}


def test_a_control_and_its_referral_are_counted_once_each(house: AppContext) -> None:
    """Persons, findings, decision, referral and deliveries, by what was typed in."""
    save(house.acting(INSPECTOR, AT), a_control(persons=TWO_PERSONS), place=LIEGE)
    save(house.acting(INSPECTOR, AT), a_suspicious_control("yes"), place=NAMUR)
    facts = facts_of(house)
    assert count("controls", facts, FIRST, LAST).by("district", "arm") == {
        ("liege", "unplanned"): 1,
        ("namur", "unplanned"): 1,
    }
    assert count("findings", facts, FIRST, LAST).by("offence")[("SS_DIMONA_IN",)] == 1
    found = totals(facts)
    assert (found["persons_found"], found["persons_without_dimona"]) == (2, 1)
    assert (found["referrals"], found["suspicions_decided"], found["suspicions_proposed"]) == (1, 1, 1)
    assert found["deliveries"] >= 2
    assert count("deliveries", facts, FIRST, LAST).by("district") == {("namur",): found["deliveries"]}


def test_saving_an_unfinished_control_again_counts_nothing_twice(house: AppContext) -> None:
    """Versions of a control are one control."""
    control = a_control(persons=TWO_PERSONS, left_at=None)
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    assert count("controls", facts_of(house), FIRST, LAST).by("outcome") == {("unfinished",): 1}
    done = a_control(control_id=control.control_id, persons=TWO_PERSONS)
    save(house.acting(INSPECTOR, later(1)), done, place=LIEGE)
    facts = facts_of(house)
    assert count("controls", facts, FIRST, LAST).by("outcome") == {("done",): 1}
    assert totals(facts)["persons_found"] == 2


def test_whoever_the_grounds_name_is_counted_among_the_victims(house: AppContext) -> None:
    """What was seen of the workplace alone makes the proposal for everybody found there, who told nothing."""
    seen = {"q08_found_with_employer": True, "q15_rooms_seen": ["beds_at_work"], "fm_head_count": 2}
    people = [a_person(1, birth_date="1990-05-04"), a_person(2)]
    save(house.acting(INSPECTOR, AT), a_control(answers=seen, persons=people, suspicion=a_yes()), place=LIEGE)
    (referral,) = facts_of(house).referrals
    assert referral.victims == ("adult", "unknown")


def test_only_the_office_and_the_data_officer_look_and_each_look_is_recorded(house: AppContext) -> None:
    """A head knows their own district, and would read the arms of the others."""
    for by in (INSPECTOR, "head-liege"):
        with pytest.raises(AccessRefused):
            facts_of(house, by)
    for by in (BY, "direction-1", "dpo-1", "system"):
        facts_of(house, by)
    with house.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "figures.read")).all()
    assert [entry.who for entry in looks] == [BY, "direction-1", "dpo-1", "system"]
    with pytest.raises(ReferralFault, match="REFER-940"):
        figure_facts(house.acting(BY, AT), LAST, FIRST)


def test_what_a_magistrate_ordered_moves_no_figure(house: AppContext) -> None:
    """The twin without it counts the same, until the list was permitted to show it."""
    save(house.acting(INSPECTOR, AT), a_suspicious_control("yes"), place=NAMUR)
    without = facts_of(house)
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "user", INSPECTOR)
    control = a_suspicious_control("yes", workplace=order.workplace, persons=TWO_PERSONS)
    save(house.acting(INSPECTOR, later(1)), control, place=LIEGE)
    assert facts_of(house) == without
    permit(house.acting(BY, later(2)), order.id, "list", "figures")
    assert totals(facts_of(house))["referrals"] == totals(without)["referrals"] + 1


def test_facts_hold_nothing_about_anybody(house: AppContext) -> None:
    """No name, number, reference of a person or of a case, and no workplace."""
    control = a_suspicious_control("yes", persons=TWO_PERSONS)
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    facts = facts_of(house)
    said = repr([getattr(facts, name) for name in ("controls", "findings", "decisions", "referrals", "deliveries")])
    for word in ("Canary", "P1", control.control_id, control.workplace, "2010-01-01", "papers held"):
        assert word not in said


def test_a_file_under_embargo_moves_no_figure_until_it_ends(house: AppContext) -> None:
    """Neither its referral nor its control, its findings, its visit, its deliveries."""
    save(house.acting(INSPECTOR, AT), a_suspicious_control("yes"), place=NAMUR)
    without = facts_of(house)
    control = a_suspicious_control("yes", persons=TWO_PERSONS)
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    assert facts_of(house) != without
    with house.store.read() as session:
        referral = session.exec(select(ReferralRow).where(ReferralRow.control_id == control.control_id)).one().id
    embargo = EmbargoRow(
        id=new_id(),
        referral_id=referral,
        asked_by="aud-liege",
        channel="telephone",
        recorded_by=BY,
        recorded_at=AT,
    )
    end = EmbargoEndRow(
        id=new_id(), embargo_id=embargo.id, asked_by="aud-liege", channel="letter", ended_by=BY, ended_at=later(1)
    )
    keep(house, embargo)
    assert facts_of(house) == without
    keep(house, end)
    assert totals(facts_of(house))["referrals"] == 2


def test_what_became_of_referrals_is_counted_once_each(house: AppContext) -> None:
    """The magistrate's last word, recalls, and test calls of duty numbers."""
    save(house.acting(INSPECTOR, AT), a_suspicious_control("yes"), place=LIEGE)
    with house.store.read() as session:
        referral = session.exec(select(ReferralRow)).one().id
        delivery = session.exec(select(DeliveryRow).order_by(DeliveryRow.id)).first()
    assert delivery is not None
    for n, outcome in enumerate(("investigation", "prosecuted")):
        told = OutcomeToldRow(
            id=new_id(),
            referral_id=referral,
            recipient="aud-liege",
            outcome=outcome,
            told_on=date(2026, 11, 26 + n),
            recorded_by=BY,
            recorded_at=later(n),
        )
        keep(house, told)
    keep(house, RecallRow(id=new_id(), delivery_id=delivery.id, recalled_by=BY, recalled_at=AT))
    keep(
        house,
        OnCallTestRow(
            id=new_id(),
            service="ONSS",
            recipient="aud-liege",
            number="0490 00 00 01",
            outcome="reached",
            tested_by=BY,
            tested_at=AT,
        ),
    )
    facts = facts_of(house)
    assert count("outcomes_told", facts, FIRST, LAST).by("told") == {("prosecuted",): 1}
    assert count("recalls", facts, FIRST, LAST).by("district", "deleted") == {("liege", "no"): 1}
    assert count("test_calls", facts, FIRST, LAST).by("recipient_kind", "answered") == {
        ("labour_auditorate", "reached"): 1
    }
    assert "0490" not in repr(facts.test_calls)


def test_help_that_was_offered_is_counted_by_person_and_by_what_stands(house: AppContext) -> None:
    """A person who changed their mind is one person; who was not asked is none, and no office is named."""
    persons = [a_person(n) for n in (1, 2, 3)]
    control = a_control(persons=persons)
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    said = (("P1", "informed"), ("P1", "refused"), ("P1", "given"), ("P2", "informed"), ("P3", "not_asked"))
    for n, (person, answer) in enumerate(said):
        asked = ConsentAsked(person=person, answer=answer, at=later(n), language="ro")
        record_consent(house.acting(INSPECTOR, later(n)), control.control_id, asked)
    facts = facts_of(house)
    assert count("help_offered", facts, FIRST, LAST).by("said", "centre") == {
        ("given", "waiting"): 1,
        ("informed", "none"): 1,
    }
    assert "centre_" not in repr(facts.help)
    withdraw_consent(house.acting(INSPECTOR, later(9)), control.control_id, "P1")
    assert count("help_offered", facts_of(house), FIRST, LAST).by("said", "centre") == {
        ("withdrawn", "none"): 1,
        ("informed", "none"): 1,
    }


def test_minors_notified_and_findings_passed_on_are_counted_by_their_answer(house: AppContext) -> None:
    """A minor who may be alone is notified at once; what another service took on is told by the kind of service."""
    persons = [a_person(1, {"doc_payslip_given": False}), a_person(2, under_age=True)]
    control = save(house.acting(INSPECTOR, AT), a_control(persons=persons), place=LIEGE).control_id
    made = pass_on(house.acting(INSPECTOR, later(1)), control, "tsw")
    answer_exchange(house.acting(INSPECTOR, later(2)), made.reference, "taken")
    facts = facts_of(house)
    assert count("findings_passed_on", facts, FIRST, LAST).by("recipient_kind", "notice_state") == {
        ("inspection_service", "taken"): 1
    }
    assert count("minors_notified", facts, FIRST, LAST).by("district", "notice_state") == {("liege", "queued"): 1}


def keep(house: AppContext, row: Stored) -> None:
    """Write one row as its act does."""
    with house.store.write() as session:
        session.add(row)
