"""A referral closes by itself, once every office that must answer has taken it on."""

from sqlmodel import col, select

from inspection.life_cycles import ReferralState
from inspection.referral import delivery
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralRow
from inspection.trust import AuditedTransaction


def close_if_answered(tx: AuditedTransaction, referral_id: str) -> None:
    """Close a referral inside an act when each awaited delivery is acknowledged, or refused and rerouted."""
    tx.session.flush()
    referral = tx.session.get_one(ReferralRow, referral_id)
    mine = (
        select(DeliveryRow)
        .where(col(DeliveryRow.referral_id) == referral_id, col(DeliveryRow.ended_at).is_(None))
        .options(WITHOUT_BUNDLE)
    )
    deliveries = tx.session.exec(mine).all()
    if referral.state == ReferralState.OPEN and delivery.is_closed(deliveries):
        referral.state, referral.closed_at = ReferralState.CLOSED, tx.at
        tx.record("referral.close", referral.id, stream="referral", facts={"deliveries": len(deliveries)})
