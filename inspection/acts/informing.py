"""Who of the house is told of a referral: the head of the team, or of ordered work whoever registered the order."""

from sqlmodel import Session

from inspection.acts.addressing import order_answered
from inspection.acts.alerting import raise_alert
from inspection.store import ReferralRow
from inspection.trust import Trail


def tell_head(trail: Trail, referral: ReferralRow) -> None:
    """Tell the team head inside an act that a referral has left: to read and correct it, never to hold it back."""
    role, user = head_of(trail.session, referral.control_id)
    raise_alert(trail, "referral_opened", referral.id, 0, referral.district, referral.service, role=role, user=user)


def head_of(session: Session, control_id: str) -> tuple[str, str | None]:
    """Return the role and the person of the first rung: of an ordered control, only who registered the order."""
    order = order_answered(session, control_id)
    return ("team_head", None) if order is None else ("supervisor", order.ordered_by)
