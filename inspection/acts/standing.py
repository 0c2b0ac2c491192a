"""How a referral stands: what each office got last, and whether it was withdrawn."""

from sqlmodel import Session, col, select

from inspection.store import DeliveryRow, ReferralChange, ReferralChangeEnd, ReferralRow


def last_to_each(session: Session, referral: ReferralRow) -> dict[str, DeliveryRow]:
    """Return the last delivery to each office: the one that no later one adds to or takes the place of."""
    mine = select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id).order_by(col(DeliveryRow.id))
    rows = list(session.exec(mine))
    added_to = {row.supplements for row in rows}
    return {row.recipient: row for row in rows if row.id not in added_to}


def is_withdrawn(session: Session, referral_id: str) -> bool:
    """Tell whether two persons withdrew a referral: what is saved later adds nothing to it, but a new yes does."""
    confirmed = select(ReferralChange.id).where(
        col(ReferralChange.referral_id) == referral_id,
        col(ReferralChange.kind) == "withdrawal",
        col(ReferralChange.id).in_(
            select(ReferralChangeEnd.change_id).where(col(ReferralChangeEnd.outcome) == "confirmed")
        ),
    )
    return session.exec(confirmed).first() is not None
