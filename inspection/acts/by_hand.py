"""What people carry: a script for the telephone, or a letter; the delivery waits until its answer is noted."""

from datetime import datetime
from typing import Literal

from sqlmodel import Session

from inspection.acts.answers import district_asked
from inspection.acts.bundles import bundle_of
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.on_duty import Ring, ring_magistrate, ring_office
from inspection.errors import ReferralFault
from inspection.referral import message_text
from inspection.referral.transports import call_script, cover_letter
from inspection.store import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import ask, recorded

ByHand = Literal["telephone", "paper"]
Rung = Literal["office", "deputy", "magistrate"]


def prepare_by_hand(
    delivery_id: str,
    way: ByHand,
    by: str,
    *,
    rings: Rung = "office",
    at: datetime | None = None,
    office: Office | None = None,
) -> str:
    """Return the text to ring with, or the letter to print, in the addressee's language; that it was made is recorded.

    The script carries the number that the roster has at that moment. The state does not move: a logged call or a typed
    acknowledgement moves it.

    Arguments: `rings` whom the script is for: the office that was written to, its deputy, or the magistrate on duty at
    the place where neither answered.

    Errors: `ReferralFault` for an unknown delivery, or an office of the rules that is gone.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        row = trail.session.get(DeliveryRow, delivery_id)
        known = here.catalogue(day_in_brussels(at)).recipients.get(row.recipient) if row else None
        if row is None or known is None:
            advice = "Look it up in the list of referrals."
            raise ReferralFault("No delivery has this id", where="delivery", advice=advice, code="702")
        referral = trail.session.get_one(ReferralRow, row.referral_id)
        ask(trail.session, by, "delivery.call", district=district_asked(referral, by), service=referral.service)
        ring = _ring(trail.session, here, row, referral, rings, at)
        facts = {"recipient": row.recipient, "way": way, "rings": ring.recipient}
        trail.record("delivery.prepare", row.id, stream="reading", basis="spc_communication", facts=facts)
    made = bundle_of(here.store, row)
    if row.message in ("withdrawal", "recall"):
        return message_text(made) or ""
    if way == "paper":
        return cover_letter(made, known)
    rung = here.catalogue(day_in_brussels(at)).recipients[ring.recipient]
    return call_script(made, rung, number=ring.number, instead_of=known if rung.id != known.id else None)


def _ring(session: Session, here: Office, row: DeliveryRow, referral: ReferralRow, rings: Rung, at: datetime) -> Ring:
    if rings == "magistrate":
        return ring_magistrate(session, here, referral.area, at)
    return ring_office(session, here, row.recipient, at, deputy=rings == "deputy")
