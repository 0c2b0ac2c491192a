"""What a word of an office outside does in the office: yes and no, as they are taken on every other way."""

from sqlmodel import col, select

from inspection.acts.portal.values import Acknowledges, Refuses, Said
from inspection.acts.referrals.answering import answer_one
from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery import Receipt
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralRow
from inspection.trust import AuditedTransaction, require_permission


def hear(tx: AuditedTransaction, said: Said) -> None:
    """Let a word have its effect, inside the transaction that keeps that it was taken."""
    if not isinstance(said.word, Acknowledges | Refuses):
        return
    is_yes = isinstance(said.word, Acknowledges)
    act = "portal.acknowledge" if is_yes else "portal.refuse"
    require_permission(tx.session, tx.context, act, office=said.office)
    receipt = Receipt(
        reference=said.reference,
        recipient=said.office,
        by=said.said_by,
        at=said.said_at,
        answer=DeliveryState.ACKNOWLEDGED if is_yes else DeliveryState.REFUSED,
        reason=said.word.reason if isinstance(said.word, Refuses) else None,
    )
    rows = _open(tx, said)
    if not rows:
        raise ReferralFault("REFER-703", recipient=said.office)
    for row in rows:
        answer_one(tx, row, receipt, how="portal")


def _open(tx: AuditedTransaction, said: Said) -> list[DeliveryRow]:
    wanted = (
        select(DeliveryRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(ReferralRow.reference) == said.reference, col(DeliveryRow.recipient) == said.office)
        .where(col(DeliveryRow.answered_at).is_(None), col(DeliveryRow.ended_at).is_(None))
    )
    return list(tx.session.exec(wanted.options(WITHOUT_BUNDLE)))
