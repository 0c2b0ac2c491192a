"""What people carry: a script for the telephone, or a letter; the delivery waits until its answer is noted."""

from datetime import datetime
from typing import Literal

from inspection.acts.answers import district_asked
from inspection.acts.bundles import bundle_of
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.errors import ReferralFault
from inspection.referral.transports import call_script, cover_letter
from inspection.store import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import ask, recorded

ByHand = Literal["telephone", "paper"]


def prepare_by_hand(
    delivery_id: str, way: ByHand, by: str, *, at: datetime | None = None, office: Office | None = None
) -> str:
    """Return the text to ring with, or the letter to print, in the addressee's language; that it was made is recorded.

    The state does not move: a logged call or a typed acknowledgement moves it.

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
        facts = {"recipient": row.recipient, "way": way}
        trail.record("delivery.prepare", row.id, stream="reading", basis="spc_communication", facts=facts)
    made = bundle_of(here.store, row)
    return call_script(made, known) if way == "telephone" else cover_letter(made, known)
