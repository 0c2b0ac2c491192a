"""The case that a word is about: what of a referral went to the office that says it."""

from dataclasses import dataclass

from inspection.acts import referrals
from inspection.acts.portal.values import Said
from inspection.errors import PortalFault, ReferralFault
from inspection.store.referrals import DeliveryRow, ReferralRow
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
    if referral.service != tx.context.settings.service:
        raise ReferralFault("REFER-703", recipient=said.office)
    found = HeardCase(referral, tuple(rows))
    if found.newest.message == "recall":
        raise PortalFault("PORTAL-211", recipient=said.office)
    return found
