"""What an office says of its referral on the portal: opened, taken on, sent back, asked."""

from datetime import timedelta

import pytest
from builders_acts import AT, later
from builders_hearing import AUDITORATE, INSPECTOR, POLICE, a_referral, hears, with_people_outside
from sqlmodel import select

from inspection.acts import access, referrals
from inspection.acts.portal.values import Acknowledges, Asks, Opens, Refuses, TellsOutcome
from inspection.errors import AccessRefused, PortalFault, ReferralFault
from inspection.life_cycles import RefusalReason
from inspection.store.queries import alerts, deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import OpeningRow, QuestionRow, ReceiptRow, TakenOnRow
from inspection.trust import AppContext

TAKES = Acknowledges(
    taker="investigator", rings_back_at=later(hours=3), telephone="04 222 33 44", words="Keep them in."
)
NOT_OURS = Refuses(reason=RefusalReason.NOT_COMPETENT, words="Other district.")


@pytest.fixture
def reference(house: AppContext) -> str:
    with_people_outside(house)
    return a_referral(house)


def state(house: AppContext, office: str = POLICE) -> str:
    return next(d.state for d in deliveries(house.store) if d.recipient == office)


def raised(house: AppContext, kind: str) -> list[tuple[str, str | None, int]]:
    return [(a.for_role, a.for_user, a.step) for a in alerts(house.store) if a.kind == kind]


def entries(house: AppContext, act: str, stream: str) -> list[AuditEntryRow]:
    with house.store.read() as session:
        return [e for e in session.exec(select(AuditEntryRow)) if (e.act, e.stream) == (act, stream)]


def takings(house: AppContext) -> list[referrals.Taking]:
    with house.store.read() as session:
        rows = session.exec(select(TakenOnRow).order_by(TakenOnRow.id)).all()
        return [referrals.taking(house.store, row) for row in rows]


def test_opening_is_noted_once_and_every_look_is_in_the_trail(house: AppContext, reference: str) -> None:
    """It answers nothing and stops no clock; who looked at the case is told with case and page."""
    due = next(d.answer_due_at for d in deliveries(house.store) if d.recipient == POLICE)
    hears(house, "cell-1", reference, Opens(what="page"), later(minutes=5))
    hears(house, "cell-1", reference, Opens(what="dossier.pdf"), later(minutes=6))
    with house.store.read() as session:
        assert [row.opened_at for row in session.exec(select(OpeningRow))] == [later(minutes=5)]
    assert state(house) == "queued"
    assert next(d.answer_due_at for d in deliveries(house.store) if d.recipient == POLICE) == due
    assert len(entries(house, "portal.open", "referral")) == 1
    looks = [one for one in access.who_looked(house.acting("dpo-1", later(hours=1)), reference) if one.who == "cell-1"]
    assert [(one.act, one.case, one.is_masked) for one in looks] == [("portal.open", reference, False)] * 2
    assert {e.facts["what"] for e in entries(house, "portal.open", "reading")} == {"page", "dossier.pdf"}


def test_who_takes_it_on_is_kept_sealed_and_the_team_is_told_without_content(house: AppContext, reference: str) -> None:
    """Inspector and head hear that somebody takes it on; the trail says by function, never the words or the number."""
    assert hears(house, "cell-1", reference, TAKES, later(minutes=10)) == ""
    assert state(house) == "acknowledged"
    assert takings(house) == [
        referrals.Taking(
            taker="investigator", rings_back_at=later(hours=3), telephone="04 222 33 44", words="Keep them in."
        )
    ]
    assert raised(house, "taken_on") == [("inspector", INSPECTOR, 0), ("team_head", None, 1)]
    with house.store.read() as session:
        trail = repr([e.facts for e in session.exec(select(AuditEntryRow))])
        assert session.exec(select(ReceiptRow)).one().how == "portal"
    assert "Keep them in" not in trail
    assert "222 33 44" not in trail


def test_the_same_again_changes_nothing_and_a_newer_one_takes_its_place(house: AppContext, reference: str) -> None:
    """The answer holds from the first time on; who rings back may change."""
    hears(house, "cell-1", reference, TAKES, later(minutes=10))
    hears(house, "cell-1", reference, TAKES, later(minutes=20))
    assert len(takings(house)) == 1
    assert len(raised(house, "taken_on")) == 2
    newer = Acknowledges(taker="head_of_section", rings_back_at=later(hours=5))
    hears(house, "cell-1", reference, newer, later(minutes=30))
    assert [one.taker for one in takings(house)] == ["investigator", "head_of_section"]
    assert len(raised(house, "taken_on")) == 4
    answered = next(d.answered_at for d in deliveries(house.store) if d.recipient == POLICE)
    assert answered == later(minutes=10)
    with house.store.read() as session:
        assert len(session.exec(select(ReceiptRow)).all()) == 1


def test_after_a_telephone_answer_only_who_takes_it_on_is_added(house: AppContext, reference: str) -> None:
    """The first answer counts, whichever way it came."""
    delivery = next(d.id for d in deliveries(house.store) if d.recipient == POLICE)
    referrals.log_call(house.acting(INSPECTOR, later(minutes=5)), delivery, "duty_officer", "Wait.", True, number="101")
    hears(house, "cell-1", reference, TAKES, later(minutes=30))
    assert next(d.answered_at for d in deliveries(house.store) if d.recipient == POLICE) == later(minutes=5)
    assert [one.taker for one in takings(house)] == ["investigator"]


def test_what_was_said_while_the_office_was_down_counts_from_then(house: AppContext, reference: str) -> None:
    """The portal's clock is ours; the moment to ring back is held against it too."""
    hears(house, "cell-1", reference, TAKES, later(hours=6), said_at=later(hours=1))
    assert next(d.answered_at for d in deliveries(house.store) if d.recipient == POLICE) == later(hours=1)


def test_a_refusal_keeps_its_words_and_a_contradiction_is_noted_and_told(house: AppContext, reference: str) -> None:
    """The referral stays refused; the house hears of the second answer, and whoever gave it gets the code."""
    assert hears(house, "cell-1", reference, NOT_OURS, later(minutes=10)) == ""
    with house.store.read() as session:
        row = session.exec(select(ReceiptRow)).one()
        assert (row.answer, row.reason, row.how) == ("refused", "not_competent", "portal")
        assert house.store.unseal("receipt.words", row.id, row.words or b"") == "Other district."
    for _ in range(2):
        assert hears(house, "cell-1", reference, TAKES, later(minutes=20)) == "REFER-301"
    assert state(house) == "refused"
    assert takings(house) == []
    assert len(raised(house, "delivery_contradicted")) == 1


def test_a_question_is_told_and_answered_and_the_deadline_runs_on(house: AppContext, reference: str) -> None:
    """Each question is told; the answer is read in the trail by nobody, and stands once."""
    due = next(d.answer_due_at for d in deliveries(house.store) if d.recipient == AUDITORATE)
    for n, words in enumerate(("Is a minor there?", "Which floor?")):
        hears(house, "aud-1", reference, Asks(words=words), later(minutes=10 + n))
    assert len(raised(house, "question_asked")) == 4
    assert next(d.answer_due_at for d in deliveries(house.store) if d.recipient == AUDITORATE) == due
    with house.store.read() as session:
        first = session.exec(select(QuestionRow).order_by(QuestionRow.id)).first()
    assert first is not None
    answered = referrals.answer_question(house.acting(INSPECTOR, later(hours=1)), first.id, "No, none.")
    assert (answered.words, answered.answer, answered.answered_by) == ("Is a minor there?", "No, none.", INSPECTOR)
    referrals.answer_question(house.acting(INSPECTOR, later(hours=2)), first.id, "No, none.")
    with pytest.raises(PortalFault, match="answered already"):
        referrals.answer_question(house.acting(INSPECTOR, later(hours=2)), first.id, "Yes.")
    found = referrals.questions_of(house.acting(INSPECTOR, later(hours=2)), reference)
    assert [(one.words, one.answer) for one in found] == [("Is a minor there?", "No, none."), ("Which floor?", "")]
    with house.store.read() as session:
        assert "No, none" not in repr([e.facts for e in session.exec(select(AuditEntryRow))])
    assert len(raised(house, "question_asked")) == 4  # one of the two still waits
    with house.store.read() as session:
        *_, second = session.exec(select(QuestionRow.id).order_by(QuestionRow.id))
    referrals.answer_question(house.acting(INSPECTOR, later(hours=3)), second, "The third.")
    assert raised(house, "question_asked") == []


def test_a_question_of_another_district_is_as_one_that_is_not_there(house: AppContext, reference: str) -> None:
    """Whoever may not answer does not learn that it was asked."""
    hears(house, "aud-1", reference, Asks(words="Which floor?"))
    with house.store.read() as session:
        asked = session.exec(select(QuestionRow)).one()
    codes = set()
    for id_ in (asked.id, "none"):
        with pytest.raises(AccessRefused) as caught:
            referrals.answer_question(house.acting("insp-namur-1", AT), id_, "The second.")
        codes.add(caught.value.code)
    assert codes == {"PORTAL-206"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        (Acknowledges(taker="other", rings_back_at=AT - timedelta(minutes=1)), "PORTAL-201"),
        (Acknowledges(taker="other", telephone="ask for him"), "PORTAL-202"),
        (Acknowledges(taker="other", words="x" * 2001), "PORTAL-203"),
        (Asks(words="  "), "PORTAL-203"),
    ],
)
@pytest.mark.few(2)
def test_what_cannot_be_right_is_refused_and_leaves_nothing(house: AppContext, reference: str, word, code) -> None:
    """The office answers with a code, and the delivery waits as before."""
    with pytest.raises(PortalFault) as caught:
        hears(house, "cell-1", reference, word, AT + timedelta(seconds=1))
    assert caught.value.code == code
    assert state(house) == "queued"
    assert not entries(house, "portal.hear", "referral")


@pytest.mark.parametrize(
    ("by", "office", "fault"),
    [("cell-9", POLICE, AccessRefused), ("cell-9", None, ReferralFault), ("surya-1", None, AccessRefused)],
)
def test_nobody_answers_for_another_office(house: AppContext, reference: str, by: str, office, fault) -> None:
    """Neither in its name, nor for their own that got nothing; a centre answers no referral."""
    with pytest.raises(fault):
        hears(house, by, reference, TAKES, office=office)
    assert state(house) == "queued"


def test_a_word_that_does_not_fit_the_page_is_refused(house: AppContext, reference: str) -> None:
    """An acknowledgement is said of a case only."""
    with pytest.raises(PortalFault, match="cannot be said"):
        hears(house, "cell-1", reference, TAKES, kind="contact")
    with pytest.raises(AccessRefused):
        hears(house, "cell-1", reference, TellsOutcome(outcome="dismissed"))
