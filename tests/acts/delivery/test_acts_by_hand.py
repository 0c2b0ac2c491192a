"""A letter that was handed in has left: what comes back answers it, and who holds it is told of what changes."""

import pytest
from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes, later
from builders_control import a_person
from sqlmodel import col, select

from inspection.acts.changes import confirm_change, propose_change
from inspection.acts.controls import correct_control, save
from inspection.acts.delivery import deliver, hand_in, prepare_by_hand
from inspection.acts.outbox import transports
from inspection.acts.referrals import acknowledge
from inspection.control.filled import Control
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.core import new_id
from inspection.store.referrals import AttemptRow, DeliveryRow
from inspection.trust import AppContext, verify_trail

BY, HEAD, OFFICE = "insp-liege-1", "head-liege", "aud-liege"
CONTROL = new_id()


def of(*names: str) -> Control:
    """The control, with these people found."""
    persons = [a_person(n, name=name) for n, name in enumerate(names, 1)]
    return a_control(control_id=CONTROL, answers=dict(SIGNS), persons=persons, suspicion=a_yes())


def written(house: AppContext) -> str:
    """A referral whose auditorate gets letters; its reference."""
    saved = save(house.acting(BY, AT), of("Eins Exempel"), place=LIEGE)
    on_paper(house)
    return str(saved.reference)


def on_paper(house: AppContext) -> None:
    """Let everything for the auditorate be a letter."""
    with house.store.write() as session:
        for row in session.exec(select(DeliveryRow).where(col(DeliveryRow.recipient) == OFFICE)):
            row.transports = ["paper"]
            session.add(row)


def letters(house: AppContext) -> list[DeliveryRow]:
    """What the auditorate gets, in order."""
    mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == OFFICE)
    with house.store.read() as session:
        return list(session.exec(mine.order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))))


def test_a_letter_is_sent_once_it_was_handed_in(house: AppContext) -> None:
    """Printing it moves nothing; noted twice it is one attempt; then nobody is asked to carry it any more."""
    written(house)
    (letter,) = letters(house)
    prepare_by_hand(house.acting(BY, later(minutes=5)), letter.id, "paper")
    assert letters(house)[0].state == "queued"
    assert deliver(house.acting(at=later(minutes=6)), transports(house)).by_hand == 1
    for minutes in (30, 40):
        assert hand_in(house.acting(BY, later(minutes=minutes)), letter.id).state == "sent"
    assert letters(house)[0].sent_at == later(minutes=30)
    assert deliver(house.acting(at=later(hours=1)), transports(house)).by_hand == 0
    with house.store.read() as session:
        tried = session.exec(select(AttemptRow).where(col(AttemptRow.delivery_id) == letter.id)).all()
    assert [(one.transport, one.outcome) for one in tried] == [("paper", "sent")]
    assert verify_trail(house.store).holds


def test_a_second_letter_is_answered_by_the_reference_that_comes_back(house: AppContext) -> None:
    """What adds to an answered letter is answered too, once it was handed in; before that, nobody can have read it."""
    reference = written(house)
    hand_in(house.acting(BY, later(minutes=30)), letters(house)[0].id)
    acknowledge(house.acting(BY, later(hours=2)), reference, recipient=OFFICE)
    correct_control(house.acting(BY, later(hours=5)), of("Eins Exempel", "Zwei Exempel"), "one more", place=LIEGE)
    on_paper(house)
    acknowledge(house.acting(BY, later(hours=6)), reference, recipient=OFFICE)
    assert [one.state for one in letters(house)] == ["acknowledged", "queued"]
    hand_in(house.acting(BY, later(hours=7)), letters(house)[1].id)
    acknowledge(house.acting(BY, later(hours=9)), reference, recipient=OFFICE)
    assert [(one.state, one.answered_at) for one in letters(house)] == [
        ("acknowledged", later(hours=2)),
        ("acknowledged", later(hours=9)),
    ]


@pytest.mark.parametrize("is_handed_in", [True, False])
def test_a_withdrawal_follows_a_letter_that_left_and_no_other(house: AppContext, is_handed_in: bool) -> None:
    """The office holds it, though it has not answered; one that lies on a desk here is kept here."""
    reference = written(house)
    if is_handed_in:
        hand_in(house.acting(BY, later(minutes=30)), letters(house)[0].id)
    made = propose_change(house.acting(BY, later(hours=1)), reference, "withdrawal", "another place")
    confirm_change(house.acting(HEAD, later(hours=1)), made.id)
    assert [one.message for one in letters(house)] == ["report", *(["withdrawal"] if is_handed_in else [])]
    with pytest.raises(ReferralFault, match="REFER-705"):
        hand_in(house.acting(BY, later(hours=2)), letters(house)[0].id)


def test_only_who_gets_paper_is_handed_any_and_only_by_ours(house: AppContext) -> None:
    """An office with a folder reads its folder; another district's inspector carries nothing."""
    written(house)
    with house.store.read() as session:
        police = session.exec(select(DeliveryRow.id).where(col(DeliveryRow.recipient) == "pjf-liege")).one()
    with pytest.raises(ReferralFault, match="REFER-704"):
        hand_in(house.acting(BY, AT), police)
    with pytest.raises(ReferralFault, match="REFER-702"):
        hand_in(house.acting(BY, AT), new_id())
    with pytest.raises(AccessRefused):
        hand_in(house.acting("insp-namur-1", AT), letters(house)[0].id)
