"""The case that a word is about: what of a referral went to the office that says it."""

from dataclasses import dataclass

from sqlmodel import col, select

from inspection.acts import referrals
from inspection.acts.portal.values import Said
from inspection.errors import PortalFault, ReferralFault
from inspection.store.referrals import DeliveryRow, ReferralRow, SentOnRow
from inspection.trust import AuditedTransaction


@dataclass(frozen=True)
class HeardCase:
    """A referral with every delivery to the office that speaks, the first one first."""

    referral: ReferralRow
    rows: tuple[DeliveryRow, ...]

    @property
    def newest(self) -> DeliveryRow:
        return max(self.rows, key=lambda row: (row.queued_at, row.id))


def heard_case(tx: AuditedTransaction, said: Said) -> HeardCase:
    """Return the case of a word of somebody whose right was asked: what of it went to their office.

    Errors: `ReferralFault` 703 where the office was sent nothing of it, and PORTAL-211 where it was
    asked to delete what it got.
    """
    rows, referral = referrals.deliveries_to(tx.session, said.reference, said.office)
    return _fit(tx, said, HeardCase(referral, tuple(rows)))


def case_sent_on(tx: AuditedTransaction, said: Said) -> HeardCase | None:
    """Return a case that another office sent on to the one that looks: what that other one got of it."""
    mine = select(SentOnRow).join(ReferralRow, col(ReferralRow.id) == col(SentOnRow.referral_id))
    row = tx.session.exec(
        mine.where(col(ReferralRow.reference) == said.reference, col(SentOnRow.sent_to) == said.office)
    ).first()
    if row is None:
        return None
    rows, referral = referrals.deliveries_to(tx.session, said.reference, row.sent_by)
    return _fit(tx, said, HeardCase(referral, tuple(rows)))


def _fit(tx: AuditedTransaction, said: Said, found: HeardCase) -> HeardCase:
    if found.referral.service != tx.context.settings.service:
        raise ReferralFault("REFER-703", recipient=said.office)
    if found.newest.message == "recall":
        raise PortalFault("PORTAL-211", recipient=said.office)
    return found
