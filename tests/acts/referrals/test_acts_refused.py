"""A refusal ends nothing: as long as nobody reroutes it, the house is told, one rung after the other."""

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later

from inspection.acts.changes import confirm_change, propose_change, recall, reroute
from inspection.acts.chasing import chase
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.acts.referrals import refuse
from inspection.errors import ReferralFault
from inspection.referral.delivery import FileDrop, left_after_refusal
from inspection.store.queries import alerts, deliveries, referrals
from inspection.trust import AppContext

BY = "insp-liege-1"


def refused(house: AppContext) -> str:
    """A referral that the police refused two hours after it was decided; the id of that delivery."""
    saved = save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
    assert saved.reference
    return refuse(house.acting(BY, later(hours=2)), saved.reference, "not_competent", recipient="pjf-liege").delivery_id


def told(house: AppContext, subject: str) -> list[tuple[int, str, str | None]]:
    """Who was told of a refusal, in order."""
    return [
        (a.step, a.for_role, a.for_user)
        for a in sorted(alerts(house.store), key=lambda a: a.step)
        if (a.kind, a.subject) == ("delivery_refused", subject)
    ]


def test_a_refusal_that_nobody_reroutes_climbs_the_ladder_of_the_house(house: AppContext) -> None:
    """Inspector and team head at once, then a rung more for each period that an answer may take."""
    delivery = refused(house)
    chase(house.acting(at=later(hours=3)))
    assert told(house, delivery) == [(0, "inspector", BY), (1, "team_head", None)]
    chase(house.acting(at=later(hours=25)))
    assert len(told(house, delivery)) == 2
    chase(house.acting(at=later(hours=27)))
    chase(house.acting(at=later(days=9)))
    assert told(house, delivery)[2:] == [(2, "supervisor", None), (3, "direction", None)]
    assert [a for a in alerts(house.store) if a.kind == "delivery_overdue" and a.subject == delivery] == []


def test_a_refusal_that_was_rerouted_is_told_no_further(house: AppContext) -> None:
    """Whoever takes it on has a deadline of their own; the same run again raises nothing."""
    delivery = refused(house)
    reroute(house.acting(BY, later(hours=2, minutes=30)), delivery, "pjf-namur")
    chase(house.acting(at=later(days=9)))
    assert told(house, delivery) == []
    assert chase(house.acting(at=later(days=9))).raised == 0


def test_what_was_withdrawn_after_a_refusal_goes_to_nobody_else(house: AppContext) -> None:
    """Nobody is told of the refusal any more, and nobody can send the case further."""
    delivery = refused(house)
    [referral] = referrals(house.store)
    made = propose_change(house.acting(BY, later(hours=3)), referral.reference, "withdrawal", "a mistake")
    confirm_change(house.acting("head-liege", later(hours=4)), made.id)
    chase(house.acting(at=later(days=9)))
    assert told(house, delivery) == []
    with pytest.raises(ReferralFault) as fault:
        reroute(house.acting(BY, later(hours=5)), delivery, "pjf-namur")
    assert fault.value.code == "REFER-723"


def test_an_office_that_refused_and_was_then_recalled_is_settled(house: AppContext) -> None:
    """It was not for them: the case goes to whom it was meant for by the recall itself."""
    delivery = refused(house)
    [referral] = referrals(house.store)
    recall(house.acting(BY, later(hours=3)), referral.reference, "pjf-liege", instead="pjf-namur")
    chase(house.acting(at=later(days=9)))
    assert told(house, delivery) == []


@pytest.mark.parametrize("way", ["report", "withdrawal", "recall"])
@pytest.mark.few(1)
def test_the_ladder_and_the_screen_ask_one_rule_who_was_left_after_a_refusal(house: AppContext, way: str) -> None:
    """Of a refused report both say so; a refused withdrawal or recall leaves nobody, and climbs under its own name."""
    saved = save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
    assert saved.reference
    deliver(house.acting(at=later(minutes=5)), {"file_drop": FileDrop(house.settings.outbox)})
    if way == "withdrawal":
        made = propose_change(house.acting(BY, later(hours=1)), saved.reference, "withdrawal", "a mistake")
        confirm_change(house.acting("head-liege", later(hours=1)), made.id)
    if way == "recall":
        recall(house.acting(BY, later(hours=1)), saved.reference, "pjf-liege")
    deliver(house.acting(at=later(hours=1, minutes=5)), {"file_drop": FileDrop(house.settings.outbox)})
    answer = refuse(house.acting(BY, later(hours=2)), saved.reference, "not_competent", recipient="pjf-liege")
    chase(house.acting(at=later(days=9)))
    on_screen = left_after_refusal(deliveries(house.store))
    on_ladder = {a.subject for a in alerts(house.store) if a.kind == "delivery_refused"}
    climbed = sorted((a.step, a.subject) for a in alerts(house.store) if a.kind == "message_refused")
    assert on_screen == on_ladder == ({answer.delivery_id} if way == "report" else set())
    assert climbed == ([] if way == "report" else [(step, answer.delivery_id) for step in range(4)])
