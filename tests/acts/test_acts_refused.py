"""A refusal ends nothing: as long as nobody reroutes it, the house is told, one rung after the other."""

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later

from inspection.acts.answers import refuse
from inspection.acts.changes import confirm_change, propose_change, recall, reroute
from inspection.acts.chasing import chase
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.errors import ReferralFault
from inspection.store.queries import alerts, referrals

BY = "insp-liege-1"


def refused(house: Office) -> str:
    """A referral that the police refused two hours after it was decided; the id of that delivery."""
    saved = save_control(a_suspicious_control("yes"), BY, place=LIEGE, at=AT, office=house)
    assert saved.reference
    return refuse(
        saved.reference, "not_competent", BY, recipient="pjf-liege", at=later(hours=2), office=house
    ).delivery_id


def told(house: Office, subject: str) -> list[tuple[int, str, str | None]]:
    """Who was told of a refusal, in order."""
    return [
        (a.step, a.for_role, a.for_user)
        for a in sorted(alerts(house.store), key=lambda a: a.step)
        if (a.kind, a.subject) == ("delivery_refused", subject)
    ]


def test_a_refusal_that_nobody_reroutes_climbs_the_ladder_of_the_house(house: Office) -> None:
    """Inspector and team head at once, then a rung more for each period that an answer may take."""
    delivery = refused(house)
    chase(later(hours=3), office=house)
    assert told(house, delivery) == [(0, "inspector", BY), (1, "team_head", None)]
    chase(later(hours=25), office=house)
    assert len(told(house, delivery)) == 2
    chase(later(hours=27), office=house)
    chase(later(days=9), office=house)
    assert told(house, delivery)[2:] == [(2, "supervisor", None), (3, "direction", None)]
    assert [a for a in alerts(house.store) if a.kind == "delivery_overdue" and a.subject == delivery] == []


def test_a_refusal_that_was_rerouted_is_told_no_further(house: Office) -> None:
    """Whoever takes it on has a deadline of their own; the same run again raises nothing."""
    delivery = refused(house)
    reroute(delivery, "pjf-namur", BY, at=later(hours=2, minutes=30), office=house)
    chase(later(days=9), office=house)
    assert told(house, delivery) == []
    assert chase(later(days=9), office=house).raised == 0


def test_what_was_withdrawn_after_a_refusal_goes_to_nobody_else(house: Office) -> None:
    """Nobody is told of the refusal any more, and nobody can send the case further."""
    delivery = refused(house)
    [referral] = referrals(house.store)
    made = propose_change(referral.reference, "withdrawal", "a mistake", BY, at=later(hours=3), office=house)
    confirm_change(made.id, "head-liege", at=later(hours=4), office=house)
    chase(later(days=9), office=house)
    assert told(house, delivery) == []
    with pytest.raises(ReferralFault) as fault:
        reroute(delivery, "pjf-namur", BY, at=later(hours=5), office=house)
    assert fault.value.code == "REFER-723"


def test_an_office_that_refused_and_was_then_recalled_is_settled(house: Office) -> None:
    """It was not for them: the case goes to whom it was meant for by the recall itself."""
    delivery = refused(house)
    [referral] = referrals(house.store)
    recall(referral.reference, "pjf-liege", BY, instead="pjf-namur", at=later(hours=3), office=house)
    chase(later(days=9), office=house)
    assert told(house, delivery) == []
