"""Who is told of a referral, or of silence about it: the head of the team and the magistrate on duty at the place.

Of ordered work only whoever registered the order, and the magistrate who gave it.
"""

from datetime import datetime

from sqlmodel import Session

from inspection.acts.alerts import Ring, raise_alert, ring_magistrate, ring_office
from inspection.acts.bundles.addressing import order_answered
from inspection.store.controls import ControlRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import ReferralRow
from inspection.trust import AppContext, AuditedTransaction


def notify_team_head(
    tx: AuditedTransaction, kind: str, about: ReferralRow | NoticeRow, *, subject: str = "", step: int = 1
) -> bool:
    """Tell the first rung inside an act of what befell a referral or a notice, once for each subject and step.

    Returns False where it was told before.

    subject
        Id of what it befell, such as one delivery; by default of the referral or the notice itself.
    """
    role, user = head_of(tx.session, about.control_id)
    return raise_alert(tx, kind, subject or about.id, step, about.district, about.service, role=role, user=user)


def notify_team(tx: AuditedTransaction, kind: str, about: ReferralRow, *, subject: str, n: int = 0) -> None:
    """Tell whoever opened a referral and the first rung inside an act of what befell it; nothing of the content.

    n
        How often the same befell the subject before: each time is told.
    """
    raise_alert(tx, kind, subject, 2 * n, about.district, about.service, role="inspector", user=about.opened_by)
    notify_team_head(tx, kind, about, subject=subject, step=2 * n + 1)


def notify_control_head(tx: AuditedTransaction, kind: str, about: ControlRow, *, subject: str = "") -> bool:
    """Tell the first rung inside an act of what befell a control, once for each subject; as `notify_team_head`."""
    role, user = head_of(tx.session, about.id)
    return raise_alert(tx, kind, subject or about.id, 1, about.district, about.service, role=role, user=user)


def ring_above(session: Session, app: AppContext, referral: ReferralRow, at: datetime) -> Ring:
    """Return whom to ring when an office is silent: the magistrate on duty at the place, or the one who ordered it."""
    order = order_answered(session, referral.control_id)
    if order is None:
        return ring_magistrate(session, app, referral.area, at)
    authority = app.store.unseal("judicial_order.authority", order.id, order.authority)
    return ring_office(session, app, authority, at)


def head_of(session: Session, control_id: str) -> tuple[str, str | None]:
    """Return the role and the person of the first rung: of an ordered control, only who registered the order."""
    order = order_answered(session, control_id)
    return ("team_head", None) if order is None else ("supervisor", order.ordered_by)
