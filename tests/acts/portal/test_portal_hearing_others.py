"""Magistrates, centres and other services on the portal: embargo, outcome, contact request, finding."""

import json

import pytest
from builders_acts import AT, LIEGE, a_control, later
from builders_control import a_person
from builders_hearing import AUDITORATE, CENTRE, INSPECTOR, a_referral, hears, with_people_outside
from builders_protection import NAME, said, saved_people
from sqlmodel import select

from inspection.acts import access, changes, exchanges, protection
from inspection.acts.controls import save
from inspection.acts.portal.values import AnswersContact, AnswersFinding, Lifts, Opens, Restricts, TellsOutcome
from inspection.errors import AccessRefused, PortalFault, ReferralFault
from inspection.store.protection import NoticeRow, NoticeTryRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import EmbargoEndRow, EmbargoRow, InquiryWordsRow, OutcomeToldRow
from inspection.trust import AppContext

REGION = "work-wallonia"


@pytest.fixture
def outside(house: AppContext) -> AppContext:
    with_people_outside(house, {"reg-1": ("regional_service", REGION)})
    return house


def trail(house: AppContext) -> list[AuditEntryRow]:
    with house.store.read() as session:
        return list(session.exec(select(AuditEntryRow)))


def test_an_embargo_of_the_portal_holds_until_its_own_office_lifts_it(outside: AppContext) -> None:
    """It is an embargo as one that was telephoned; a second person of the same office may lift it."""
    reference = a_referral(outside)
    hears(outside, "aud-1", reference, Restricts())
    with outside.store.read() as session:
        assert [(row.asked_by, row.channel) for row in session.exec(select(EmbargoRow))] == [(AUDITORATE, "portal")]
    assert len(changes.standing_of(outside.acting(INSPECTOR, AT), reference).embargoes) == 1
    hears(outside, "aud-2", reference, Lifts())
    with outside.store.read() as session:
        assert [(row.asked_by, row.channel) for row in session.exec(select(EmbargoEndRow))] == [(AUDITORATE, "portal")]


def test_nobody_lifts_the_embargo_of_another_office(outside: AppContext) -> None:
    """One that a prosecutor asked for by telephone stays, whatever the auditorate says."""
    reference = a_referral(outside)
    changes.embargo(outside.acting("direction-1", AT), reference, "parquet-liege", "telephone")
    with pytest.raises(PortalFault) as caught:
        hears(outside, "aud-1", reference, Lifts())
    assert caught.value.code == "PORTAL-205"
    assert len(changes.standing_of(outside.acting(INSPECTOR, AT), reference).embargoes) == 1


def test_a_cell_puts_no_embargo_and_tells_no_outcome(outside: AppContext) -> None:
    """Both are a magistrate's."""
    reference = a_referral(outside)
    for word in (Restricts(), Lifts(), TellsOutcome(outcome="other")):
        with pytest.raises(AccessRefused):
            hears(outside, "cell-1", reference, word)


def test_words_of_an_inquiry_are_kept_with_permission_only(outside: AppContext) -> None:
    """The outcome without words is kept; words without permission refuse the whole, and no entry holds them."""
    reference = a_referral(outside)
    with pytest.raises(PortalFault) as caught:
        hears(outside, "aud-1", reference, TellsOutcome(outcome="investigation", words="Two arrests."))
    assert caught.value.code == "PORTAL-212"
    hears(outside, "aud-1", reference, TellsOutcome(outcome="investigation"))
    hears(outside, "aud-1", reference, TellsOutcome(outcome="prosecuted", words="Two arrests.", is_permitted=True))
    with outside.store.read() as session:
        told = session.exec(select(OutcomeToldRow).order_by(OutcomeToldRow.id)).all()
        words = session.exec(select(InquiryWordsRow)).one()
    assert [(row.outcome, row.recipient) for row in told] == [("investigation", AUDITORATE), ("prosecuted", AUDITORATE)]
    assert (words.outcome_id, words.permitted_by) == (told[1].id, AUDITORATE)
    assert outside.store.unseal("inquiry_words.words", words.id, words.words) == "Two arrests."
    assert "arrests" not in repr([entry.facts for entry in trail(outside)])


def a_contact(house: AppContext) -> str:
    """A contact request of a person who agreed; its reference."""
    control = saved_people(house)
    return str(protection.record_consent(house.acting(INSPECTOR, AT), control, said()).reference)


def notice(house: AppContext) -> NoticeRow:
    with house.store.read() as session:
        return session.exec(select(NoticeRow)).one()


def test_nothing_tells_which_centre_reached_somebody(outside: AppContext) -> None:
    """As after a telephone call: the notice forgets, and neither the try nor the trail says who answered."""
    reference = a_contact(outside)
    before = len(trail(outside))
    hears(outside, "surya-1", reference, Opens(what="page"), kind="contact")
    hears(outside, "surya-1", reference, AnswersContact(answer="reached"), kind="contact")
    row = notice(outside)
    assert (row.state, row.office, row.body) == ("taken", None, None)
    with outside.store.read() as session:
        tried = session.exec(select(NoticeTryRow)).one()
    assert (tried.way, tried.outcome, tried.office, tried.by) == ("portal", "reached", None, "system")
    new = trail(outside)[before:]
    assert new
    assert "surya-1" not in repr(new)
    assert CENTRE not in repr(new)


@pytest.mark.parametrize("answer", ["full", "refused"])
def test_a_centre_without_room_gives_way_to_the_next(outside: AppContext, answer) -> None:
    """The next centre of the order has it then, and the first may not answer any more."""
    reference = a_contact(outside)
    hears(outside, "surya-1", reference, AnswersContact(answer=answer), kind="contact")
    row = notice(outside)
    assert row.state == "queued"
    assert protection.recipient_of_notice(outside.store, row) not in ("", CENTRE)
    with pytest.raises(ReferralFault) as caught:
        hears(outside, "surya-1", reference, AnswersContact(answer="reached"), kind="contact")
    assert caught.value.code == "REFER-783"


def test_a_region_answers_a_finding_in_its_own_words(outside: AppContext) -> None:
    """Its refusal is one of the exchange, the words sealed beside it; another answer then contradicts."""
    control = a_control(persons=[a_person(1, {"q09_permit": "absent"}, name=NAME)])
    control_id = save(outside.acting(INSPECTOR, AT), control, place=LIEGE).control_id
    passed = exchanges.pass_on(outside.acting(INSPECTOR, AT), control_id, "work_wallonia")
    words = "We were there last month."
    assert protection.recipient_of_notice(outside.store, notice(outside)) == REGION
    answer = AnswersFinding(answer="refused", words=words)
    hears(outside, "reg-1", passed.reference, Opens(what="page"), kind="finding", office=REGION)
    hears(outside, "reg-1", passed.reference, answer, later(hours=1), kind="finding", office=REGION)
    row = notice(outside)
    assert (row.state, row.reason) == ("refused", "other")
    assert outside.store.unseal("notice.answer_words", row.id, row.answer_words or b"") == words
    assert words not in json.dumps([entry.facts for entry in trail(outside)])
    with pytest.raises(ReferralFault, match="REFER-808"):
        hears(outside, "reg-1", passed.reference, AnswersFinding(answer="taken"), kind="finding", office=REGION)
    looks = access.who_looked(outside.acting("dpo-1", later(hours=2)), control_id)
    assert [one.who for one in looks if one.act == "portal.open"] == ["reg-1"]
