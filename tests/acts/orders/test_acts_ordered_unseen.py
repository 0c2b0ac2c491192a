"""Referrals of ordered work: for who may not see it they do not exist, and silence rings the magistrate who ordered."""

from collections.abc import Callable

import pytest
from builders_referral_life import Life
from sqlmodel import select

from inspection import acts
from inspection.errors import ReferralFault
from inspection.store.queries import deliveries
from inspection.store.records import AlertRow
from inspection.trust import AppContext

STRANGER = "direction-1"  # sees every district, and was permitted nothing
NUMBER = "+32 2 000 00 01"


@pytest.fixture
def life(embedded: AppContext) -> Life:
    """Give the referral of a control that the prosecutor's office ordered."""
    return Life(embedded, {"given": {"place": "Liège", "ordered": "parquet-liege"}})


def first(life: Life) -> str:
    """The delivery to the magistrate."""
    (only,) = [one.id for one in deliveries(life.house.store) if one.recipient == "parquet-liege"]
    return only


def called(life: Life, by: str, house: AppContext) -> object:
    """Log a call to the magistrate."""
    return acts.referrals.log_call(
        house.acting(by, life.start), first(life), "magistrate", "Wait.", True, number=NUMBER
    )


def rung(life: Life, by: str, house: AppContext) -> object:
    """Log a call to an office that gets no bundle."""
    return acts.referrals.call_office(
        house.acting(by), life.reference, "localpol", "duty_officer", "Come.", number=NUMBER
    )


ASKED: dict[str, Callable[[Life, str, AppContext], object]] = {
    "script": lambda life, by, house: acts.delivery.prepare_by_hand(
        house.acting(by, life.start), first(life), "telephone"
    ),
    "letter": lambda life, by, house: acts.delivery.hand_in(house.acting(by, life.start), first(life)),
    "call": called,
    "call of another": rung,
    "answer": lambda life, by, house: acts.referrals.acknowledge(
        house.acting(by), life.reference, recipient="parquet-liege"
    ),
    "refusal": lambda life, by, house: acts.referrals.refuse(
        house.acting(by), life.reference, "other", recipient="parquet-liege"
    ),
}


@pytest.mark.parametrize("act", ASKED)
@pytest.mark.few(3)
def test_it_does_not_exist_for_who_may_not_see_it(life: Life, act: str) -> None:
    """The same fault as for a reference that nobody ever gave."""
    with pytest.raises(ReferralFault) as refused:
        ASKED[act](life, STRANGER, life.house)
    assert refused.value.code in ("REFER-702", "REFER-703", "REFER-750")


def test_silence_climbs_to_the_magistrate_who_ordered(life: Life) -> None:
    """And to whoever registered the order, never to the head of a team or the auditor on duty."""
    acts.chasing.chase(life.house.acting(at=life.at(400)))
    with life.house.store.read() as session:
        raised = session.exec(select(AlertRow).where(AlertRow.kind == "delivery_overdue").order_by(AlertRow.step)).all()
    assert {alert.rings for alert in raised} == {"parquet-liege"}
    assert {alert.for_role for alert in raised} == {"supervisor"}
