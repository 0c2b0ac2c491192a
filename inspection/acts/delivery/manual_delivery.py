"""What people carry: a script for the telephone, or a letter; the delivery waits until somebody notes what came of it.

That a letter left is noted by whoever took it there: only then is it known what an answer speaks of, and to whom a
withdrawal must be told.
"""

from datetime import datetime
from typing import Literal

from sqlmodel import Session

from inspection.acts import access, bundles, outbox
from inspection.acts.alerts import Ring, ring_office
from inspection.acts.referrals import Answered, answered, district_asked
from inspection.errors import ReferralFault
from inspection.life_cycles import AttemptOutcome, DeliveryState
from inspection.referral import bundle, delivery
from inspection.referral.delivery import transports
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.referrals import AttemptRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, answers_alike, audited_transaction

ByHand = Literal["telephone", "paper"]
Rung = Literal["office", "deputy", "magistrate"]


@answers_alike("delivery.call", "REFER-702")
def prepare_by_hand(context: Context, delivery_id: str, way: ByHand, *, rings: Rung = "office") -> str:
    """Return the text to ring with, or the letter to print, in the addressee's language; that it was made is recorded.

    The script carries the number that the roster has at that moment. The state does not move: a logged call or a typed
    acknowledgement moves it.

    Arguments: `rings` whom the script is for: the office that was written to, its deputy, or the magistrate on duty at
    the place where neither answered.

    Errors: `ReferralFault` for an unknown delivery, or an office of the rules that is gone.
    """
    with audited_transaction(context) as tx:
        row, referral = bundles.delivery_of(context, tx.session, delivery_id)
        known = context.app.catalogue(day_in_brussels(context.at)).recipients.get(row.recipient)
        if known is None:
            raise bundles.no_delivery()
        tx.require("delivery.call", district=district_asked(referral, context.by), service=referral.service)
        ring = _ring(tx.session, context.app, row, referral, rings, context.at)
        facts = {"recipient": row.recipient, "way": way, "rings": ring.recipient}
        control = tx.session.get_one(ControlRow, referral.control_id)
        access.reveal_control(tx, "delivery.prepare", control, subject=row.id, basis="spc_communication", facts=facts)
    made = bundles.bundle_of(context.store, bundles.minimise_bundle(context, row))
    if row.message in ("withdrawal", "recall"):
        return bundle.message_text(made) or ""
    if way == "paper":
        return transports.cover_letter(made, known)
    rung = context.app.catalogue(day_in_brussels(context.at)).recipients[ring.recipient]
    return transports.call_script(made, rung, number=ring.number, instead_of=known if rung.id != known.id else None)


@answers_alike("delivery.call", "REFER-702")
def hand_in(context: Context, delivery_id: str) -> Answered:
    """Note that the letter of a delivery was handed in or posted: it is sent, as a bundle is that a server took.

    From then on a reference that comes back answers it, also where it adds to an earlier letter, and whoever holds it
    is told of a correction or a withdrawal. Noted again, it changes nothing.

    Errors: `ReferralFault` for an unknown delivery, one to an office that gets no paper (704), or one that was
    withdrawn or recalled (705); `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row, referral = bundles.delivery_of(context, tx.session, delivery_id)
        tx.require("delivery.call", district=district_asked(referral, context.by), service=referral.service)
        _refuse_no_letter(row)
        if row.sent_at is None:
            row.state, row.sent_at = delivery.next_state(row.state, DeliveryState.SENT), context.at
            outbox.release_lease(row)
            row.attempts += 1
            noted = AttemptRow(
                id=new_id(),
                delivery_id=row.id,
                n=row.attempts,
                transport="paper",
                at=context.at,
                outcome=AttemptOutcome.SENT,
            )
            tx.session.add(noted)
            facts = {"attempt": row.attempts, "transport": "paper", "state": row.state}
            tx.record("delivery.sent", row.id, stream="referral", facts=facts)
        else:
            tx.mark_unchanged()
        return answered(tx, row, referral)


def _refuse_no_letter(row: DeliveryRow) -> None:
    if "paper" not in row.transports:
        raise ReferralFault("REFER-704", recipient=row.recipient)
    if row.ended_at is not None:
        raise ReferralFault("REFER-705", recipient=row.recipient)


def _ring(
    session: Session, app: AppContext, row: DeliveryRow, referral: ReferralRow, rings: Rung, at: datetime
) -> Ring:
    if rings == "magistrate":
        return bundles.ring_above(session, app, referral, at)
    return ring_office(session, app, row.recipient, at, deputy=rings == "deputy")
