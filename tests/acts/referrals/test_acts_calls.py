"""Telephone calls to offices that get no bundle."""

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_protection import said, with_people
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.protection import record_consent, withdraw_consent
from inspection.acts.referrals import call_office
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import CallRow
from inspection.trust import AppContext

BY = "insp-liege-1"
SAID = "A bed for tonight, please."


def referred(house: AppContext) -> str:
    """A referral; its reference."""
    return str(save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE).reference)


def test_a_centre_is_called_with_the_persons_agreement(house: AppContext) -> None:
    """The call is kept, sealed, and in the trail; nothing is sent, and no delivery is made of it."""
    reference = referred(house)
    made = call_office(house.acting(BY, later(minutes=5)), reference, "surya", "centre_staff", SAID, agreed=True)
    assert (made.reference, made.recipient) == (reference, "surya")
    with house.store.read() as session:
        row = session.exec(select(CallRow)).one()
        entry = next(e for e in session.exec(select(AuditEntryRow)) if e.act == "referral.call")
    assert (row.delivery_id, row.recipient, row.number) == (None, "surya", "04 232 40 30")
    assert row.instruction is not None
    assert house.store.unseal("telephone_call.instruction", row.id, row.instruction) == SAID
    assert entry.facts == {"recipient": "surya", "role": "centre_staff", "agreed": True}
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"]


def test_the_local_police_and_the_emergency_number_need_no_agreement(house: AppContext) -> None:
    """Safety first; the local police's number is the one that was called."""
    reference = referred(house)
    call_office(house.acting(BY, AT), reference, "locpol", "duty_officer", "Come.", number="04 000 00 00")
    call_office(house.acting(BY, AT), reference, "emergency", "duty_officer", "Come.")
    with house.store.read() as session:
        assert {row.number for row in session.exec(select(CallRow))} == {"04 000 00 00", "112"}


@pytest.mark.parametrize(
    ("recipient", "code"),
    [("surya", "REFER-732"), ("pjf-liege", "REFER-731"), ("myria", "REFER-730"), ("nobody", "REFER-730")],
)
def test_a_call_that_may_not_be_is_refused(house: AppContext, recipient: str, code: str) -> None:
    """A centre without agreement, an office with a delivery of its own, one that is not telephoned, none at all."""
    with pytest.raises(ReferralFault) as caught:
        call_office(house.acting(BY, AT), referred(house), recipient, "centre_staff", SAID)
    assert caught.value.code == code


def test_a_call_about_nothing_or_by_anybody_is_refused(house: AppContext) -> None:
    """The reference must be one of ours, and the caller of the house."""
    reference = referred(house)
    with pytest.raises(ReferralFault):
        call_office(house.acting(BY, AT), "R-26-999999-0", "surya", "centre_staff", SAID, agreed=True)
    with pytest.raises(AccessRefused):
        call_office(house.acting("system", AT), reference, "surya", "centre_staff", SAID, agreed=True)


def test_a_centre_is_not_called_after_everybody_withdrew(house: AppContext) -> None:
    """The word `agreed` on a form does not outweigh what the person said last."""
    control = save(house.acting(BY, AT), with_people(decision="yes"), place=LIEGE)
    record_consent(house.acting(BY, AT), control.control_id, said())
    context, centre = house.acting(BY, later(minutes=5)), (str(control.reference), "surya", "centre_staff", SAID)
    call_office(context, *centre, agreed=True)
    withdraw_consent(house.acting(BY, later(minutes=6)), control.control_id, "P1")
    with pytest.raises(ReferralFault, match="REFER-788"):
        call_office(context, *centre, agreed=True)


def test_the_police_are_not_called_to_a_diplomatic_household(house: AppContext) -> None:
    """The auditor alone has the referral; where a life is in danger the emergency number may be rung."""
    yes = a_suspicious_control("yes")
    control = yes.model_copy(update={"answers": {**yes.answers, "wp_diplomatic": True}})
    saved = save(house.acting(BY, AT), control, place=LIEGE)
    assert [d.recipient for d in deliveries(house.store)] == ["aud-liege"]
    with pytest.raises(ReferralFault, match="REFER-789"):
        call_office(house.acting(BY, AT), str(saved.reference), "locpol", "duty_officer", "Come.", number="04 0")
    call_office(house.acting(BY, AT), str(saved.reference), "emergency", "duty_officer", "Come.")
