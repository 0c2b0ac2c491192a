"""A magistrate lets a further office have the referral of work that they ordered."""

from datetime import datetime

from sqlmodel import col, select

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.orders import order_seen_by
from inspection.acts.records import concluded, filled
from inspection.acts.referrals.referring import complete_referral
from inspection.errors import ReferralFault
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.orders import JudicialControl, JudicialRecipient
from inspection.time_of import day_in_brussels, now
from inspection.trust import ask, recorded


def let_have(order: str, recipient: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> None:
    """Record that a magistrate lets an office have the referrals of an order, and write to it; again changes nothing.

    Errors: `PlanningFault` 409 for an order that `by` may not see; `ReferralFault` 722 for an office that may see no
    case; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    known = here.catalogue(day_in_brussels(at)).recipients.get(recipient)
    if known is None or known.may_see != "bundle":
        raise ReferralFault("REFER-722", recipient=recipient)
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "referral.let_have", service=here.settings.service)
        row = order_seen_by(trail.session, here, order, by)
        mine = select(JudicialRecipient).where(col(JudicialRecipient.order_id) == row.id)
        if trail.session.exec(mine.where(col(JudicialRecipient.recipient) == recipient)).first() is not None:
            trail.idle()
            return
        made = JudicialRecipient(id=new_id(), order_id=row.id, recipient=recipient, permitted_by=by, permitted_at=at)
        trail.session.add(made)
        trail.session.flush()
        trail.record("referral.let_have", row.id, stream="judicial", facts={"recipient": recipient})
        answered = select(JudicialControl.control_id).where(col(JudicialControl.order_id) == row.id)
        for control_id in trail.session.exec(answered).all():
            control = trail.session.get_one(ControlRow, control_id)
            complete_referral(trail, here, control, filled(trail.store, control), concluded(trail.store, control))
