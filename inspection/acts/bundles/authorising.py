"""A magistrate lets one further office have the referral of ordered work; readers of ours are permitted in `orders`."""

from sqlmodel import col, select

from inspection.acts import bundles, orders, records
from inspection.errors import ReferralFault
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.orders import JudicialControlRow, JudicialRecipientRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction


def authorise_recipient(context: Context, order: str, recipient: str) -> None:
    """Record that a magistrate lets an office have the referrals of an order, and write to it; again changes nothing.

    Errors: `PlanningFault` 409 for an order that `by` may not see; `ReferralFault` 722 for an office that may see no
    case; `AccessRefused`.
    """
    known = context.app.catalogue(day_in_brussels(context.at)).recipients.get(recipient)
    if known is None or not known.gets_bundles:
        raise ReferralFault("REFER-722", recipient=recipient)
    with audited_transaction(context) as tx:
        tx.require("referral.let_have", service=context.settings.service)
        row = orders.order_seen_by(context, tx.session, order)
        mine = select(JudicialRecipientRow).where(col(JudicialRecipientRow.order_id) == row.id)
        if tx.session.exec(mine.where(col(JudicialRecipientRow.recipient) == recipient)).first() is not None:
            tx.mark_unchanged()
            return
        made = JudicialRecipientRow(
            id=new_id(), order_id=row.id, recipient=recipient, permitted_by=context.by, permitted_at=context.at
        )
        tx.add(made)
        tx.record("referral.let_have", row.id, stream="judicial", facts={"recipient": recipient})
        answered = select(JudicialControlRow.control_id).where(col(JudicialControlRow.order_id) == row.id)
        for control_id in tx.session.exec(answered).all():
            control = tx.session.get_one(ControlRow, control_id)
            filled, conclusion = records.load_control(tx.store, control), records.load_conclusion(tx.store, control)
            bundles.complete_referral(tx, control, filled, conclusion)
