"""Answers that an addressee's own system signs: taken once, for the one bundle that they name.

One that says the opposite of what holds is noted and told like any other, and leaves the delivery as it is.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import bundles, outbox
from inspection.acts.referrals.answering import Answered, answer_one, answered, unless_contradicted
from inspection.acts.referrals.contradicting import contradicts, note_contradiction
from inspection.errors import ReferralFault
from inspection.referral.delivery import Awaiting, SignedReceipt, read_acknowledgement
from inspection.sealing import pseudonym
from inspection.store.core import new_id
from inspection.store.referrals import DeliveryRow, ReferralRow, UsedNonceRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction


def acknowledge_signed(context: Context, raw: bytes) -> Answered:
    """Record a signed acknowledgement or refusal; the very same message again changes nothing.

    The answer counts from when it came, not from when it says it was signed: a deadline is ours to measure.

    Arguments: `raw` the message as received; `by` whoever hands it in.
    Errors: `ReferralFault` 821, 823, 825 to 828, 838, 840, 842 and 843 where it is not what the addressee signed, 829
    where another message used its nonce, 830 where it answers what had not been queued yet, 301 where it contradicts
    the answer that holds.
    """
    pinned = outbox.pinned_keys(context.app)
    rules = context.app.catalogue(day_in_brussels(context.at)).bundles
    ahead = timedelta(minutes=rules.clock_ahead_minutes)
    with audited_transaction(context) as tx:
        tx.require("delivery.answer")
        receipt = read_acknowledgement(raw, pinned, lambda key: _awaiting(tx, key), now=context.at, ahead=ahead)
        row, referral = _named(tx.session, receipt.bundle_key)
        tx.require("delivery.answer", district=referral.district, service=referral.service)
        if receipt.at < row.queued_at.replace(microsecond=0):
            raise ReferralFault("REFER-830")
        used = _used_by(tx, receipt)
        if contradicts(row.state, receipt.answer):
            note_contradiction(tx, row, referral, receipt.answer, "signed", reason=receipt.reason)
        elif used is not None:
            tx.mark_unchanged()
        else:
            _take(tx, row, receipt)
        said = answered(tx, row, referral)
    if used not in (None, receipt.message_sha256):
        raise ReferralFault("REFER-829")
    return unless_contradicted(said, receipt.answer)


def _take(tx: AuditedTransaction, row: DeliveryRow, receipt: SignedReceipt) -> None:
    used = UsedNonceRow(
        id=new_id(),
        nonce_key=_nonce_key(tx, receipt),
        delivery_id=row.id,
        answer=receipt.answer,
        message_sha256=receipt.message_sha256,
        signed_at=receipt.at,
        received_at=tx.at,
    )
    tx.session.add(used)
    _note_arrival(row, tx.at)
    counted = SignedReceipt(**{**vars(receipt), "at": tx.at})
    if row.state == receipt.answer:
        facts = {"recipient": row.recipient, "answer": receipt.answer, "reason": receipt.reason}
        tx.record("delivery.answer_signed", row.id, stream="referral", facts=facts)
    else:
        answer_one(tx, row, counted, how="signed")


def _note_arrival(row: DeliveryRow, at: datetime) -> None:
    """Take a bundle for arrived whose nonce came back: only who holds it knows that, whatever its sending told.

    A connection that was cut after the last byte would otherwise have it sent again to an office that has answered.
    """
    if row.sent_at is None:
        row.sent_at, row.delivered_at = at, row.delivered_at or at
        outbox.release_lease(row)


def _used_by(tx: AuditedTransaction, receipt: SignedReceipt) -> str | None:
    """Return the hash of the message that used the nonce, this very one or another; None where none has."""
    mine = select(UsedNonceRow.message_sha256).where(col(UsedNonceRow.nonce_key) == _nonce_key(tx, receipt))
    return tx.session.exec(mine).first()


def _nonce_key(tx: AuditedTransaction, receipt: SignedReceipt) -> str:
    return pseudonym(bundles.nonce_of(tx.store)(receipt.bundle_key), "used_nonce", keys=tx.store.keys)


def _awaiting(tx: AuditedTransaction, bundle_key: str) -> Awaiting | None:
    found = _found(tx.session, bundle_key)
    if found is None:
        return None
    row, referral = found
    nonce = bundles.nonce_of(tx.store)(row.bundle_key)
    return Awaiting(reference=referral.reference, recipient=row.recipient, nonce=nonce)


def _named(session: Session, bundle_key: str) -> tuple[DeliveryRow, ReferralRow]:
    found = _found(session, bundle_key)
    if found is None:
        raise ReferralFault("REFER-823")
    return found


def _found(session: Session, bundle_key: str) -> tuple[DeliveryRow, ReferralRow] | None:
    row = session.exec(select(DeliveryRow).where(col(DeliveryRow.bundle_key) == bundle_key)).first()
    return None if row is None else (row, session.get_one(ReferralRow, row.referral_id))
