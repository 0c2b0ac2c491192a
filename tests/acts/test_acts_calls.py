"""Telephone calls to offices that get no bundle."""

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_protection import said, with_people
from sqlmodel import select

from inspection.acts.answers import call_office
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.protection import record_consent, withdraw_consent
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntry
from inspection.store.referrals import CallRow

BY = "insp-liege-1"
SAID = "A bed for tonight, please."


def referred(house: Office) -> str:
    """A referral; its reference."""
    return str(save_control(a_suspicious_control("yes"), BY, place=LIEGE, at=AT, office=house).reference)


def test_a_centre_is_called_with_the_persons_agreement(house: Office) -> None:
    """The call is kept, sealed, and in the trail; nothing is sent, and no delivery is made of it."""
    reference = referred(house)
    made = call_office(reference, "surya", "centre_staff", SAID, BY, agreed=True, at=later(minutes=5), office=house)
    assert (made.reference, made.recipient) == (reference, "surya")
    with house.store.read() as session:
        row = session.exec(select(CallRow)).one()
        entry = next(e for e in session.exec(select(AuditEntry)) if e.act == "referral.call")
    assert (row.delivery_id, row.recipient, row.number) == (None, "surya", "04 232 40 30")
    assert row.instruction is not None
    assert house.store.unseal("telephone_call.instruction", row.id, row.instruction) == SAID
    assert entry.facts == {"recipient": "surya", "role": "centre_staff", "agreed": True}
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"]


def test_the_local_police_and_the_emergency_number_need_no_agreement(house: Office) -> None:
    """Safety first; the local police's number is the one that was called."""
    reference = referred(house)
    call_office(reference, "locpol", "duty_officer", "Come.", BY, number="04 000 00 00", at=AT, office=house)
    call_office(reference, "emergency", "duty_officer", "Come.", BY, at=AT, office=house)
    with house.store.read() as session:
        assert {row.number for row in session.exec(select(CallRow))} == {"04 000 00 00", "112"}


@pytest.mark.parametrize(
    ("recipient", "code"),
    [("surya", "REFER-732"), ("pjf-liege", "REFER-731"), ("myria", "REFER-730"), ("nobody", "REFER-730")],
)
def test_a_call_that_may_not_be_is_refused(house: Office, recipient: str, code: str) -> None:
    """A centre without agreement, an office with a delivery of its own, one that is not telephoned, none at all."""
    with pytest.raises(ReferralFault) as caught:
        call_office(referred(house), recipient, "centre_staff", SAID, BY, at=AT, office=house)
    assert caught.value.code == code


def test_a_call_about_nothing_or_by_anybody_is_refused(house: Office) -> None:
    """The reference must be one of ours, and the caller of the house."""
    reference = referred(house)
    with pytest.raises(ReferralFault):
        call_office("R-26-999999-0", "surya", "centre_staff", SAID, BY, agreed=True, at=AT, office=house)
    with pytest.raises(AccessRefused):
        call_office(reference, "surya", "centre_staff", SAID, "system", agreed=True, at=AT, office=house)


def test_a_centre_is_not_called_after_everybody_withdrew(house: Office) -> None:
    """The word `agreed` on a form does not outweigh what the person said last."""
    control = save_control(with_people(decision="yes"), BY, place=LIEGE, at=AT, office=house)
    record_consent(control.control_id, said(), BY, at=AT, office=house)
    call = {"agreed": True, "at": later(minutes=5), "office": house}
    call_office(str(control.reference), "surya", "centre_staff", SAID, BY, **call)
    withdraw_consent(control.control_id, "P1", BY, at=later(minutes=6), office=house)
    with pytest.raises(ReferralFault, match="REFER-788"):
        call_office(str(control.reference), "surya", "centre_staff", SAID, BY, **call)


def test_the_police_are_not_called_to_a_diplomatic_household(house: Office) -> None:
    """The auditor alone has the referral; where a life is in danger the emergency number may be rung."""
    yes = a_suspicious_control("yes")
    control = yes.model_copy(update={"answers": {**yes.answers, "wp_diplomatic": True}})
    saved = save_control(control, BY, place=LIEGE, at=AT, office=house)
    assert [d.recipient for d in deliveries(house.store)] == ["aud-liege"]
    with pytest.raises(ReferralFault, match="REFER-789"):
        call_office(str(saved.reference), "locpol", "duty_officer", "Come.", BY, number="04 0", at=AT, office=house)
    call_office(str(saved.reference), "emergency", "duty_officer", "Come.", BY, at=AT, office=house)
