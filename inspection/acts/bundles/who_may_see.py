"""The exception to who of the house may see a referral: one of ordered work is seen only by whom it was permitted.

By role and district it is the right `record.consult`, asked where a record is looked at (`acts/access/reading.py`,
`ask_for`); what is done to a referral or a delivery has a right of its own each. This stands beside all of them.
"""

from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.errors import ReferralFault
from inspection.referral.references import check_reference
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import Context


def known_referral(context: Context, session: Session, reference: str) -> ReferralRow:
    """Return the referral of a reference.

    Errors: `ReferralFault` 750, the same for one that does not exist and for ordered work that `by` may not see.
    """
    wanted = select(ReferralRow).where(col(ReferralRow.reference) == check_reference(reference))
    found = session.exec(wanted.where(col(ReferralRow.service) == context.settings.service)).first()
    if found is None or _is_unseen(context, session, found):
        raise ReferralFault("REFER-750")
    return found


def refuse_unseen(context: Context, session: Session, referral: ReferralRow, fault: ReferralFault) -> None:
    """Raise `fault`, that of something which does not exist, where ordered work is not for somebody's eyes.

    The system hands over and takes in for everybody; whoever opened a referral knows it.
    """
    if context.by != "system" and _is_unseen(context, session, referral):
        raise fault


def _is_unseen(context: Context, session: Session, referral: ReferralRow) -> bool:
    return referral.opened_by != context.by and not access.may_see_control(context, session, referral.control_id)


def delivery_of(context: Context, session: Session, delivery_id: str) -> tuple[DeliveryRow, ReferralRow]:
    """Return a delivery with its referral.

    Errors: `ReferralFault` 702, the same for none and for one of ordered work that `by` may not see.
    """
    row = session.get(DeliveryRow, delivery_id)
    if row is None:
        raise no_delivery()
    referral = session.get_one(ReferralRow, row.referral_id)
    refuse_unseen(context, session, referral, no_delivery())
    return row, referral


def no_delivery() -> ReferralFault:
    """Return the fault of a delivery that does not exist, or not for whoever asks."""
    return ReferralFault("REFER-702")
