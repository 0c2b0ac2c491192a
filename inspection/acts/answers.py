"""What addressees answer: on the telephone, by a reference that they give back, or by refusing."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, cast

from sqlmodel import Session, col, select

from inspection.acts.closing import close_if_answered
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.errors import ReferralFault
from inspection.referral import CallRecord, DeliveryState, Receipt, check_reference, next_state
from inspection.store import CallRow, DeliveryRow, ReceiptRow, ReferralRow, new_id
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded

Role = Literal["duty_officer", "cell_member", "magistrate", "deputy", "secretariat", "centre_staff"]
Reason = Literal["not_competent", "incomplete", "duplicate", "other"]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A delivery after an answer; `is_closed` tells whether the whole referral is answered now."""

    delivery_id: str
    reference: str
    recipient: str
    state: str
    answered_at: datetime | None
    is_closed: bool


def log_call(
    delivery_id: str,
    who_role: Role,
    instruction: str,
    acknowledged: bool,
    by: str,
    *,
    number: str | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> Answered:
    """Log a telephone call about a delivery: it is a delivery by itself, and the answer too if it was taken on.

    The written bundle is still handed over, whatever was said.

    Arguments: `who_role` the role of whoever answered, never a name; `instruction` what was asked of the inspector,
    sealed; `number` that was called, by default the recipient's own.
    Errors: `ReferralFault` for an unknown delivery or an incomplete call; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        row, referral = _delivery(trail.session, delivery_id)
        ask(trail.session, by, "delivery.call", district=referral.district, service=referral.service)
        call = _call(here, row, referral, who_role, instruction, acknowledged, by, number, at)
        trail.session.add(call)
        event: Literal["acknowledged", "delivered"] = "acknowledged" if acknowledged else "delivered"
        facts = {"recipient": row.recipient, "role": who_role, "acknowledged": acknowledged}
        trail.record("delivery.call", row.id, stream="referral", facts=facts)
        if event == "acknowledged" or row.state in ("queued", "sent"):
            _move(trail, row, event)
        return _answered(trail, row, referral)


def acknowledge(
    receipt: Receipt | str,
    by: str,
    *,
    recipient: str | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> Answered:
    """Record that an addressee has taken a referral on; the same answer again changes nothing.

    Arguments: a receipt, or the reference as it was typed together with `recipient`.
    Errors: `ReferralFault` for a wrong reference, an office that got nothing, or an answer that contradicts.
    """
    here, at = office or this_office(), at or now()
    return _answer(here, _receipt(receipt, recipient, by, at), by, at)


def refuse(
    receipt: Receipt | str,
    reason: Reason,
    by: str,
    *,
    recipient: str | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> Answered:
    """Record that an addressee refuses a referral, with its reason; the referral stays open until it is rerouted."""
    here, at = office or this_office(), at or now()
    refused = replace(_receipt(receipt, recipient, by, at), answer="refused", reason=reason)
    return _answer(here, refused, by, at)


def _receipt(receipt: Receipt | str, recipient: str | None, by: str, at: datetime) -> Receipt:
    if isinstance(receipt, Receipt):
        return receipt
    if recipient is None:
        raise _fault("A typed reference does not say who answers", "typed reference", "Name the recipient too.", "701")
    return Receipt(reference=check_reference(receipt), recipient=recipient, by=by, at=at)


def _answer(here: Office, receipt: Receipt, by: str, at: datetime) -> Answered:
    with recorded(here.store, by=by, at=at) as trail:
        row, referral = _by_reference(trail.session, receipt)
        ask(trail.session, by, "delivery.answer", district=referral.district, service=referral.service)
        if row.state == receipt.answer:
            trail.idle()
            return _answered(trail, row, referral)
        _move(trail, row, receipt.answer, at=receipt.at)
        row.refused_reason = receipt.reason
        trail.session.add(_receipt_row(row, receipt, by))
        facts = {"recipient": row.recipient, "answer": receipt.answer, "reason": receipt.reason}
        trail.record("delivery.answer", row.id, stream="referral", facts=facts)
        return _answered(trail, row, referral)


def _move(
    trail: Trail,
    row: DeliveryRow,
    event: Literal["acknowledged", "refused", "delivered"],
    *,
    at: datetime | None = None,
) -> None:
    moment = at or trail.at
    row.state = next_state(cast(DeliveryState, row.state), event)
    if event == "delivered":
        row.delivered_at = row.delivered_at or moment
    else:
        row.answered_at = row.answered_at or moment
    close_if_answered(trail, row.referral_id)


def _delivery(session: Session, delivery_id: str) -> tuple[DeliveryRow, ReferralRow]:
    row = session.get(DeliveryRow, delivery_id)
    if row is None:
        raise _fault("No delivery has this id", "delivery", "Look it up in the list of referrals.", "702")
    return row, session.get_one(ReferralRow, row.referral_id)


def _by_reference(session: Session, receipt: Receipt) -> tuple[DeliveryRow, ReferralRow]:
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(ReferralRow.reference) == receipt.reference, col(DeliveryRow.recipient) == receipt.recipient)
    )
    found = session.exec(wanted).first()
    if found is None:
        advice = "Check the reference and the office: an answer counts only from an office that was written to."
        raise _fault("No delivery to this office has this reference", receipt.recipient, advice, "703")
    return found


def _call(
    here: Office,
    row: DeliveryRow,
    referral: ReferralRow,
    who_role: Role,
    instruction: str,
    acknowledged: bool,
    by: str,
    number: str | None,
    at: datetime,
) -> CallRow:
    known = here.catalogue(day_in_brussels(at)).recipients.get(row.recipient)
    called = number or (known.telephone if known else None)
    if called is not None:
        CallRecord(
            reference=referral.reference,
            recipient=row.recipient,
            number=called,
            spoken_with=who_role,
            by=by,
            at=at,
            instruction=instruction,
            acknowledged=acknowledged,
        )
    id = new_id()  # noqa: A001
    return CallRow(
        id=id,
        delivery_id=row.id,
        at=at,
        by=by,
        who_role=who_role,
        number=called,
        acknowledged=acknowledged,
        instruction=here.store.seal("telephone_call.instruction", id, instruction) if instruction.strip() else None,
    )


def _receipt_row(row: DeliveryRow, receipt: Receipt, by: str) -> ReceiptRow:
    return ReceiptRow(
        id=new_id(),
        delivery_id=row.id,
        answer=receipt.answer,
        reason=receipt.reason,
        how="typed_reference",
        at=receipt.at,
        by=by,
    )


def _answered(trail: Trail, row: DeliveryRow, referral: ReferralRow) -> Answered:
    trail.session.flush()
    return Answered(
        delivery_id=row.id,
        reference=referral.reference,
        recipient=row.recipient,
        state=row.state,
        answered_at=row.answered_at,
        is_closed=referral.state == "closed",
    )


def _fault(what: str, where: str, advice: str, code: str) -> ReferralFault:
    return ReferralFault(what, where=where, advice=advice, code=code)
