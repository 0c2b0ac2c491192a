"""What addressees answer: by a reference that they give back, or by refusing; `calls` has the telephone.

A reference speaks of the whole referral: it answers what had reached the office by then, a supplement included, and
nothing that left later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import bundles
from inspection.acts.referrals.closing import close_if_answered
from inspection.acts.referrals.contradicting import (
    ANSWERED,
    Channel,
    contradiction,
    contradicts,
    note_contradiction,
)
from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState, ReferralState, RefusalReason
from inspection.referral.delivery import Receipt, next_state
from inspection.referral.references import check_reference
from inspection.store.core import new_id
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReceiptRow, ReferralRow
from inspection.trust import AuditedTransaction, Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A delivery after an answer; `is_closed` tells whether the whole referral is answered now."""

    delivery_id: str
    reference: str
    recipient: str
    state: DeliveryState
    answered_at: datetime | None
    is_closed: bool


def acknowledge(context: Context, receipt: Receipt | str, *, recipient: str | None = None) -> Answered:
    """Record that an addressee has taken a referral on; the same answer again changes nothing.

    Arguments: a receipt, or the reference as it was typed together with `recipient`.
    Errors: `ReferralFault` for a wrong reference, an office that got nothing, or an answer that contradicts (301): that
    is noted, and the head of the team is told.
    """
    return _answer(context, _receipt(receipt, recipient, context.by, context.at))


def refuse(
    context: Context, receipt: Receipt | str, reason: RefusalReason, *, recipient: str | None = None
) -> Answered:
    """Record that an addressee refuses a referral, with its reason; the referral stays open until it is rerouted."""
    refused = replace(_receipt(receipt, recipient, context.by, context.at), answer=DeliveryState.REFUSED, reason=reason)
    return _answer(context, refused)


def _receipt(receipt: Receipt | str, recipient: str | None, by: str, at: datetime) -> Receipt:
    if isinstance(receipt, Receipt):
        return receipt
    if recipient is None:
        raise ReferralFault("REFER-701")
    return Receipt(reference=check_reference(receipt), recipient=recipient, by=by, at=at)


def _answer(context: Context, receipt: Receipt) -> Answered:
    with audited_transaction(context) as tx:
        rows, referral = deliveries_to(tx.session, receipt.reference, receipt.recipient)
        bundles.refuse_unseen(context, tx.session, referral, _unknown(receipt.recipient))
        tx.require("delivery.answer", district=district_asked(referral, context.by), service=referral.service)
        said = take_answer(tx, rows, referral, receipt)
    return unless_contradicted(said, receipt.answer)


def take_answer(
    tx: AuditedTransaction,
    rows: Sequence[DeliveryRow],
    referral: ReferralRow,
    receipt: Receipt,
    *,
    how: Channel = "typed_reference",
    words: str = "",
    seen: Collection[str] = (),
) -> Answered:
    """Record inside an act what an office answers to a referral; the same answer again changes nothing.

    One that contradicts is noted, and nothing moves; whoever calls this tells it, as `unless_contradicted` does.

    Arguments: `rows` every delivery to that office, as `deliveries_to` gives them; `how` the way that it came; `words`
    said with a refusal, sealed; `seen` ids of deliveries that the office has seen, whatever was sent.
    """
    meant = _meant(rows, receipt, seen)
    if all(row.state == receipt.answer for row in meant):
        tx.mark_unchanged()
    for row in meant:
        if contradicts(row.state, receipt.answer):
            note_contradiction(tx, row, referral, receipt.answer, how, reason=receipt.reason)
        elif row.state != receipt.answer:
            answer_one(tx, row, receipt, how=how, words=words)
    return answered(tx, meant[-1], referral)


def _meant(rows: Sequence[DeliveryRow], receipt: Receipt, seen: Collection[str]) -> list[DeliveryRow]:
    """Return what an answer is about: every open delivery that had gone out by then, or the first before any has.

    One that the office has seen had reached it, however it was to be sent.

    Whoever takes a referral on takes on its first report too, which may have arrived though its sending was cut.
    Whoever refuses what came before that report has not read it: it still leaves. Where nothing is open the answer
    repeats, or contradicts, the last one.
    """
    first, *added = rows
    meant = [row for row in added if row.id in seen or _had_gone(row, receipt)]
    if first.id in seen or _had_gone(first, receipt) or receipt.answer == DeliveryState.ACKNOWLEDGED or not meant:
        meant = [first, *meant]
    still_open = [row for row in meant if row.state not in ANSWERED]
    return still_open or [[row for row in rows if row.state in ANSWERED][-1]]


def _had_gone(row: DeliveryRow, receipt: Receipt) -> bool:
    return row.sent_at is not None and row.sent_at <= receipt.at


def answer_one(
    tx: AuditedTransaction, row: DeliveryRow, receipt: Receipt, *, how: str = "typed_reference", words: str = ""
) -> None:
    """Record an answer to one delivery inside an act; `how` is the way that it came."""
    move(tx, row, receipt.answer, at=receipt.at)
    row.refused_reason = receipt.reason
    tx.session.add(_receipt_row(tx, row, receipt, how, words))
    facts = {"recipient": row.recipient, "answer": receipt.answer, "reason": receipt.reason}
    tx.record("delivery.answer", row.id, stream="referral", facts=facts)


def move(tx: AuditedTransaction, row: DeliveryRow, event: DeliveryState, *, at: datetime | None = None) -> None:
    """Move a delivery inside an act, and close the referral if that was the last answer."""
    moment = at or tx.at
    row.state = next_state(row.state, event)
    if event == DeliveryState.DELIVERED:
        row.delivered_at = row.delivered_at or moment
    else:
        row.answered_at = row.answered_at or moment
    close_if_answered(tx, row.referral_id)


def deliveries_to(session: Session, reference: str, recipient: str) -> tuple[list[DeliveryRow], ReferralRow]:
    """Return every delivery of a referral to one office, the first one first.

    Errors: `ReferralFault` 703 where there is none.
    """
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(ReferralRow.reference) == reference, col(DeliveryRow.recipient) == recipient)
        .order_by(col(DeliveryRow.supplements).is_not(None), col(DeliveryRow.queued_at), col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    found = session.exec(wanted).all()
    if not found:
        raise _unknown(recipient)
    return [delivery for delivery, _ in found], found[0][1]


def _unknown(recipient: str) -> ReferralFault:
    return ReferralFault("REFER-703", recipient=recipient)


def _receipt_row(tx: AuditedTransaction, row: DeliveryRow, receipt: Receipt, how: str, words: str) -> ReceiptRow:
    id_, case = new_id(), tx.session.get_one(ReferralRow, row.referral_id).control_id
    return ReceiptRow(
        id=id_,
        delivery_id=row.id,
        answer=receipt.answer,
        reason=receipt.reason,
        how=how,
        at=receipt.at,
        by=tx.by,
        words=tx.store.seal("receipt.words", id_, words.strip(), case=case) if words.strip() else None,
    )


def district_asked(referral: ReferralRow, by: str) -> str | None:
    """Return the district in which somebody must be at home; none for a referral that they opened themselves.

    Whoever said yes in a joint action elsewhere rings the duty officer there, and must be able to note the call.
    """
    return None if referral.opened_by == by else referral.district


def answered(tx: AuditedTransaction, row: DeliveryRow, referral: ReferralRow) -> Answered:
    """Return what an act tells of a delivery when it is done with it."""
    tx.session.flush()
    return Answered(
        delivery_id=row.id,
        reference=referral.reference,
        recipient=row.recipient,
        state=row.state,
        answered_at=row.answered_at,
        is_closed=referral.state == ReferralState.CLOSED,
    )


def unless_contradicted(said: Answered, answer: str) -> Answered:
    """Return what an act tells, once its transaction is kept.

    Errors: `ReferralFault` 301 where another answer holds than the one that was brought.
    """
    if contradicts(said.state, answer):
        raise contradiction(said.state, answer, said.recipient)
    return said
