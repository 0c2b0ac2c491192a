"""Answers that an addressee's own system signs: taken once, for the one bundle that they name.

One that says the opposite of what holds is noted and told like any other, and leaves the delivery as it is.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.answers.answers import Answered, answer_one, answered, unless_contradicted
from inspection.acts.answers.contradicting import contradicts, note_contradiction
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.outbox import pinned_keys, release_lease
from inspection.acts.referrals import nonce_of
from inspection.errors import ReferralFault
from inspection.referral.delivery import Awaiting, SignedReceipt, read_acknowledgement
from inspection.sealing import pseudonym
from inspection.store.core import new_id
from inspection.store.referrals import DeliveryRow, ReferralRow, UsedNonce
from inspection.time_of import now
from inspection.trust import Trail, ask, recorded


def acknowledge_signed(
    raw: bytes, by: str = "system", *, at: datetime | None = None, office: Office | None = None
) -> Answered:
    """Record a signed acknowledgement or refusal; the very same message again changes nothing.

    The answer counts from when it came, not from when it says it was signed: a deadline is ours to measure.

    Arguments: `raw` the message as received; `by` whoever hands it in.
    Errors: `ReferralFault` 821, 823, 825 to 828, 838, 840, 842 and 843 where it is not what the addressee signed, 829
    where another message used its nonce, 830 where it answers what had not been queued yet, 301 where it contradicts
    the answer that holds.
    """
    here, at = office or this_office(), at or now()
    pinned = pinned_keys(here)
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "delivery.answer")
        receipt = read_acknowledgement(raw, pinned, lambda key: _awaiting(trail, key), now=at)
        row, referral = _named(trail.session, receipt.bundle_key)
        ask(trail.session, by, "delivery.answer", district=referral.district, service=referral.service)
        if receipt.at < row.queued_at.replace(microsecond=0):
            raise ReferralFault("REFER-830")
        used = _used_by(trail, receipt)
        if contradicts(row.state, receipt.answer):
            note_contradiction(trail, row, referral, receipt.answer, "signed", reason=receipt.reason)
        elif used is not None:
            trail.idle()
        else:
            _take(trail, row, receipt, by)
        said = answered(trail, row, referral)
    if used not in (None, receipt.message_sha256):
        raise ReferralFault("REFER-829")
    return unless_contradicted(said, receipt.answer)


def _take(trail: Trail, row: DeliveryRow, receipt: SignedReceipt, by: str) -> None:
    used = UsedNonce(
        id=new_id(),
        nonce_key=_nonce_key(trail, receipt),
        delivery_id=row.id,
        answer=receipt.answer,
        message_sha256=receipt.message_sha256,
        signed_at=receipt.at,
        received_at=trail.at,
    )
    trail.session.add(used)
    _note_arrival(row, trail.at)
    counted = SignedReceipt(**{**vars(receipt), "at": trail.at})
    if row.state == receipt.answer:
        facts = {"recipient": row.recipient, "answer": receipt.answer, "reason": receipt.reason}
        trail.record("delivery.answer_signed", row.id, stream="referral", facts=facts)
    else:
        answer_one(trail, row, counted, by, how="signed")


def _note_arrival(row: DeliveryRow, at: datetime) -> None:
    """Take a bundle for arrived whose nonce came back: only who holds it knows that, whatever its sending told.

    A connection that was cut after the last byte would otherwise have it sent again to an office that has answered.
    """
    if row.sent_at is None:
        row.sent_at, row.delivered_at = at, row.delivered_at or at
        release_lease(row)


def _used_by(trail: Trail, receipt: SignedReceipt) -> str | None:
    """Return the hash of the message that used the nonce, this very one or another; None where none has."""
    mine = select(UsedNonce.message_sha256).where(col(UsedNonce.nonce_key) == _nonce_key(trail, receipt))
    return trail.session.exec(mine).first()


def _nonce_key(trail: Trail, receipt: SignedReceipt) -> str:
    return pseudonym(nonce_of(trail.store)(receipt.bundle_key), "used_nonce", keys=trail.store.keys)


def _awaiting(trail: Trail, bundle_key: str) -> Awaiting | None:
    found = _found(trail.session, bundle_key)
    if found is None:
        return None
    row, referral = found
    nonce = nonce_of(trail.store)(row.bundle_key)
    return Awaiting(reference=referral.reference, recipient=row.recipient, nonce=nonce)


def _named(session: Session, bundle_key: str) -> tuple[DeliveryRow, ReferralRow]:
    found = _found(session, bundle_key)
    if found is None:
        raise ReferralFault("REFER-823")
    return found


def _found(session: Session, bundle_key: str) -> tuple[DeliveryRow, ReferralRow] | None:
    row = session.exec(select(DeliveryRow).where(col(DeliveryRow.bundle_key) == bundle_key)).first()
    return None if row is None else (row, session.get_one(ReferralRow, row.referral_id))
