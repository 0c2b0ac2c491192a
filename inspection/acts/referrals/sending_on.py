"""An office of the district police sends its case on to the central cell, which Vigie itself writes nothing to."""

from datetime import datetime

from sqlmodel import Session, col, select

from inspection.errors import PortalFault
from inspection.store.core import new_id
from inspection.store.orders import is_in_force
from inspection.store.referrals import DeliveryRow, EmbargoRow, ReferralRow, SentOnRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction

_CENTRAL = "central_police"


def send_on(tx: AuditedTransaction, row: DeliveryRow, words: str, at: datetime) -> None:
    """Keep inside an act that an office sends its case on; said a second time it changes nothing.

    The central cell is shown what the office itself was sent, and is asked for no answer: the cell answers.

    Errors: `PortalFault` PORTAL-213 for an office that does not work the case or is refused by an embargo, 214 where
    the rules name no central cell.
    """
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    share = catalogue.shares.get(row.reason)
    if share is None or not share.is_of_case or _is_kept_back(tx, row.referral_id):
        raise PortalFault("PORTAL-213")
    central = [key for key, office in catalogue.recipients.items() if office.kind == _CENTRAL]
    if not central:
        raise PortalFault("PORTAL-214")
    before = {one.sent_to for one in sendings_on(tx.session, row.referral_id) if one.sent_by == row.recipient}
    for office in central:
        if office not in before:
            _keep(tx, row, office, words.strip(), at)


def sendings_on(session: Session, referral_id: str) -> list[SentOnRow]:
    """Return to whom a case was sent on, the first one first."""
    mine = select(SentOnRow).where(col(SentOnRow.referral_id) == referral_id)
    return list(session.exec(mine.order_by(col(SentOnRow.sent_at), col(SentOnRow.id))))


def _keep(tx: AuditedTransaction, row: DeliveryRow, office: str, words: str, at: datetime) -> None:
    id_, case = new_id(), tx.session.get_one(ReferralRow, row.referral_id).control_id
    tx.add(
        SentOnRow(
            id=id_,
            referral_id=row.referral_id,
            delivery_id=row.id,
            sent_by=row.recipient,
            sent_to=office,
            words=tx.store.seal("sent_on.words", id_, words, case=case) if words else None,
            said_by=tx.by,
            sent_at=at,
        )
    )
    tx.record("referral.send_on", row.id, stream="referral", facts={"recipient": row.recipient, "sent_to": office})


def _is_kept_back(tx: AuditedTransaction, referral_id: str) -> bool:
    """Tell whether a magistrate keeps a case to few: then they decide who else is told."""
    day = day_in_brussels(tx.at)
    mine = select(EmbargoRow.id).where(col(EmbargoRow.referral_id) == referral_id, is_in_force(day))
    return tx.session.exec(mine).first() is not None
