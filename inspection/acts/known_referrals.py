"""Finds the referral that somebody speaks of: of ordered work, only for who may see it."""

from sqlmodel import Session, col, select

from inspection.acts.offices import Office
from inspection.acts.ordered_visits import may_see_control
from inspection.errors import ReferralFault
from inspection.referral import check_reference
from inspection.store import ReferralRow


def known_referral(session: Session, here: Office, reference: str, by: str) -> ReferralRow:
    """Return the referral of a reference.

    Errors: `ReferralFault` 750, the same for one that does not exist and for ordered work that `by` may not see.
    """
    wanted = select(ReferralRow).where(col(ReferralRow.reference) == check_reference(reference))
    found = session.exec(wanted.where(col(ReferralRow.service) == here.settings.service)).first()
    if found is None or (found.opened_by != by and not may_see_control(session, here, found.control_id, by)):
        raise life_fault("No referral has this reference", "reference", "Look it up in the list of referrals.", "750")
    return found


def life_fault(what: str, where: str, advice: str, code: str) -> ReferralFault:
    """Return a fault about a referral's life, which names no office's case and nobody."""
    return ReferralFault(what, where=where, advice=advice, code=code)
