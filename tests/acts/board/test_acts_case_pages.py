"""The page of a case: what it tells without a reason, what with one, what stands in the trail, and its files."""

import json
from datetime import timedelta

import pytest
from builders_acts import later
from builders_board import (
    AT,
    AUDITORATE,
    BY,
    CELL,
    DIRECTION,
    HEAD,
    NAME,
    OTHER_NAME,
    STREET,
    a_case,
    asks,
    delivery_to,
    opens,
    takes_on,
)
from builders_orders import ordered
from sqlmodel import col, select

from inspection import acts
from inspection.acts.board import CasePage, case_file, case_page
from inspection.errors import AccessRefused, ReferralFault
from inspection.life_cycles import FollowUpKind
from inspection.referral.delivery import FileDrop
from inspection.referral.references import new_reference
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, Context

DAY_AFTER = later(days=2)


def with_reason(house: AppContext, reference: str, by: str = HEAD) -> Context:
    """Somebody who says that they handle this referral."""
    return house.acting(by, DAY_AFTER).because("handle_referral", reference)


def masked(house: AppContext, reference: str, by: str = HEAD) -> CasePage:
    """The page as it opens."""
    return case_page(house.acting(by, DAY_AFTER), reference)


def looks(house: AppContext) -> list[AuditEntryRow]:
    """The looks at records that stand in the trail."""
    with house.store.read() as session:
        looks = select(AuditEntryRow).where(AuditEntryRow.act == "record.consult").order_by(col(AuditEntryRow.n))
        return list(session.exec(looks))


def test_page_one_says_where_and_how_many_and_nothing_of_anybody(house: AppContext) -> None:
    """Street and number, unknown ages counted, danger as it was noted; no name and no word that somebody said."""
    page = masked(house, a_case(house))
    one = page.page_one
    assert (one.place, one.address, one.municipality) == ("Restaurant Exemple 1", STREET, "Liège / Luik")
    assert one.ages == {"minor": 0, "adult": 1, "unknown": 1}
    assert (one.languages, one.forms, one.grounds) == (("vi",), ("economic",), None)
    assert {"q17_seen", "q15_rooms_seen"} <= {seen.question for seen in one.seen}
    assert one.telephone == "+32 2 000 00 00"
    assert [(person.ref, person.name) for person in page.persons] == [("P1", None), ("P2", None)]
    assert page.links is None
    assert NAME not in str(page) + one.place + one.address


def test_a_reason_shows_names_and_words_and_the_trail_says_who_why_and_whom(house: AppContext) -> None:
    """A masked look is its own case; a revealed one names purpose, case and each person by a keyed hash."""
    reference = a_case(house)
    masked(house, reference)
    with pytest.raises(AccessRefused) as caught:
        case_page(house.acting(HEAD, DAY_AFTER), reference, revealed=True)
    assert caught.value.code == "ACCESS-090"
    page = case_page(with_reason(house, reference), reference, revealed=True)
    assert [person.name for person in page.persons] == [NAME, OTHER_NAME]
    assert (page.page_one.grounds, page.links) == ("papers held", ())
    first, second = looks(house)
    assert (first.who, first.facts["masked"], first.facts["case"]) == (HEAD, True, reference)
    assert (second.purpose, second.facts["case"]) == ("handle_referral", reference)
    assert len(second.facts["persons"]) == 2


def test_nobody_is_asked_why_in_their_own_open_case(house: AppContext) -> None:
    """The inspector whose control it is; the page tells the screen so."""
    reference = a_case(house)
    assert masked(house, reference, BY).is_own
    assert not masked(house, reference, HEAD).is_own
    page = case_page(house.acting(BY, DAY_AFTER), reference, revealed=True)
    assert page.persons[0].name == NAME


@pytest.mark.battery(reason="the portal's story of the same acts is tried in every run")
def test_everything_that_happened_stands_in_the_story(house: AppContext) -> None:
    """Each attempt, opening, question, call, answer, deadline, escalation, change and embargo, the latest first."""
    reference = a_case(house)
    cell, auditorate = delivery_to(house, reference), delivery_to(house, reference, AUDITORATE)
    acts.delivery.deliver(house.acting(at=later(minutes=5)), {"file_drop": FileDrop(house.settings.outbox)})
    opens(house, cell, later(hours=1))
    asks(house, cell, "Which door?", later(hours=2))
    acts.referrals.log_call(house.acting(BY, later(hours=3)), auditorate, "magistrate", "Wait for us.", True)
    takes_on(house, auditorate, later(hours=9), later(hours=3))
    acts.changes.embargo(house.acting(DIRECTION, later(hours=4)), reference, AUDITORATE, "telephone")
    acts.changes.propose_change(house.acting(BY, later(hours=5)), reference, "correction", "There were three.")
    acts.changes.note_outcome(house.acting(BY, later(hours=6)), reference, AUDITORATE, "investigation")
    acts.chasing.chase(house.acting(at=later(days=2)))
    page = masked(house, reference)
    told = [(one.what, one.who) for one in page.story]
    for what, who in (
        *(("decided", ""), ("queued", CELL), ("attempt", CELL), ("opened", CELL), ("asked", CELL)),
        *(("called", AUDITORATE), ("taken_on", AUDITORATE), ("embargo", AUDITORATE), ("change", "")),
        *(("outcome", AUDITORATE), ("deadline", CELL), ("escalated", CELL)),
    ):
        assert (what, who) in told, what
    assert ("deadline", AUDITORATE) not in told
    assert [one.at for one in page.story] == sorted((one.at for one in page.story), reverse=True)
    assert {one.words for one in page.story} == {None}
    revealed = case_page(with_reason(house, reference), reference, revealed=True)
    assert {"Wait for us.", "There were three.", "Which door?"} <= {one.words for one in revealed.story}


def test_a_call_from_the_workplace_stands_in_the_story(house: AppContext) -> None:
    """With its minute and what came of it, once somebody said why they look; one to a centre stands in none."""
    rung = {"step": "police", "at": later(minutes=1).isoformat(), "outcome": "rung", "number": "04 000 00 00"}
    steps = [
        rung,
        {**rung, "step": "centre"},
        {**rung, "step": "emergency", "outcome": "reached", "note": "On the way."},
    ]
    reference = a_case(house, steps=steps)
    assert "rung_on_site" not in {one.what for one in masked(house, reference).story}
    page = case_page(with_reason(house, reference), reference, revealed=True)
    told = [(one.how, one.words) for one in page.story if one.what == "rung_on_site"]
    assert sorted(told) == [(("local_police", "reached"), "On the way."), (("police_cell", "rung"), "")]


def test_what_is_expected_of_whom(house: AppContext) -> None:
    """The cell owes an answer, the auditorate rings back, and we look for persons and answer the question."""
    reference = a_case(house)
    cell, auditorate = delivery_to(house, reference), delivery_to(house, reference, AUDITORATE)
    asks(house, cell, "Which door?", later(hours=2))
    acts.referrals.log_call(house.acting(BY, later(hours=3)), auditorate, "magistrate", "Wait for us.", True)
    takes_on(house, auditorate, later(days=3), later(hours=3))
    owed = {one.row.recipient if one.row else "us": one.owes for one in masked(house, reference).expected}
    assert [one.what for one in owed[CELL]] == ["answer"]
    assert [(one.what, one.due_at) for one in owed[AUDITORATE]] == [("ring_back", later(days=3))]
    assert {"person_check", "answer_question"} <= {one.what for one in owed["us"]}
    assert {one.about for one in owed["us"] if one.what == "person_check"} == {"P1"}


@pytest.mark.battery(reason="page one, names and files of a case are read in every run")
def test_where_somebody_is_follows_the_last_check(house: AppContext) -> None:
    """What was found out takes the place of what was noted on site; who has been asked nothing is not a no."""
    reference = a_case(house)
    page = masked(house, reference)
    assert [person.now_at for person in page.persons] == ["stayed", "unknown"]
    assert {person.agreed for person in page.persons} == {"not_asked"}
    (first, *_) = [
        one
        for one in acts.follow_ups.list_follow_ups(
            house.acting(BY, DAY_AFTER), kind=FollowUpKind.PERSON_CHECK, control_id=page.control_id
        )
        if one.subject == "P1"
    ]
    at = DAY_AFTER - timedelta(hours=1)
    acts.aftercare.note_person(house.acting(BY, at), first.id, "reached_safe", now_at="with_centre", words="Well.")  # type: ignore[arg-type]
    one = masked(house, reference).persons[0]
    assert (one.now_at, one.outcome, one.checked_at) == ("with_centre", "reached_safe", at)
    revealed = case_page(with_reason(house, reference), reference, revealed=True).persons[0]
    assert revealed.whereabouts == ""


def test_a_file_is_taken_for_a_reason_and_the_trail_has_it(house: AppContext) -> None:
    """The report names persons: nobody takes it without saying why; another case's delivery has no file here."""
    reference, other = a_case(house, 1), a_case(house, 2)
    page = masked(house, reference)
    assert {"first_report.pdf", "data.json"} <= {one.name for one in page.files if one.recipient == CELL}
    cell = delivery_to(house, reference)
    with pytest.raises(AccessRefused):
        case_file(house.acting(HEAD, DAY_AFTER), reference, cell, "data.json")
    before = len(looks(house))
    taken = case_file(with_reason(house, reference), reference, cell, "data.json")
    assert json.loads(taken.content)["reference"] == reference
    assert (taken.name, taken.media_type) == (f"{reference}-data.json", "application/json")
    assert len(looks(house)) == before + 1
    for delivery_id, name in ((cell, "nothing.pdf"), (delivery_to(house, other), "data.json"), ("none", "data.json")):
        with pytest.raises(ReferralFault):
            case_file(with_reason(house, reference), reference, delivery_id, name)


def test_a_case_of_elsewhere_or_of_a_magistrate_answers_like_none(house: AppContext) -> None:
    """The same error as for a reference that nobody has, and nothing in the trail."""
    order = ordered(house, "est:2000000001")
    acts.orders.permit(house.acting("supervisor-liege", AT), order.id, "team", "liege-1")
    secret, namur = a_case(house, 1), a_case(house, 2, "namur")
    for by, reference in ((DIRECTION, secret), (HEAD, namur), (HEAD, new_reference(2026, 999_999))):
        with pytest.raises(ReferralFault) as caught:
            masked(house, reference, by)
        assert caught.value.code == "REFER-750", by
    assert looks(house) == []
    assert masked(house, secret, BY).reference == secret
