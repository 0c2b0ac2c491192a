"""Judicial secrecy and embargo, asked in one place: lists, links, cards, figures and screens all ask here."""

from sqlmodel import Session, col, select

from inspection.store.controls import ControlRow
from inspection.store.orders import JudicialControlRow, hidden_referrals, permitted_orders
from inspection.store.queries import user
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context


def hidden_from(context: Context) -> frozenset[str]:
    """Return the references of the referrals that whoever looks may not see on any screen: ordered work."""
    reader = user(context.store, context.by)
    hidden = hidden_referrals("screens", day_in_brussels(context.at), reader=reader)
    with context.store.read() as session:
        return frozenset(session.exec(select(ReferralRow.reference).where(col(ReferralRow.id).in_(hidden))))


def may_see_control(context: Context, session: Session, control_id: str) -> bool:
    """Tell whether somebody may look at a control: of one that was ordered, only who was permitted or made it."""
    link = session.get(JudicialControlRow, control_id)
    if link is None:
        return True
    made_by = session.get_one(ControlRow, control_id).saved_by
    return context.by == made_by or link.order_id in set(
        session.exec(permitted_orders(user(context.store, context.by)))
    )
