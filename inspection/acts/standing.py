"""How a referral stands: what each office got, what it got last, and whether it was withdrawn."""

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from inspection.store import WITHOUT_BUNDLE, DecisionRow, DeliveryRow, ReferralChange, ReferralChangeEnd, ReferralRow
from sectors import Catalogue


def last_to_each(session: Session, referral: ReferralRow) -> dict[str, DeliveryRow]:
    """Return the last delivery to each office: the one that no later one adds to or takes the place of."""
    mine = select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id).order_by(col(DeliveryRow.id))
    rows = list(session.exec(mine))
    added_to = {row.supplements for row in rows}
    return {row.recipient: row for row in rows if row.id not in added_to}


def having_the_case(session: Session, referral: ReferralRow) -> set[str]:
    """Return the offices that were written to as leading it, but for those that refused or have it no longer."""
    mine = select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id).options(WITHOUT_BUNDLE)
    rows = session.exec(mine).all()
    added_to = {row.supplements for row in rows}
    leading = (row for row in rows if row.reason == "place_of_facts" and row.message in ("report", "correction"))
    return {r.recipient for r in leading if r.id not in added_to and r.ended_at is None and not has_declined(r)}


def sent_on(session: Session, referral: ReferralRow) -> dict[str, str]:
    """Return by the office that refused to which one its referral was sent instead."""
    one, other = aliased(DeliveryRow), aliased(DeliveryRow)
    wanted = select(one.recipient, other.recipient).join(other, col(other.replaces) == col(one.id))
    return dict(session.exec(wanted.where(col(one.referral_id) == referral.id).order_by(col(other.id))).all())


def knows_less(having: DeliveryRow, wanted: str, catalogue: Catalogue) -> bool:
    """Tell whether an office was told as concerned only, where somebody is to work the case for a reason of its own."""
    shares = catalogue.shares
    return shares[wanted].is_of_case and not shares[having.reason].is_of_case


def written_to(session: Session, referral: ReferralRow, recipient: str) -> list[DeliveryRow]:
    """Return every delivery to an office, the first one first: a report, what was added to it, what took its place."""
    mine = select(DeliveryRow).where(
        col(DeliveryRow.referral_id) == referral.id, col(DeliveryRow.recipient) == recipient
    )
    return list(session.exec(mine.order_by(col(DeliveryRow.id)).options(WITHOUT_BUNDLE)))


def has_left(row: DeliveryRow) -> bool:
    """Tell whether an office may have learnt of the case by a delivery: in writing, or on the telephone."""
    return row.sent_at is not None or row.attempts > 0 or row.state != "queued"


def has_declined(row: DeliveryRow) -> bool:
    """Tell whether an office refused, but for being told too little: that is answered by telling more."""
    return row.state == "refused" and row.refused_reason != "incomplete"


def is_withdrawn(session: Session, referral_id: str) -> bool:
    """Tell whether two persons withdrew a referral and nobody has said yes since: a new yes is a new suspicion.

    What is saved later adds nothing to a withdrawn one, and nobody is written to about it.
    """
    withdrawn = session.exec(
        select(func.max(ReferralChangeEnd.ended_at))
        .join(ReferralChange, col(ReferralChange.id) == col(ReferralChangeEnd.change_id))
        .where(
            col(ReferralChange.referral_id) == referral_id,
            col(ReferralChange.kind) == "withdrawal",
            col(ReferralChangeEnd.outcome) == "confirmed",
        )
    ).one()
    if withdrawn is None:
        return False
    since = (
        select(DecisionRow.id)
        .join(ReferralRow, col(ReferralRow.control_id) == col(DecisionRow.control_id))
        .where(
            col(ReferralRow.id) == referral_id,
            col(DecisionRow.decision) == "yes",
            col(DecisionRow.recorded_at) > withdrawn,
        )
    )
    return session.exec(since).first() is None
