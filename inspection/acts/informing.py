"""Who is told of a referral, or of silence about it: the head of the team and the magistrate on duty at the place.

Of ordered work only whoever registered the order, and the magistrate who gave it.
"""

from datetime import datetime

from sqlmodel import Session

from inspection.acts.addressing import order_answered
from inspection.acts.alerting import raise_alert
from inspection.acts.offices import Office
from inspection.acts.on_duty import Ring, ring_magistrate, ring_office
from inspection.store import ReferralRow
from inspection.trust import Trail


def tell_head(trail: Trail, referral: ReferralRow) -> None:
    """Tell the team head inside an act that a referral has left: to read and correct it, never to hold it back."""
    role, user = head_of(trail.session, referral.control_id)
    raise_alert(trail, "referral_opened", referral.id, 0, referral.district, referral.service, role=role, user=user)


def ring_above(session: Session, here: Office, referral: ReferralRow, at: datetime) -> Ring:
    """Return whom to ring when an office is silent: the magistrate on duty at the place, or the one who ordered it."""
    order = order_answered(session, referral.control_id)
    if order is None:
        return ring_magistrate(session, here, referral.area, at)
    authority = here.store.unseal("judicial_order.authority", order.id, order.authority)
    return ring_office(session, here, authority, at)


def head_of(session: Session, control_id: str) -> tuple[str, str | None]:
    """Return the role and the person of the first rung: of an ordered control, only who registered the order."""
    order = order_answered(session, control_id)
    return ("team_head", None) if order is None else ("supervisor", order.ordered_by)
